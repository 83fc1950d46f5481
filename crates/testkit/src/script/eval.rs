//! `eval`: a query, its times, and what is expected of its result.

use promenade::go::strconv;
use promenade::syntax::series_description::unquote;
use promenade::syntax::series_description::{SequenceValue, parse_series_description};
use promenade::{Features, Labels};

use super::expect::{self, Expectation, Pattern, Subject};
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
    /// Series, each with its place among the lines; `None` if nothing is expected.
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
            range_vector = Some(times(lines, &format!("{rest} "))?.0);
            eval.no_range_check = true;
        } else if let Some(rest) = line.strip_prefix("expect string") {
            let text = unquote(rest.trim()).map_err(|e| lines.error(format!("expected string: {e}")))?;
            eval.expected = ExpectedValue::String(text);
            eval.no_range_check = true;
        } else if line.split(' ').next() == Some("expect") {
            eval.expectations.push(expect::parse(lines, line)?);
            expect::check(lines, &eval.expectations)?;
        } else if eval.expects(Subject::Fail) && line.starts_with("expected_fail_") {
            eval.expectations.push(expect::parse_failure(lines, line)?);
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
    let expectations = expect::of_command(command).ok_or_else(usage)?;
    let (kind_word, rest) = word(rest).ok_or_else(usage)?;
    let (kind, expr) = match kind_word {
        "instant" => {
            let (at_ms, rest) = time_after(lines, rest, "at")?;
            (Kind::Instant { at_ms }, rest)
        }
        "range" if command != "eval_ordered" => {
            let ((start_ms, end_ms, step_ms), rest) = times(lines, rest)?;
            (Kind::Range { start_ms, end_ms, step_ms }, rest)
        }
        _ => return Err(usage()),
    };
    let expected = ExpectedValue::Series(Vec::new());
    let expr = expr.to_owned();
    Ok(Eval { line: lines.number(), expr, kind, expected, expectations, no_range_check: false })
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

/// `from START to END step STEP`, in milliseconds, and what follows.
fn times<'a>(lines: &Lines<'_>, text: &'a str) -> Result<((i64, i64, i64), &'a str), ScriptError> {
    let (start_ms, rest) = time_after(lines, text, "from")?;
    let (end_ms, rest) = time_after(lines, rest, "to")?;
    let (step_ms, rest) = time_after(lines, rest, "step")?;
    if end_ms < start_ms {
        return Err(lines.error("the end of the range is before its start"));
    }
    Ok(((start_ms, end_ms, step_ms), rest))
}

/// A line that is a number: an integer as Go's literals write it, with or without a base before it, or a float.
fn number(line: &str) -> Option<f64> {
    integer(line).map(|n| n as f64).or_else(|| strconv::parse_go_float(line).ok())
}

fn integer(text: &str) -> Option<i64> {
    let (sign, digits) = match text.as_bytes().first()? {
        b'-' => ("-", &text[1..]),
        b'+' => ("", &text[1..]),
        _ => ("", text),
    };
    let lower = digits.to_ascii_lowercase();
    let prefixed = [("0x", 16), ("0o", 8), ("0b", 2), ("0_", 8), ("0", 8)];
    let (digits, radix) = prefixed
        .into_iter()
        .find_map(|(prefix, radix)| Some((lower.strip_prefix(prefix).filter(|rest| !rest.is_empty())?, radix)))
        .unwrap_or((&lower, 10));
    let is_number = digits.chars().all(|c| c.is_digit(radix) || c == '_');
    is_number.then(|| i64::from_str_radix(&format!("{sign}{}", digits.replace('_', "")), radix).ok())?
}
