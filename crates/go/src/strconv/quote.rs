//! Go's `strconv.Quote`.

use std::fmt::Write as _;

use super::printable::is_printable;

/// `text` quoted as by Go's `strconv.Quote`.
pub fn quote_go(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    push_escaped(&mut quoted, text);
    quoted.push('"');
    quoted
}

/// Bytes quoted as by Go's `strconv.Quote`; invalid UTF-8 becomes `\xNN`.
pub fn quote_go_bytes(bytes: &[u8]) -> String {
    let mut quoted = String::with_capacity(bytes.len() + 2);
    quoted.push('"');
    for chunk in bytes.utf8_chunks() {
        push_escaped(&mut quoted, chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(quoted, "\\x{byte:02x}");
        }
    }
    quoted.push('"');
    quoted
}

/// `text` quoted as by Go's `strconv.QuoteToASCII`.
pub fn quote_go_ascii(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    text.chars().for_each(|c| push_char(&mut quoted, c, '"', true));
    quoted.push('"');
    quoted
}

/// A character quoted as by Go's `strconv.QuoteRune`, or with `is_ascii` as by its `QuoteRuneToASCII`.
pub fn quote_go_char(c: char, is_ascii: bool) -> String {
    let mut quoted = "'".to_owned();
    push_char(&mut quoted, c, '\'', is_ascii);
    quoted.push('\'');
    quoted
}

/// Whether a text can be in backquotes (Go's `strconv.CanBackquote`).
pub fn can_backquote(text: &str) -> bool {
    text.chars().all(|c| !matches!(c, '\u{feff}' | '`' | '\x7f') && (c >= ' ' || c == '\t'))
}

fn push_escaped(quoted: &mut String, text: &str) {
    text.chars().for_each(|c| push_char(quoted, c, '"', false));
}

fn push_char(quoted: &mut String, c: char, quote: char, is_ascii: bool) {
    let _ = match c {
        c if c == quote || c == '\\' => write!(quoted, "\\{c}"),
        '\x07' => quoted.write_str("\\a"),
        '\x08' => quoted.write_str("\\b"),
        '\x0c' => quoted.write_str("\\f"),
        '\n' => quoted.write_str("\\n"),
        '\r' => quoted.write_str("\\r"),
        '\t' => quoted.write_str("\\t"),
        '\x0b' => quoted.write_str("\\v"),
        c if is_printable(c) && (c.is_ascii() || !is_ascii) => quoted.write_char(c),
        c if c < ' ' || c == '\x7f' => write!(quoted, "\\x{:02x}", c as u32),
        c if (c as u32) < 0x10000 => write!(quoted, "\\u{:04x}", c as u32),
        c => write!(quoted, "\\U{:08x}", c as u32),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_as_go_does() {
        for (text, expected) in [
            ("", r#""""#),
            ("a\"b\\c'", r#""a\"b\\c'""#),
            ("\x07\x08\x0c\n\r\t\x0b\0\x1f\x7f", r#""\a\b\f\n\r\t\v\x00\x1f\x7f""#),
            ("é世🎉\u{fffd}", "\"é世🎉\u{fffd}\""),
            ("\u{a0}\u{ad}\u{85}\u{2028}\u{200b}", r#""\u00a0\u00ad\u0085\u2028\u200b""#),
            ("\u{e0001}\u{10ffff}", r#""\U000e0001\U0010ffff""#),
            ("e\u{301}", "\"e\u{301}\""),
        ] {
            assert_eq!(quote_go(text), expected, "{text:?}");
        }
        assert_eq!(quote_go_bytes(b"a\xff\xe4\xb8b\xc3\xa9"), r#""a\xff\xe4\xb8bé""#);
    }
}
