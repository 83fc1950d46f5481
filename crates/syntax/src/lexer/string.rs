//! Strings: where they end, and what they stand for. The escapes are those of Go.

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
                let escape = Escape::read(&source[at..], quote);
                error = error.or_else(|| escape.value.err().map(|e| (at..at + escape.len, e)));
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
        let escape = Escape::read(rest, quote);
        match escape.value {
            Ok(Value::Byte(byte)) => bytes.push(byte),
            Ok(Value::Char(c)) => bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
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

/// What an escape sequence stands for.
enum Value {
    /// A byte, which alone need not be UTF-8.
    Byte(u8),
    Char(char),
}

/// An escape sequence at the start of a text.
struct Escape {
    len: usize,
    value: Result<Value, LexError>,
}

impl Escape {
    /// Reads the sequence at the start of `text`, which begins with a backslash.
    fn read(text: &str, quote: u8) -> Self {
        let Some(c) = text[1..].chars().next() else {
            return Self { len: 1, value: Err(LexError::BadEscape) };
        };
        let byte = |b| Self { len: 2, value: Ok(Value::Byte(b)) };
        match c {
            'a' => byte(0x07),
            'b' => byte(0x08),
            'f' => byte(0x0c),
            'n' => byte(b'\n'),
            'r' => byte(b'\r'),
            't' => byte(b'\t'),
            'v' => byte(0x0b),
            '\\' => byte(b'\\'),
            _ if c as u32 == u32::from(quote) => byte(quote),
            '0'..='7' => Self::number(text, 1, 3, 8),
            'x' => Self::number(text, 2, 2, 16),
            'u' => Self::number(text, 2, 4, 16),
            'U' => Self::number(text, 2, 8, 16),
            '\n' => Self { len: 1, value: Err(LexError::BadEscape) },
            _ => Self { len: 1 + c.len_utf8(), value: Err(LexError::UnknownEscape) },
        }
    }

    /// Reads `n_digits` digits from `from` on.
    fn number(text: &str, from: usize, n_digits: usize, radix: u32) -> Self {
        let digits = text[from..].chars().take(n_digits).take_while(|c| c.is_digit(radix)).count();
        let len = from + digits;
        if digits < n_digits {
            return Self { len, value: Err(LexError::BadEscape) };
        }
        let number = u32::from_str_radix(&text[from..len], radix).unwrap_or(u32::MAX);
        let value = if n_digits <= 3 {
            u8::try_from(number).map(Value::Byte).map_err(|_| LexError::BadCodePoint)
        } else {
            char::from_u32(number).map(Value::Char).ok_or(LexError::BadCodePoint)
        };
        Self { len, value }
    }
}
