//! Go's string and character literals (`strconv.Unquote`).

/// The text of a literal in double quotes or backquotes; `None` if Go says that its syntax is invalid. Bytes that are
/// no UTF-8 (`"\xff"`) become replacement characters.
pub(crate) fn unquote(literal: &str) -> Option<String> {
    if let Some(raw) = literal.strip_prefix('`') {
        return Some(raw.strip_suffix('`')?.replace('\r', ""));
    }
    let mut rest = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut bytes = Vec::with_capacity(rest.len());
    while !rest.is_empty() {
        let (unit, tail) = unquote_char(rest, '"')?;
        match unit {
            Unit::Char(c) => bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            Unit::Byte(byte) => bytes.push(byte),
        }
        rest = tail;
    }
    Some(String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()))
}

/// What one place of a literal stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Char(char),
    /// Of `\xff` and `\377`.
    Byte(u8),
}

impl Unit {
    /// Its number, as a character constant has it.
    pub(crate) fn code(self) -> u32 {
        match self {
            Unit::Char(c) => c as u32,
            Unit::Byte(byte) => u32::from(byte),
        }
    }
}

/// The first place of a literal between `quote`s, and what follows it.
pub(crate) fn unquote_char(text: &str, quote: char) -> Option<(Unit, &str)> {
    let mut chars = text.chars();
    match chars.next()? {
        c if c == quote => None,
        '\\' => escape(chars.as_str(), quote),
        c => Some((Unit::Char(c), chars.as_str())),
    }
}

fn escape(text: &str, quote: char) -> Option<(Unit, &str)> {
    let mut chars = text.chars();
    let c = match chars.next()? {
        'a' => '\x07',
        'b' => '\x08',
        'f' => '\x0c',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\x0b',
        '\\' => '\\',
        c @ ('\'' | '"') if c == quote => c,
        'x' => return byte(chars.as_str(), 2, 16),
        '0'..='7' => return byte(text, 3, 8),
        'u' => return code_point(chars.as_str(), 4),
        'U' => return code_point(chars.as_str(), 8),
        _ => return None,
    };
    Some((Unit::Char(c), chars.as_str()))
}

fn byte(text: &str, n_digits: usize, radix: u32) -> Option<(Unit, &str)> {
    let (code, rest) = digits(text, n_digits, radix)?;
    Some((Unit::Byte(u8::try_from(code).ok()?), rest))
}

fn code_point(text: &str, n_digits: usize) -> Option<(Unit, &str)> {
    let (code, rest) = digits(text, n_digits, 16)?;
    Some((Unit::Char(char::from_u32(code)?), rest))
}

fn digits(text: &str, n_digits: usize, radix: u32) -> Option<(u32, &str)> {
    let written = text.get(..n_digits)?;
    if !written.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    Some((u32::from_str_radix(written, radix).ok()?, &text[n_digits..]))
}

#[cfg(test)]
mod tests {
    use super::unquote;

    #[test]
    fn literals_are_read_as_go_reads_them() {
        for (literal, text) in [
            (r#""""#, Some("")),
            (r#""a\tb\"c\\""#, Some("a\tb\"c\\")),
            (r#""\x41\101\u00e9\U0001f389""#, Some("AAé🎉")),
            (r#""\xc3\xa9""#, Some("é")),
            (r#""\xff""#, Some("\u{fffd}")),
            ("`a\\n\r`", Some("a\\n")),
            (r#""\'""#, None),
            (r#""\q""#, None),
            (r#""\400""#, None),
            (r#""\x4""#, None),
            (r#""\ud800""#, None),
            (r#""\U00110000""#, None),
        ] {
            assert_eq!(unquote(literal).as_deref(), text, "{literal}");
        }
    }
}
