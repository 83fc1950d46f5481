//! `@st` lines: start timestamps of the samples on the line after, as offsets from their timestamps.

use promenade::model::duration::parse_duration;
use promenade::syntax::series_description::parse_series_description;
use promenade::{Features, Labels};

/// Whether a line's metric ends in `@st`.
pub(super) fn is_start_line(line: &str) -> bool {
    line.split_once([' ', '\t']).is_some_and(|(metric, _)| metric.ends_with("@st"))
}

/// The series of an `@st` line and its offsets in milliseconds, none where one is left out.
pub(super) fn parse(line: &str) -> Result<(Labels, Vec<Option<i64>>), String> {
    let (metric, items) = line.split_once([' ', '\t']).ok_or("an @st line has a metric and values")?;
    let metric = metric.trim_end_matches("@st");
    let (labels, _) = parse_series_description(&format!("{metric} _"), Features::all())
        .map_err(|d| format!("invalid metric {metric:?} of an @st line: {}", d.message))?;
    let mut offsets = Vec::new();
    for item in items.split_whitespace() {
        push_item(item, &mut offsets).map_err(|e| format!("invalid start timestamp {item:?}: {e}"))?;
    }
    Ok((labels, offsets))
}

/// `_`, `_xN`, `DURATION`, `DURATIONxN`, `DURATION+DURATIONxN`, `DURATION-DURATIONxN`.
fn push_item(item: &str, out: &mut Vec<Option<i64>>) -> Result<(), String> {
    if let Some(rest) = item.strip_prefix('_') {
        let n = if rest.is_empty() { 1 } else { repeats(rest)? };
        if n == 0 {
            return Err("a gap is repeated once at least".to_owned());
        }
        out.extend(std::iter::repeat_n(None, n));
        return Ok(());
    }
    let (base, rest) = split_duration(item)?;
    match rest.chars().next() {
        None => out.push(Some(base)),
        Some('x') => out.extend(std::iter::repeat_n(Some(base), repeats(rest)? + 1)),
        Some(sign @ ('+' | '-')) => {
            let (step, rest) = split_duration(&rest[1..])?;
            let step = if sign == '-' { -step } else { step };
            out.extend((0..=repeats(rest)? as i64).map(|i| Some(base + step * i)));
        }
        Some(other) => return Err(format!("unexpected {other:?}")),
    }
    Ok(())
}

/// `xN`; at most a million.
fn repeats(text: &str) -> Result<usize, String> {
    let n = text.strip_prefix('x').and_then(|n| n.parse().ok()).filter(|n| *n <= 1_000_000);
    n.ok_or_else(|| format!("x and a count is expected, not {text:?}"))
}

/// A duration with a sign, in milliseconds, and what follows it.
fn split_duration(text: &str) -> Result<(i64, &str), String> {
    let unsigned = text.trim_start_matches(['-', '+']);
    let n_digits = unsigned.bytes().take_while(u8::is_ascii_digit).count();
    let n_unit = unsigned[n_digits..].bytes().take_while(|b| b.is_ascii_alphabetic() && *b != b'x').count();
    let (number, rest) = unsigned.split_at(n_digits + n_unit);
    let ms = parse_duration(number).map_err(|e| e.to_string())?;
    Ok((if text.starts_with('-') { -ms } else { ms }, rest))
}
