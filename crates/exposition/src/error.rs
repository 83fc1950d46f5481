//! Errors of readers, with position, expected text and help.

use std::borrow::Cow;
use std::fmt;

/// An error of a reader.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExpositionError {
    /// The text does not match its format.
    #[error(transparent)]
    Syntax(Box<SyntaxError>),
    /// A line exceeds the limit.
    #[error("line {line}: longer than the limit of {limit} bytes; raise `max_line_bytes` where this is meant")]
    LineTooLong {
        /// The line number, from 1.
        line: u64,
        /// The limit in bytes.
        limit: usize,
    },
    /// The input cannot be read.
    #[error("line {line}: the input cannot be read: {source}")]
    Io {
        /// The number of the line being read, from 1.
        line: u64,
        /// The cause.
        source: std::io::Error,
    },
}

/// A syntax error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// The line number, from 1.
    pub line: u64,
    /// The column in characters, from 1.
    pub column: usize,
    /// What was expected.
    pub expected: Cow<'static, str>,
    /// What was found instead.
    pub found: String,
    /// How to fix it, if that is obvious.
    pub help: Option<&'static str>,
}

impl ExpositionError {
    /// The line number, from 1.
    pub fn line(&self) -> u64 {
        match self {
            Self::Syntax(e) => e.line,
            Self::LineTooLong { line, .. } | Self::Io { line, .. } => *line,
        }
    }

    /// Whether reading can continue after the line.
    pub(crate) fn is_recoverable(&self) -> bool {
        !matches!(self, Self::Io { .. })
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: expected {}, found {}", self.line, self.column, self.expected, self.found)?;
        self.help.map_or(Ok(()), |help| write!(f, "; {help}"))
    }
}

impl std::error::Error for SyntaxError {}

/// An error at an offset of a line whose number is not yet known.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) at: usize,
    pub(crate) expected: Cow<'static, str>,
    /// What was found, if it is more than the text at the offset.
    pub(crate) found: Option<String>,
    pub(crate) help: Option<&'static str>,
    /// A quoted string is not closed in this line, but may be in one that follows.
    pub(crate) is_open_quote: bool,
}

pub(crate) type Parsed<T> = Result<T, Fault>;

impl Fault {
    pub(crate) fn new(at: usize, expected: impl Into<Cow<'static, str>>) -> Self {
        Self { at, expected: expected.into(), found: None, help: None, is_open_quote: false }
    }

    pub(crate) fn help(mut self, help: &'static str) -> Self {
        self.help = Some(help);
        self
    }

    pub(crate) fn found(mut self, found: impl Into<String>) -> Self {
        self.found = Some(found.into());
        self
    }

    pub(crate) fn open_quote(at: usize) -> Self {
        let fault = Self::new(at, "the double quote that ends the string that begins here");
        Self { is_open_quote: true, ..fault }
    }

    /// The error in the logical line that starts at line `first_line`.
    pub(crate) fn into_error(self, text: &[u8], first_line: u64) -> ExpositionError {
        let at = self.at.min(text.len());
        let before = &text[..at];
        let line_start = before.iter().rposition(|&b| b == b'\n').map_or(0, |i| i + 1);
        let n_newlines = before.split(|&b| b == b'\n').count() as u64 - 1;
        let column = String::from_utf8_lossy(&before[line_start..]).chars().count() + 1;
        let found = self.found.unwrap_or_else(|| describe(&text[at..]));
        let (expected, help) = (self.expected, self.help);
        ExpositionError::Syntax(Box::new(SyntaxError { line: first_line + n_newlines, column, expected, found, help }))
    }
}

/// The start of a text for a message: up to the next blank, or a few characters.
fn describe(text: &[u8]) -> String {
    const MAX: usize = 24;
    if text.is_empty() {
        return "the end of the line".to_owned();
    }
    let word = text.iter().position(u8::is_ascii_whitespace).unwrap_or(text.len());
    shown(&text[..word.max(1)], MAX)
}

/// At most `max` characters of a text for a message, with control characters escaped.
pub(crate) fn shown(text: &[u8], max: usize) -> String {
    // A character has at most four bytes.
    let text = String::from_utf8_lossy(&text[..text.len().min(max * 4 + 4)]);
    let escape = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
    let words: String = text.chars().take(max).map(escape).collect();
    let more = if text.chars().nth(max).is_some() { "…" } else { "" };
    format!("`{words}{more}`")
}
