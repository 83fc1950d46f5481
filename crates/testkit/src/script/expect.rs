//! `expect` lines: what is expected of the errors, the annotations and the order of a result.

use regex::Regex;

use super::ScriptError;
use super::lines::Lines;

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

/// The text that must be there. Annotations are compared as the API shows them, which ends with a position.
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

/// What the old commands `eval_fail`, `eval_warn`, `eval_info` and `eval_ordered` expect. None for an unknown command.
pub(super) fn of_command(command: &str) -> Option<Vec<Expectation>> {
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

/// Reads an `expect` line.
pub(super) fn parse(lines: &Lines<'_>, line: &str) -> Result<Expectation, ScriptError> {
    let usage =
        || lines.error("an expect line is expect ordered|fail|warn|no_warn|info|no_info [msg:TEXT|regex:PATTERN]");
    let rest = line.strip_prefix("expect").map(str::trim).ok_or_else(usage)?;
    let (subject, pattern) = rest.split_once([' ', '\t']).unwrap_or((rest, ""));
    let subject = subject_of(subject).ok_or_else(usage)?;
    let pattern = match pattern.trim().split_once(':') {
        None if pattern.trim().is_empty() => Pattern::Any,
        Some((_, "")) | None => return Err(usage()),
        Some(("msg", text)) => Pattern::Text(text.trim().to_owned()),
        Some(("regex", regex)) => Pattern::Regex(compile(lines, regex.trim())?),
        Some(_) => return Err(usage()),
    };
    Ok(Expectation { subject, pattern })
}

fn subject_of(word: &str) -> Option<Subject> {
    Some(match word {
        "ordered" => Subject::Ordered,
        "fail" => Subject::Fail,
        "warn" => Subject::Warn,
        "no_warn" => Subject::NoWarn,
        "info" => Subject::Info,
        "no_info" => Subject::NoInfo,
        _ => return None,
    })
}

/// Reads a line `expected_fail_message` or `expected_fail_regexp`, which stands after an `eval_fail`.
pub(super) fn parse_failure(lines: &Lines<'_>, line: &str) -> Result<Expectation, ScriptError> {
    let pattern = if let Some(text) = line.strip_prefix("expected_fail_message") {
        Pattern::Text(text.trim().to_owned())
    } else if let Some(regex) = line.strip_prefix("expected_fail_regexp") {
        Pattern::Regex(compile(lines, regex.trim())?)
    } else {
        return Err(lines.error("expected_fail_message or expected_fail_regexp is expected"));
    };
    Ok(Expectation { subject: Subject::Fail, pattern })
}

/// Refuses lines that contradict each other.
pub(super) fn check(lines: &Lines<'_>, all: &[Expectation]) -> Result<(), ScriptError> {
    let count = |subject| all.iter().filter(|one| one.subject == subject).count();
    let written = |one: &&Expectation| one.subject == Subject::Fail && !matches!(one.pattern, Pattern::AnyOthersToo);
    match () {
        () if count(Subject::Info) > 0 && count(Subject::NoInfo) > 0 => {
            Err(lines.error("info and no_info exclude each other"))
        }
        () if count(Subject::Warn) > 0 && count(Subject::NoWarn) > 0 => {
            Err(lines.error("warn and no_warn exclude each other"))
        }
        () if all.iter().filter(written).count() > 1 => {
            Err(lines.error("a query fails once: there are several lines of it"))
        }
        () => Ok(()),
    }
}

fn compile(lines: &Lines<'_>, pattern: &str) -> Result<Regex, ScriptError> {
    Regex::new(pattern).map_err(|e| lines.error(format!("invalid regular expression {pattern:?}: {e}")))
}
