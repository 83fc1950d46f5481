//! Plain and quoted scalars: folds, doubled quotes, escapes.

use promenade_model::value::SourceRange;

use super::{break_len, break_text, is_blank};
use crate::offsets::Decoded;

/// A scalar without quotes. A line end within it is a space, and each further one a line end.
pub(super) fn plain(file: &str, range: SourceRange) -> Decoded {
    let mut decoded = Decoded::starting_at(range.start);
    let mut at = range.start;
    while at < range.end {
        let end = verbatim_end(file, at, range.end, &[]);
        decoded.verbatim(file, at..end);
        at = fold(file, end, range.end, &mut decoded);
    }
    decoded
}

/// A scalar in single quotes, in which a doubled quote is one.
pub(super) fn single_quoted(file: &str, range: SourceRange) -> Option<Decoded> {
    let inner = inner(file, &range, '\'')?;
    let mut decoded = Decoded::starting_at(inner.start);
    let mut at = inner.start;
    while at < inner.end {
        let end = verbatim_end(file, at, inner.end, b"'");
        decoded.verbatim(file, at..end);
        at = if file[end..inner.end].starts_with("''") {
            decoded.whole("'", end..end + 2);
            end + 2
        } else if end > at && file[end..inner.end].starts_with('\'') {
            return None;
        } else {
            progress(at, fold(file, end, inner.end, &mut decoded))?
        };
    }
    Some(decoded)
}

/// A scalar in double quotes, with escapes.
pub(super) fn double_quoted(file: &str, range: SourceRange) -> Option<Decoded> {
    let inner = inner(file, &range, '"')?;
    let mut decoded = Decoded::starting_at(inner.start);
    let mut at = inner.start;
    while at < inner.end {
        let end = verbatim_end(file, at, inner.end, b"\\");
        decoded.verbatim(file, at..end);
        at = if file[end..inner.end].starts_with('\\') {
            escape(file, end, inner.end, &mut decoded)?
        } else {
            progress(at, fold(file, end, inner.end, &mut decoded))?
        };
    }
    Some(decoded)
}

/// What stands between the quotes.
fn inner(file: &str, range: &SourceRange, quote: char) -> Option<SourceRange> {
    let text = file.get(range.clone())?;
    let is_quoted = text.len() >= 2 && text.starts_with(quote) && text.ends_with(quote);
    is_quoted.then(|| range.start + 1..range.end - 1)
}

/// No step may stand still.
fn progress(before: usize, after: usize) -> Option<usize> {
    (after > before).then_some(after)
}

/// The end of what stands as it is: before the next line break with the blanks before it, and before one of these bytes.
fn verbatim_end(file: &str, at: usize, end: usize, stops: &[u8]) -> usize {
    let bytes = file.as_bytes();
    let Some(stop) = (at..end).find(|i| stops.contains(&bytes[*i]) || break_len(file, *i) > 0) else { return end };
    if break_len(file, stop) == 0 {
        return stop;
    }
    bytes[at..stop].iter().rposition(|b| !is_blank(*b)).map_or(at, |last| at + last + 1)
}

/// Reads a line break with the blanks around it, and the empty lines that follow; gives what it stands for.
fn fold(file: &str, at: usize, end: usize, decoded: &mut Decoded) -> usize {
    let (after, breaks) = skip_white(file, at, end);
    match breaks.as_slice() {
        [] => decoded.verbatim(file, at..after),
        ["\n"] => decoded.whole(" ", at..after),
        ["\n", rest @ ..] | rest => rest.iter().for_each(|text| decoded.whole(text, at..after)),
    }
    after
}

/// The place after blanks and line breaks, and what each line break means.
fn skip_white(file: &str, mut at: usize, end: usize) -> (usize, Vec<&str>) {
    let mut breaks = Vec::new();
    while at < end {
        match break_len(file, at) {
            0 if is_blank(file.as_bytes()[at]) => at += 1,
            0 => break,
            len => {
                breaks.push(break_text(&file[at..at + len]));
                at += len;
            }
        }
    }
    (at, breaks)
}

/// Reads a backslash and what belongs to it. `None` if it is not an escape.
fn escape(file: &str, at: usize, end: usize, decoded: &mut Decoded) -> Option<usize> {
    let rest = &file[at + 1..end];
    let first = rest.chars().next()?;
    if break_len(file, at + 1) > 0 {
        let (after, breaks) = skip_white(file, at + 1, end);
        breaks.iter().skip(1).for_each(|text| decoded.whole(text, at..after));
        return Some(after);
    }
    let digits = match first {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => {
            let after = at + 1 + first.len_utf8();
            decoded.whole(short_escape(first)?.encode_utf8(&mut [0; 4]), at..after);
            return Some(after);
        }
    };
    let (code, mut len) = (hex(rest.get(1..=digits)?)?, 2 + digits);
    let code = match low_surrogate(code, rest.get(1 + digits..)) {
        Some(low) => {
            len += 6;
            0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
        }
        None => code,
    };
    decoded.whole(char::from_u32(code)?.encode_utf8(&mut [0; 4]), at..at + len);
    Some(at + len)
}

/// The second half of a pair, as JSON writes characters past U+FFFF.
fn low_surrogate(high: u32, rest: Option<&str>) -> Option<u32> {
    let rest = rest.filter(|_| (0xD800..0xDC00).contains(&high))?.strip_prefix("\\u")?;
    hex(rest.get(..4)?).filter(|low| (0xDC00..0xE000).contains(low))
}

fn hex(digits: &str) -> Option<u32> {
    let is_hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
    if is_hex { u32::from_str_radix(digits, 16).ok() } else { None }
}

/// What stands for an escape of one letter.
fn short_escape(letter: char) -> Option<char> {
    Some(match letter {
        '0' => '\0',
        'a' => '\x07',
        'b' => '\x08',
        't' | '\t' => '\t',
        'n' => '\n',
        'v' => '\x0B',
        'f' => '\x0C',
        'r' => '\r',
        'e' => '\x1B',
        ' ' | '"' | '/' | '\\' => letter,
        'N' => '\u{85}',
        '_' => '\u{A0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        _ => return None,
    })
}
