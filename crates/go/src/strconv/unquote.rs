//! Quoted strings read as Go reads them.

/// Appends what a string in double quotes means (Go's `strconv.Unquote`), without the quotes: `a\tb`, `\x61`, `\u00e9`.
/// Returns `false` where an escape is invalid.
pub fn unquote_go(raw: &[u8], out: &mut Vec<u8>) -> bool {
    let mut rest = raw;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        out.extend_from_slice(&rest[..at]);
        let Some(len) = escape(&rest[at + 1..], out) else { return false };
        rest = &rest[at + 1 + len..];
    }
    out.extend_from_slice(rest);
    true
}

/// Appends the escape behind a backslash; returns its length.
fn escape(text: &[u8], out: &mut Vec<u8>) -> Option<usize> {
    let plain = match text.first()? {
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 11,
        quoted @ (b'\\' | b'"') => *quoted,
        b'x' => return digits(text, 2, 16).and_then(|code| u8::try_from(code).ok()).map(|byte| push(out, &[byte], 3)),
        b'u' => return character(text, 4, out),
        b'U' => return character(text, 8, out),
        b'0'..=b'7' => {
            let code = number(text.get(..3)?, 8)?;
            return u8::try_from(code).ok().map(|byte| push(out, &[byte], 3));
        }
        _ => return None,
    };
    Some(push(out, &[plain], 1))
}

fn push(out: &mut Vec<u8>, bytes: &[u8], len: usize) -> usize {
    out.extend_from_slice(bytes);
    len
}

fn character(text: &[u8], n_digits: usize, out: &mut Vec<u8>) -> Option<usize> {
    let c = char::from_u32(digits(text, n_digits, 16)?)?;
    Some(push(out, c.encode_utf8(&mut [0; 4]).as_bytes(), n_digits + 1))
}

/// The number of some digits behind the first byte.
fn digits(text: &[u8], n_digits: usize, radix: u32) -> Option<u32> {
    number(text.get(1..=n_digits)?, radix)
}

fn number(digits: &[u8], radix: u32) -> Option<u32> {
    digits
        .iter()
        .try_fold(0_u32, |value, byte| value.checked_mul(radix)?.checked_add(char::from(*byte).to_digit(radix)?))
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
