//! Errors of YAML, in the words of Go's parser.

use super::mark::Mark;

/// Why a text is not valid YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlError {
    /// The line in Go's message, if any. It is sometimes too small by one: errors of Go's parser count lines from zero.
    pub line: Option<usize>,
    /// The error.
    pub problem: String,
    /// Where parsing stopped.
    pub place: Mark,
}

impl YamlError {
    /// An error of the scanner at `place`, in the construct that starts at `context`.
    pub(crate) fn scanner(context: Mark, place: Mark, problem: impl Into<String>) -> Self {
        let line = [context.line, place.line].into_iter().find(|line| *line != 0).map(|line| line + 1);
        YamlError { line, problem: problem.into(), place }
    }

    /// An error of the parser.
    pub(crate) fn parser(context: Mark, place: Mark, problem: impl Into<String>) -> Self {
        let line = [context.line, place.line].into_iter().find(|line| *line != 0);
        YamlError { line, problem: problem.into(), place }
    }

    /// An error without a line.
    pub fn plain(place: Mark, problem: impl Into<String>) -> Self {
        YamlError { line: None, problem: problem.into(), place }
    }

    /// An alias without its anchor.
    pub fn unknown_anchor(place: Mark, name: &str) -> Self {
        YamlError::plain(place, format!("unknown anchor '{name}' referenced"))
    }

    /// Go's message.
    pub fn message(&self) -> String {
        match self.line {
            Some(line) => format!("yaml: line {line}: {}", self.problem),
            None => format!("yaml: {}", self.problem),
        }
    }
}

/// The result of a parsing step.
pub type Scanned<T> = Result<T, YamlError>;
