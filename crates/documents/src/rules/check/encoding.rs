//! Files that are not UTF-8, in the words of Go's reader of YAML.

use promenade_go_yaml::{Mark, YamlError};

use super::{CheckOptions, Checked, check_text, unreadable};

/// Checks the bytes of a rule file, in UTF-8 or in UTF-16 with a byte order mark. Of a file in UTF-16 the places that are
/// blamed are those of its text in UTF-8.
pub fn check_bytes(bytes: &[u8], options: &CheckOptions) -> Checked {
    let units = |from: fn([u8; 2]) -> u16| bytes[2..].chunks(2).map(|two| two.try_into().map(from)).collect();
    let units: Option<Result<Vec<u16>, _>> = match bytes {
        [0xff, 0xfe, ..] => Some(units(u16::from_le_bytes)),
        [0xfe, 0xff, ..] => Some(units(u16::from_be_bytes)),
        _ => None,
    };
    match units {
        None => match std::str::from_utf8(bytes) {
            Ok(text) => check_text(text, options),
            Err(error) => refused(utf8_problem(&bytes[error.valid_up_to()..])),
        },
        Some(Err(_)) => refused("incomplete UTF-16 character"),
        Some(Ok(units)) => match String::from_utf16(&units) {
            Ok(text) => check_text(&text, options),
            Err(_) => refused("expected low surrogate area"),
        },
    }
}

fn refused(problem: &str) -> Checked {
    unreadable(&YamlError::plain(Mark::default(), problem), "")
}

/// What is wrong with the first character of these bytes.
fn utf8_problem(bytes: &[u8]) -> &'static str {
    let n_bytes = match bytes.first() {
        Some(0xc0..0xe0) => 2,
        Some(0xe0..0xf0) => 3,
        Some(0xf0..0xf8) => 4,
        _ => return "invalid leading UTF-8 octet",
    };
    let Some(octets) = bytes.get(..n_bytes) else { return "incomplete UTF-8 octet sequence" };
    if octets[1..].iter().any(|octet| octet & 0xc0 != 0x80) {
        return "invalid trailing UTF-8 octet";
    }
    let code = octets[1..]
        .iter()
        .fold(u32::from(octets[0]) & (0x7f >> n_bytes), |code, octet| code << 6 | u32::from(octet & 0x3f));
    let is_too_long = code < [0x80, 0x800, 0x1_0000][n_bytes - 2];
    if is_too_long { "invalid length of a UTF-8 sequence" } else { "invalid Unicode character" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_encodings_are_told_apart() {
        for (bytes, error) in [
            (&b"groups: []\n"[..], None),
            (b"\xff\xfeg\0r\0o\0u\0p\0s\0:\0\n\0", None),
            (b"\xfe\xff\0g\0r\0o\0u\0p\0s\0:\0\n", None),
            (b"\xff\xfeg\0r", Some("yaml: incomplete UTF-16 character")),
            (b"a: \x80", Some("yaml: invalid leading UTF-8 octet")),
            (b"a: \xc3(", Some("yaml: invalid trailing UTF-8 octet")),
            (b"a: \xe2\x82", Some("yaml: incomplete UTF-8 octet sequence")),
            (b"a: \xc0\x80", Some("yaml: invalid length of a UTF-8 sequence")),
            (b"a: \xed\xa0\x80", Some("yaml: invalid Unicode character")),
        ] {
            let checked = check_bytes(bytes, &CheckOptions::default());
            assert_eq!(checked.errors.first().map(String::as_str), error, "{bytes:?}");
        }
    }
}
