//! `eval`: a query, its times, and what is expected of its result.

use promenade::model::float;
use promenade::syntax::series_description::unquote;
use promenade::syntax::series_description::{SequenceValue, parse_series_description};
use promenade::{Features, Labels};
use regex::Regex;

use super::lines::Lines;
use super::{ScriptError, parse_duration};

/// An `eval` command.
#[derive(Debug, Clone)]
pub struct Eval {
    /// Its line, counted from 1.
    pub line: usize,
    /// The query.
    pub expr: String,
    /// When it is evaluated.
    pub kind: Kind,
    /// What must come out.
    pub expected: ExpectedValue,
    /// `expect` lines.
    pub expectations: Vec<Expectation>,
    /// Whether the result is not compared with that of a range query around it.
    pub no_range_check: bool,
}

/// When a query is evaluated, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Once.
    Instant {
        /// When.
        at_ms: i64,
    },
    /// At several times.
    Range {
        /// First time.
        start_ms: i64,
        /// Last time.
        end_ms: i64,
        /// Distance of times.
        step_ms: i64,
    },
}

/// What must come out.
#[derive(Debug, Clone)]
pub enum ExpectedValue {
    /// Series, each with its place among the lines; none where nothing is expected.
    Series(Vec<ExpectedSeries>),
    /// A scalar.
    Scalar(f64),
    /// A string.
    String(String),
    /// A range vector as the value of an instant query.
    RangeVector {
        /// Time of the first value.
        start_ms: i64,
        /// No value is later.
        end_ms: i64,
        /// Distance of values.
        step_ms: i64,
        /// The series.
        series: Vec<ExpectedSeries>,
    },
}

/// One series that must come out.
#[derive(Debug, Clone)]
pub struct ExpectedSeries {
    /// Its labels.
    pub labels: Labels,
    /// Its values, step by step.
    pub values: Vec<SequenceValue>,
}

/// One `expect` line.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// What it speaks of.
    pub subject: Subject,
    /// The text that must be there.
    pub pattern: Pattern,
}

/// What an `expect` line speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The order of the result.
    Ordered,
    /// The query fails.
    Fail,
    /// There is a warning.
    Warn,
    /// There is no warning.
    NoWarn,
    /// There is an info.
    Info,
    /// There is no info.
    NoInfo,
}

/// The text that must be there.
#[derive(Debug, Clone)]
pub enum Pattern {
    /// Any, and others beside it: what the old commands `eval_warn`, `eval_info`, `eval_fail` ask for.
    AnyOthersToo,
    /// Any.
    Any,
    /// This text.
    Text(String),
    /// Text that this matches somewhere.
    Regex(Regex),
}

impl Pattern {
    /// Whether a text is as the pattern says.
    pub fn matches(&self, text: &str) -> bool {
        match self {
            Self::AnyOthersToo | Self::Any => true,
            Self::Text(expected) => expected == text,
            Self::Regex(regex) => regex.is_match(text),
        }
    }
}

impl std::fmt::Display for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::AnyOthersToo | Self::Any => f.write_str("anything"),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Regex(regex) => write!(f, "/{regex}/"),
        }
    }
}

impl Eval {
    /// What `expect` lines say of a subject.
    pub fn of(&self, subject: Subject) -> impl Iterator<Item = &Pattern> {
        self.expectations.iter().filter(move |e| e.subject == subject).map(|e| &e.pattern)
    }

    /// Whether anything is said of a subject.
    pub fn expects(&self, subject: Subject) -> bool {
        self.of(subject).next().is_some()
    }
}

/// Reads an `eval` command, whose first line was read last.
pub(super) fn parse(lines: &mut Lines<'_>) -> Result<Eval, ScriptError> {
    let mut eval = head(lines)?;
    let mut range_vector = None;
    let mut series: Vec<ExpectedSeries> = Vec::new();
    while let Some(line) = lines.next_of_command() {
        if let Some(rest) = line.strip_prefix("expect range vector") {
            range_vector = Some(range_vector_times(lines, rest)?);
            eval.no_range_check = true;
        } else if let Some(rest) = line.strip_prefix("expect string") {
            let text = unquote(rest.trim()).map_err(|e| lines.error(format!("expected string: {e}")))?;
            eval.expected = ExpectedValue::String(text);
            eval.no_range_check = true;
        } else if line.split(' ').next() == Some("expect") {
            eval.expectations.push(expectation(lines, line)?);
        } else if eval.expects(Subject::Fail) && line.starts_with("expected_fail_") {
            fail_line(lines, line, &mut eval)?;
            break;
        } else if let Some(value) = number(line) {
            eval.expected = ExpectedValue::Scalar(value);
            break;
        } else {
            let (labels, values) =
                parse_series_description(line, Features::all()).map_err(|d| lines.error(d.message))?;
            if values.len() > 1 && matches!(eval.kind, Kind::Instant { .. }) && range_vector.is_none() {
                return Err(lines.error("several values of an instant query: say 'expect range vector' before"));
            }
            series.retain(|s| s.labels != labels);
            series.push(ExpectedSeries { labels, values });
        }
    }
    if let Some((start_ms, end_ms, step_ms)) = range_vector {
        eval.expected = ExpectedValue::RangeVector { start_ms, end_ms, step_ms, series };
    } else if !series.is_empty() {
        eval.expected = ExpectedValue::Series(series);
    }
    Ok(eval)
}

fn head(lines: &Lines<'_>) -> Result<Eval, ScriptError> {
    let line = lines.line();
    let usage =
        || lines.error("an eval command is eval instant at TIME QUERY or eval range from TIME to TIME step STEP QUERY");
    let (command, rest) = word(line).ok_or_else(usage)?;
    let expectations = old_command(command).ok_or_else(usage)?;
    let (kind_word, rest) = word(rest).ok_or_else(usage)?;
    let (kind, expr) = match kind_word {
        "instant" => {
            let (at_ms, rest) = time_after(lines, rest, "at")?;
            (Kind::Instant { at_ms }, rest)
        }
        "range" => {
            let (start_ms, rest) = time_after(lines, rest, "from")?;
            let (end_ms, rest) = time_after(lines, rest, "to")?;
            let (step_ms, rest) = time_after(lines, rest, "step")?;
            if end_ms < start_ms {
                return Err(lines.error("the end of the range is before its start"));
            }
            (Kind::Range { start_ms, end_ms, step_ms }, rest)
        }
        _ => return Err(usage()),
    };
    let expected = ExpectedValue::Series(Vec::new());
    let expr = expr.to_owned();
    Ok(Eval { line: lines.number(), expr, kind, expected, expectations, no_range_check: false })
}

/// What the old commands `eval_fail`, `eval_warn`, `eval_info` and `eval_ordered` expect.
fn old_command(command: &str) -> Option<Vec<Expectation>> {
    let subject = match command {
        "eval" => return Some(Vec::new()),
        "eval_fail" => Subject::Fail,
        "eval_warn" => Subject::Warn,
        "eval_info" => Subject::Info,
        "eval_ordered" => Subject::Ordered,
        _ => return None,
    };
    Some(vec![Expectation { subject, pattern: Pattern::AnyOthersToo }])
}

fn word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let (word, rest) = text.split_once([' ', '\t'])?;
    Some((word, rest.trim_start()))
}

fn time_after<'a>(lines: &Lines<'_>, text: &'a str, keyword: &str) -> Result<(i64, &'a str), ScriptError> {
    let expected = || lines.error(format!("{keyword} and a duration are expected at {text:?}"));
    let (found, rest) = word(text).ok_or_else(expected)?;
    if found != keyword {
        return Err(expected());
    }
    let (time, rest) = word(rest).ok_or_else(expected)?;
    Ok((parse_duration(lines, time, "duration")?, rest))
}

fn range_vector_times(lines: &Lines<'_>, rest: &str) -> Result<(i64, i64, i64), ScriptError> {
    let padded = format!("{rest} ");
    let (start_ms, rest) = time_after(lines, &padded, "from")?;
    let (end_ms, rest) = time_after(lines, rest, "to")?;
    let (step_ms, _) = time_after(lines, rest, "step")?;
    Ok((start_ms, end_ms, step_ms))
}

fn expectation(lines: &Lines<'_>, line: &str) -> Result<Expectation, ScriptError> {
    let usage =
        || lines.error("an expect line is expect ordered|fail|warn|no_warn|info|no_info [msg:TEXT|regex:PATTERN]");
    let rest = line.strip_prefix("expect").map(str::trim).ok_or_else(usage)?;
    let (subject, pattern) = rest.split_once([' ', '\t']).unwrap_or((rest, ""));
    let subject = match subject {
        "ordered" => Subject::Ordered,
        "fail" => Subject::Fail,
        "warn" => Subject::Warn,
        "no_warn" => Subject::NoWarn,
        "info" => Subject::Info,
        "no_info" => Subject::NoInfo,
        _ => return Err(usage()),
    };
    let pattern = pattern.trim();
    let pattern = if pattern.is_empty() {
        Pattern::Any
    } else if let Some(text) = pattern.strip_prefix("msg:") {
        Pattern::Text(text.trim().to_owned())
    } else if let Some(regex) = pattern.strip_prefix("regex:") {
        Pattern::Regex(compile(lines, regex.trim())?)
    } else {
        return Err(usage());
    };
    Ok(Expectation { subject, pattern })
}

fn fail_line(lines: &Lines<'_>, line: &str, eval: &mut Eval) -> Result<(), ScriptError> {
    let pattern = if let Some(text) = line.strip_prefix("expected_fail_message") {
        Pattern::Text(text.trim().to_owned())
    } else if let Some(regex) = line.strip_prefix("expected_fail_regexp") {
        Pattern::Regex(compile(lines, regex.trim())?)
    } else {
        return Err(lines.error("expected_fail_message or expected_fail_regexp is expected"));
    };
    eval.expectations.push(Expectation { subject: Subject::Fail, pattern });
    Ok(())
}

fn compile(lines: &Lines<'_>, pattern: &str) -> Result<Regex, ScriptError> {
    Regex::new(pattern).map_err(|e| lines.error(format!("invalid regular expression {pattern:?}: {e}")))
}

/// A line that is a number: a float, or an integer with its base before it.
fn number(line: &str) -> Option<f64> {
    float::parse_go_float(line).ok().or_else(|| {
        let (sign, digits) = line.strip_prefix('-').map_or((1.0, line), |digits| (-1.0, digits));
        let radix = [("0x", 16), ("0X", 16), ("0o", 8), ("0b", 2)];
        let (prefix, radix) = radix.into_iter().find(|(prefix, _)| digits.starts_with(prefix))?;
        i64::from_str_radix(&digits[prefix.len()..], radix).ok().map(|n| sign * n as f64)
    })
}
