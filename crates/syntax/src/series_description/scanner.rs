//! A cursor over the values of a series.

use promenade_model::UnquotedNames;
use promenade_model::number::parse_promql_number;
use promenade_model::value::SourceRange;

use crate::diagnostic::{Diagnostic, codes};
use crate::lexer::scan_in_series;

/// A cursor over a line.
pub(super) struct Scanner<'a> {
    line: &'a str,
    at: usize,
    unquoted_names: UnquotedNames,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(line: &'a str, at: usize, unquoted_names: UnquotedNames) -> Self {
        Self { line, at, unquoted_names }
    }

    fn rest(&self) -> &'a str {
        &self.line[self.at..]
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at == self.line.len()
    }

    /// Takes spaces; whether there were any.
    pub(super) fn spaces(&mut self) -> bool {
        !self.take_while(|c| matches!(c, ' ' | '\t' | '\n' | '\r')).is_empty()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Takes `text` where it comes next.
    pub(super) fn eat(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    /// Takes `text`, or says that it is expected.
    pub(super) fn expect(&mut self, text: &str) -> Result<(), Diagnostic> {
        if self.eat(text) { Ok(()) } else { Err(self.unexpected(&[&format!("`{text}`")])) }
    }

    /// Takes characters as long as `take` says so.
    pub(super) fn take_while(&mut self, take: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let len = rest.find(|c| !take(c)).unwrap_or(rest.len());
        self.at += len;
        &rest[..len]
    }

    /// A word that may hold what the names of metrics may.
    pub(super) fn word(&mut self) -> &'a str {
        let unquoted_names = self.unquoted_names;
        self.take_while(|c| unquoted_names.goes_on_with(c) || c == ':')
    }

    /// A number without a sign that begins with a digit, or, where `dot` allows it, with a dot.
    pub(super) fn digits(&mut self, dot: bool) -> Result<f64, Diagnostic> {
        let rest = self.rest();
        let unsigned = if dot { rest.strip_prefix('.').unwrap_or(rest) } else { rest };
        let len = scan_in_series(rest).filter(|_| unsigned.starts_with(|c: char| c.is_ascii_digit()));
        let Some(len) = len else { return Err(self.unexpected(&["a number"])) };
        let value = parse_promql_number(&rest[..len])
            .map_err(|e| error(self.at..self.at + len, format!("`{}` is no number: {e}", &rest[..len])))?;
        self.at += len;
        Ok(value)
    }

    /// A whole number without a sign, in decimal digits only.
    pub(super) fn count(&mut self) -> Result<u64, Diagnostic> {
        let (rest, start) = (self.rest(), self.at);
        self.digits(false)?;
        let text = &rest[..self.at - start];
        text.parse().map_err(|_| error(start..self.at, format!("`{text}` is no whole number, or too large")))
    }

    /// `x` and a count, where `x` comes next.
    pub(super) fn times(&mut self) -> Result<Option<u64>, Diagnostic> {
        if self.eat("x") { self.count().map(Some) } else { Ok(None) }
    }

    /// From an offset to the cursor.
    pub(super) fn since(&self, start: usize) -> SourceRange {
        start..self.at
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// What comes next is unexpected.
    pub(super) fn unexpected(&self, expected: &[&str]) -> Diagnostic {
        let len = self.peek().map_or(0, char::len_utf8);
        let found = self.peek().map_or_else(|| "end of input".to_owned(), |c| format!("`{c}`"));
        error(self.at..self.at + len, format!("unexpected {found} in a series")).with_expected(expected.iter().copied())
    }
}

pub(super) fn error(range: SourceRange, message: String) -> Diagnostic {
    Diagnostic::error(codes::SERIES_DESCRIPTION, range, message)
}
