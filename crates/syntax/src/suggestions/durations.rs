//! Durations as other languages write them.

use promenade_model::duration::{format_duration, parse_duration};

use crate::diagnostic::codes;
use crate::token::TokenKind;

use super::hint::Hint;
use super::site::Site;

/// Units as people write them, and PromQL's.
const UNITS: &[(&str, &str, f64)] = &[
    ("ms msec msecs milli millis millisecond milliseconds", "ms", 1.0),
    ("s sec secs second seconds", "s", 1e3),
    ("m min mins minute minutes", "m", 6e4),
    ("h hr hrs hour hours", "h", 3.6e6),
    ("d day days", "d", 8.64e7),
    ("w week weeks", "w", 6.048e8),
    ("y yr yrs year years", "y", 3.1536e10),
];

pub(super) fn hints(site: &Site<'_>) -> Vec<Hint> {
    let hint = misspelt(site)
        .or_else(|| apart(site))
        .or_else(|| turned(site))
        .or_else(|| quoted(site))
        .or_else(|| missing(site))
        .or_else(|| negative(site));
    hint.into_iter().collect()
}

/// `5min`, `1.5h`, `30m1h`
fn misspelt(site: &Site<'_>) -> Option<Hint> {
    let (word, range) = (site.word(), site.here());
    if !site.is(codes::INVALID_NUMBER) {
        return None;
    }
    let meant = read(word)?;
    let message = format!("`{word}` is no duration");
    Some(instead(range, &meant).saying(message))
}

/// `5 m`, `1h 30m`, `offset 1 day`
fn apart(site: &Site<'_>) -> Option<Hint> {
    let is_number = |by| matches!(site.kind(by), TokenKind::Number | TokenKind::Duration);
    let has_place = site.opening().is_some_and(|i| site.at(i) == "[") || site.kind(-2) == TokenKind::Offset;
    if !has_place || !is_number(-1) {
        return None;
    }
    let word = if is_number(0) { site.at(0) } else { site.word() };
    let meant = read(&format!("{}{word}", site.at(-1)))?;
    let range = site.range(-1).start..site.here().start + word.len();
    Some(instead(range, &meant).saying("there may be no space in a duration"))
}

/// `m5`
fn turned(site: &Site<'_>) -> Option<Hint> {
    let number = site.kind(1) == TokenKind::Number && site.touches(0);
    let is_in_bracket = site.opening().is_some_and(|i| site.at(i) == "[");
    if !number || !is_in_bracket {
        return None;
    }
    let meant = read(&format!("{}{}", site.at(1), site.at(0)))?;
    Some(
        instead(site.range(0).start..site.range(1).end, &meant)
            .saying("the unit of a duration stands behind its number"),
    )
}

/// `["5m"]`
fn quoted(site: &Site<'_>) -> Option<Hint> {
    let rest = site.slice(site.here().start..);
    let quote = rest.chars().next().filter(|c| ['"', '\'', '`'].contains(c))?;
    let (inner, _) = rest[1..].split_once(quote)?;
    let meant = read(inner)?;
    let start = site.here().start;
    Some(instead(start..start + inner.len() + 2, &meant).saying("a duration stands without quotes"))
}

/// `x[]`
fn missing(site: &Site<'_>) -> Option<Hint> {
    let is_empty = site.at(-1) == "[" && site.at(0) == "]";
    let range = site.range(-1).end..site.range(0).start;
    is_empty.then(|| Hint::fix("insert a range, such as `5m`", range, "5m").saying("there is no range in the brackets"))
}

/// `x[-5m]`
fn negative(site: &Site<'_>) -> Option<Hint> {
    let meant = site.is(codes::DURATION_NOT_POSITIVE).then(|| site.word().strip_prefix('-'))??.trim_start();
    let hint = Hint::fix("remove the sign", site.here(), meant);
    Some(hint.with_help("a range always looks back; `offset` with a sign looks ahead"))
}

fn instead(range: promenade_model::value::SourceRange, meant: &str) -> Hint {
    Hint::fix(format!("write `{meant}`"), range, meant)
}

/// A duration with units as people write them, in parts of any order, as PromQL writes it.
fn read(text: &str) -> Option<String> {
    let (mut rest, mut total_ms, mut n_parts, mut direct) = (text.trim(), 0.0, 0, String::new());
    while !rest.is_empty() {
        let n_digits = rest.find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
        let (number, tail) = rest.split_at(n_digits);
        let n_letters = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(n_letters);
        let unit = if unit == "M" { "m" } else { &unit.to_ascii_lowercase() };
        let (_, symbol, unit_ms) = UNITS.iter().find(|(names, ..)| names.split(' ').any(|name| name == unit))?;
        total_ms += number.parse::<f64>().ok()? * unit_ms;
        direct.push_str(number);
        direct.push_str(symbol);
        n_parts += 1;
        rest = tail.trim_start();
    }
    let is_whole = n_parts > 0 && total_ms >= 1.0 && total_ms.fract() == 0.0 && total_ms < 9e15;
    is_whole.then(|| if parse_duration(&direct).is_ok() { direct } else { format_duration(total_ms as i64) })
}
