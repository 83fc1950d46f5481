//! Strings of JSON with the places of their characters.

use promenade_model::value::SourceRange;

use super::JsonError;
use crate::offsets::Decoded;

/// Decodes the string that stands here, quotes included.
pub(super) fn decode(text: &str, range: SourceRange) -> Result<Decoded, JsonError> {
    let end = range.end - 1;
    let mut at = range.start + 1;
    let mut decoded = Decoded::starting_at(at);
    while at < end {
        let len = text.as_bytes()[at..end].iter().position(|b| *b == b'\\').unwrap_or(end - at);
        decoded.verbatim(text, at..at + len);
        at += len;
        if at < end {
            let (found, len) = escape(&text[at..end]).ok_or_else(|| unknown_escape(at))?;
            decoded.whole(found.encode_utf8(&mut [0; 4]), at..at + len);
            at += len;
        }
    }
    Ok(decoded)
}

fn unknown_escape(at: usize) -> JsonError {
    JsonError { at, message: "there is no such escape in JSON".to_owned() }
}

/// The end of the string that begins here, after its closing quote.
pub(super) fn end(text: &str, start: usize) -> Result<usize, JsonError> {
    let bytes = text.as_bytes();
    let mut at = start + 1;
    loop {
        match bytes.get(at) {
            None => return Err(JsonError { at: start, message: "the string is not closed".to_owned() }),
            Some(b'"') => return Ok(at + 1),
            Some(b'\\') => at += 2,
            Some(0..0x20) => {
                let message = "a control character in a string has to be written as an escape".to_owned();
                return Err(JsonError { at, message });
            }
            Some(_) => at += 1,
        }
    }
}

/// The character that an escape stands for, and the length of the escape. Half of a pair without the other half is the
/// replacement character, as in Go.
fn escape(text: &str) -> Option<(char, usize)> {
    let short = match text.as_bytes().get(1)? {
        b'n' => '\n',
        b't' => '\t',
        b'r' => '\r',
        b'b' => '\x08',
        b'f' => '\x0C',
        b @ (b'"' | b'\\' | b'/') => char::from(*b),
        b'u' => return unicode(text),
        _ => return None,
    };
    Some((short, 2))
}

fn unicode(text: &str) -> Option<(char, usize)> {
    let high = hex(text)?;
    if let Some(c) = char::from_u32(high) {
        return Some((c, 6));
    }
    let low = text.get(6..).and_then(hex).filter(|low| high < 0xDC00 && (0xDC00..0xE000).contains(low));
    let pair = low.and_then(|low| char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)));
    Some(pair.map_or((char::REPLACEMENT_CHARACTER, 6), |c| (c, 12)))
}

fn hex(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let is_hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
    if is_hex { u32::from_str_radix(digits, 16).ok() } else { None }
}
