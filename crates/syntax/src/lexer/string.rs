//! Strings: where they end, and what they stand for. The escapes are those of Go.

use promenade_go::strconv::{Escape, EscapeError};
use promenade_go::unicode::lossy;
use promenade_model::value::SourceRange;

use super::LexError;

/// A string literal of the source.
pub(super) struct Scanned {
    /// Where it ends, closing quote included.
    pub(super) end: usize,
    /// The first mistake in it.
    pub(super) error: Option<(SourceRange, LexError)>,
    /// Whether its closing quote is there.
    is_closed: bool,
}

/// Whether the string literal whose opening quote stands at `start` lacks its closing quote.
pub(crate) fn is_unterminated(source: &str, start: usize) -> bool {
    !scan(source, start).is_closed
}

/// Scans the string literal whose opening quote stands at `start`.
pub(super) fn scan(source: &str, start: usize) -> Scanned {
    let quote = source.as_bytes()[start];
    let mut error = None;
    let mut at = start + 1;
    while let Some(c) = source[at..].chars().next() {
        let next = at + c.len_utf8();
        match c {
            _ if c as u32 == u32::from(quote) => return Scanned { end: next, error, is_closed: true },
            '\n' if quote != b'`' => break,
            '\\' if quote != b'`' => {
                let escape = Escape::read(&source.as_bytes()[at..], quote);
                error = error.or_else(|| escape.value.err().map(|e| (at..at + escape.len, e.into())));
                at += escape.len;
                continue;
            }
            char::REPLACEMENT_CHARACTER => {
                error = error.or(Some((at..next, LexError::ReplacementCharacter)));
            }
            _ => {}
        }
        at = next;
    }
    Scanned { end: at, error: error.or(Some((start..at, LexError::UnterminatedString))), is_closed: false }
}

/// What a string literal stands for.
pub(crate) struct Unquoted {
    /// The text; what is not UTF-8 is replaced by U+FFFD.
    pub(crate) text: String,
    /// The bytes, where they are not UTF-8.
    pub(crate) invalid: Option<Vec<u8>>,
}

/// The value of a string literal that [`scan`] delimited. Escapes that are none stand for themselves.
pub(crate) fn unquote(literal: &str) -> Unquoted {
    let quote = literal.as_bytes().first().copied().unwrap_or(b'"');
    let inner = literal.get(1..).unwrap_or("");
    let inner = inner.strip_suffix(char::from(quote)).unwrap_or(inner);
    if quote == b'`' || !inner.contains('\\') {
        return Unquoted { text: inner.to_owned(), invalid: None };
    }
    let mut bytes = Vec::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(backslash) = rest.find('\\') {
        bytes.extend_from_slice(&rest.as_bytes()[..backslash]);
        rest = &rest[backslash..];
        let escape = Escape::read(rest.as_bytes(), quote);
        match escape.value {
            Ok(value) => value.push_to(&mut bytes),
            Err(_) => bytes.extend_from_slice(&rest.as_bytes()[..escape.len]),
        }
        rest = &rest[escape.len..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    match String::from_utf8(bytes) {
        Ok(text) => Unquoted { text, invalid: None },
        Err(e) => {
            let text = lossy(e.as_bytes());
            Unquoted { text, invalid: Some(e.into_bytes()) }
        }
    }
}

impl From<EscapeError> for LexError {
    fn from(error: EscapeError) -> Self {
        match error {
            EscapeError::Unknown => Self::UnknownEscape,
            EscapeError::Incomplete => Self::BadEscape,
            EscapeError::CodePoint => Self::BadCodePoint,
        }
    }
}
