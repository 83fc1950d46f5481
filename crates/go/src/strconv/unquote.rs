//! Escape sequences and quoted strings, as Go reads them.

/// The meaning of an escape sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EscapeValue {
    /// A byte, which alone need not be UTF-8.
    Byte(u8),
    /// A character.
    Char(char),
}

/// Why an escape sequence is invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EscapeError {
    /// No sequence begins like this.
    Unknown,
    /// It ends too early.
    Incomplete,
    /// Its number is no character, or no byte.
    CodePoint,
}

/// An escape sequence: `\t`, `\x61`, `\u00e9`, `\141`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Escape {
    /// The length in bytes, with the backslash; for an invalid sequence, that of the part that was read.
    pub len: usize,
    /// Its meaning.
    pub value: Result<EscapeValue, EscapeError>,
}

impl Escape {
    /// Reads the sequence at the start of `text`, which begins with a backslash, in a string between these quotes.
    pub fn read(text: &[u8], quote: u8) -> Self {
        let byte = |byte| Self { len: 2, value: Ok(EscapeValue::Byte(byte)) };
        match text.get(1) {
            Some(b'a') => byte(0x07),
            Some(b'b') => byte(0x08),
            Some(b'f') => byte(0x0c),
            Some(b'n') => byte(b'\n'),
            Some(b'r') => byte(b'\r'),
            Some(b't') => byte(b'\t'),
            Some(b'v') => byte(0x0b),
            Some(b'\\') => byte(b'\\'),
            Some(c) if *c == quote => byte(quote),
            Some(b'0'..=b'7') => Self::number(text, 1, 3, 8),
            Some(b'x') => Self::number(text, 2, 2, 16),
            Some(b'u') => Self::number(text, 2, 4, 16),
            Some(b'U') => Self::number(text, 2, 8, 16),
            None | Some(b'\n') => Self { len: 1, value: Err(EscapeError::Incomplete) },
            Some(_) => {
                let is_continued = |byte: &&u8| **byte & 0xc0 == 0x80;
                let len = 2 + text[2..].iter().take_while(is_continued).count();
                Self { len, value: Err(EscapeError::Unknown) }
            }
        }
    }

    /// Reads `n_digits` digits from `from` on.
    fn number(text: &[u8], from: usize, n_digits: usize, radix: u32) -> Self {
        let digits = text[from..].iter().take(n_digits).map_while(|byte| char::from(*byte).to_digit(radix));
        let (n, number) = digits.fold((0, 0_u32), |(n, number), digit| (n + 1, number.wrapping_mul(radix) | digit));
        let value = if n < n_digits {
            Err(EscapeError::Incomplete)
        } else if n_digits <= 3 {
            u8::try_from(number).map(EscapeValue::Byte).map_err(|_| EscapeError::CodePoint)
        } else {
            char::from_u32(number).map(EscapeValue::Char).ok_or(EscapeError::CodePoint)
        };
        Self { len: from + n, value }
    }
}

impl EscapeValue {
    /// Appends the bytes.
    pub fn push_to(self, out: &mut Vec<u8>) {
        match self {
            Self::Byte(byte) => out.push(byte),
            Self::Char(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
}

/// Appends the meaning of a string in double quotes (Go's `strconv.Unquote`), given without the quotes. Returns `false` if an
/// escape is invalid.
pub fn unquote_go(raw: &[u8], out: &mut Vec<u8>) -> bool {
    let mut rest = raw;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        out.extend_from_slice(&rest[..at]);
        let escape = Escape::read(&rest[at..], b'"');
        let Ok(value) = escape.value else { return false };
        value.push_to(out);
        rest = &rest[at + escape.len..];
    }
    out.extend_from_slice(rest);
    true
}

#[cfg(test)]
mod tests {
    use super::unquote_go;
    use crate::strconv::quote_go;

    fn unquoted(raw: &str) -> Option<String> {
        let mut out = Vec::new();
        unquote_go(raw.as_bytes(), &mut out).then(|| String::from_utf8_lossy(&out).into_owned())
    }

    #[test]
    fn escapes_are_those_of_go() {
        for (raw, text) in [
            ("plain", Some("plain")),
            (r#"a\\b\"c\n"#, Some("a\\b\"c\n")),
            (r"\x61\u00e9\U0001f600\141", Some("aé😀a")),
            (r"\t\r\a\b\f\v", Some("\t\r\u{7}\u{8}\u{c}\u{b}")),
            (r"\q", None),
            (r"\x6", None),
            (r"\ud800", None),
            (r"\400", None),
            ("\\", None),
        ] {
            assert_eq!(unquoted(raw).as_deref(), text, "{raw}");
        }
    }

    #[test]
    fn what_is_quoted_comes_back() {
        for text in ["", "a\tb\u{1}\u{7f}\u{200b}", "\"\\é😀"] {
            let quoted = quote_go(text);
            assert_eq!(unquoted(&quoted[1..quoted.len() - 1]).as_deref(), Some(text));
        }
    }
}
