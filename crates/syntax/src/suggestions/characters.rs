//! Characters that look like others: typographic quotes, spaces that are none, signs of mathematics.

use crate::diagnostic::codes;

use super::hint::Hint;
use super::site::Site;

/// Quotes that open, and all that may close what they open.
const QUOTES: &[(char, &[char])] = &[
    ('“', &['”', '“', '"']),
    ('”', &['”', '"']),
    ('„', &['“', '”', '"']),
    ('«', &['»']),
    ('»', &['«']),
    ('‘', &['’', '‘', '\'']),
    ('’', &['’', '\'']),
    ('‚', &['‘', '’', '\'']),
    ('‹', &['›']),
];

/// Characters that mean another in mathematics or typography.
const SIGNS: &[(char, &str)] = &[
    ('÷', "/"),
    ('∕', "/"),
    ('⁄', "/"),
    ('×', "*"),
    ('·', "*"),
    ('∗', "*"),
    ('−', "-"),
    ('–', "-"),
    ('—', "-"),
    ('≠', "!="),
    ('≤', "<="),
    ('≥', ">="),
    ('∧', "and"),
    ('∨', "or"),
    ('（', "("),
    ('）', ")"),
    ('，', ","),
];

pub(super) fn hints(site: &Site<'_>) -> Vec<Hint> {
    if !site.is(codes::UNEXPECTED_CHARACTER) {
        return Vec::new();
    }
    let Some(c) = site.slice(site.here().start..).chars().next() else { return Vec::new() };
    let start = site.here().start;
    let range = start..start + c.len_utf8();
    if let Some((_, closers)) = QUOTES.iter().find(|(open, _)| *open == c) {
        return quotes(site, range.start, c, closers);
    }
    if let Some((_, sign)) = SIGNS.iter().find(|(other, _)| *other == c) {
        return vec![Hint::fix(format!("write `{sign}`"), range, *sign)];
    }
    let name = format!("the character U+{:04X}, which cannot be seen, has no place here", c as u32);
    if ['\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}', '\u{ad}'].contains(&c) {
        return vec![Hint::fix("remove it", range, "").saying(name)];
    }
    if c.is_whitespace() {
        let name = format!("the character U+{:04X} looks like a space but is none", c as u32);
        return vec![Hint::fix("write a space", range, " ").saying(name)];
    }
    Vec::new()
}

fn quotes(site: &Site<'_>, start: usize, open: char, closers: &[char]) -> Vec<Hint> {
    let inside = start + open.len_utf8();
    let Some(len) = site.slice(inside..).find(closers) else { return Vec::new() };
    let close = inside + len;
    let close_len = site.slice(close..).chars().next().map_or(0, char::len_utf8);
    let text = site.slice(inside..close);
    let quote = if text.contains('"') { "'" } else { "\"" };
    let edits = [(start..inside, quote.to_owned()), (close..close + close_len, quote.to_owned())];
    vec![Hint::fixes("write straight quotes", edits).saying(format!("`{open}` does not quote strings"))]
}
