//! A cursor over the values of a series.

use promenade_model::float::parse_go_float;
use promenade_model::value::SourceRange;

use crate::Diagnostic;
use crate::diagnostic::codes;

/// A cursor over a line.
pub(super) struct Scanner<'a> {
    line: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(line: &'a str, at: usize) -> Self {
        Self { line, at }
    }

    fn rest(&self) -> &'a str {
        &self.line[self.at..]
    }

    /// Skips spaces; whether anything follows.
    pub(super) fn skip_space(&mut self) -> bool {
        self.at = self.line.len() - self.rest().trim_start().len();
        !self.rest().is_empty()
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

    /// Takes characters as long as `take` says so.
    pub(super) fn take_while(&mut self, take: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let len = rest.find(|c| !take(c)).unwrap_or(rest.len());
        self.at += len;
        &rest[..len]
    }

    /// `x` and a count, where `x` comes next.
    pub(super) fn repeats(&mut self) -> Result<Option<u64>, Diagnostic> {
        if !self.eat("x") {
            return Ok(None);
        }
        let digits = self.take_while(|c| c.is_ascii_digit());
        digits.parse().map(Some).map_err(|_| self.error("a count"))
    }

    /// A number with or without sign.
    pub(super) fn number(&mut self) -> Result<f64, Diagnostic> {
        let start = self.at;
        let sign = if self.eat("-") {
            -1.0
        } else {
            self.eat("+");
            1.0
        };
        let text = self.unsigned();
        match unsigned_value(text) {
            Some(value) => Ok(sign * value),
            None => {
                self.at = start;
                Err(self.error("a number"))
            }
        }
    }

    /// The text of a number without sign: it ends before `x`, which repeats it, and before a sign, unless that belongs
    /// to its exponent.
    fn unsigned(&mut self) -> &'a str {
        let rest = self.rest();
        let mut previous = ' ';
        let len = rest
            .find(|c: char| {
                let in_exponent = matches!(c, '+' | '-') && matches!(previous, 'e' | 'E');
                let goes_on = (c.is_ascii_alphanumeric() && c != 'x') || matches!(c, '.' | '_') || in_exponent;
                previous = c;
                !goes_on
            })
            .unwrap_or(rest.len());
        self.at += len;
        &rest[..len]
    }

    pub(super) fn range(&self) -> SourceRange {
        self.at..self.at
    }

    /// An error at the cursor.
    pub(super) fn error(&self, expected: &str) -> Diagnostic {
        let found = self.peek().map_or_else(|| "the end".to_owned(), |c| format!("{c:?}"));
        Diagnostic::error(codes::SERIES_DESCRIPTION, self.range(), format!("{expected} is expected, not {found}"))
    }
}

fn unsigned_value(text: &str) -> Option<f64> {
    let is_number = text.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        || ["inf", "nan"].iter().any(|word| text.eq_ignore_ascii_case(word));
    if is_number { parse_go_float(text).ok() } else { None }
}
