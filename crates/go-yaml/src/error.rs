//! Why a text is not YAML, in the words of Go's reader.

use super::mark::Mark;

/// Why a text is not YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlError {
    /// The line that Go names, if any. It is now and then one too small: what Go's parser finds, it counts from zero.
    pub line: Option<usize>,
    /// What is wrong.
    pub problem: String,
    /// Where reading stopped.
    pub place: Mark,
}

impl YamlError {
    /// An error of the scanner, which had read up to `place` since `context`.
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

    /// As Go says it.
    pub fn message(&self) -> String {
        match self.line {
            Some(line) => format!("yaml: line {line}: {}", self.problem),
            None => format!("yaml: {}", self.problem),
        }
    }
}

/// What was read, or why it cannot be read.
pub type Scanned<T> = Result<T, YamlError>;
