//! Why a text is no YAML, in the words of Go's reader.

use super::mark::Mark;

/// Why a text is no YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct YamlError {
    /// The line that Go names, if any. It is now and then one too small: what Go's parser finds, it counts from zero.
    pub(crate) line: Option<usize>,
    pub(crate) problem: String,
    /// Where reading stopped.
    pub(crate) place: Mark,
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
    pub(crate) fn plain(place: Mark, problem: impl Into<String>) -> Self {
        YamlError { line: None, problem: problem.into(), place }
    }

    /// As Go says it.
    pub(crate) fn message(&self) -> String {
        match self.line {
            Some(line) => format!("yaml: line {line}: {}", self.problem),
            None => format!("yaml: {}", self.problem),
        }
    }
}

pub(crate) type Scanned<T> = Result<T, YamlError>;
