//! The common grammar of both formats: names, strings, values.

use promenade_go::math;
use promenade_go::strconv::parse_go_float;
use promenade_storage::MetricType;

use super::cursor::{Cursor, is_name_byte};
use crate::error::{Fault, Parsed, shown};

/// The allowed contents of a quoted string.
#[derive(Debug, Clone, Copy)]
pub(super) struct Inside {
    pub(super) newline: bool,
    pub(super) nul: bool,
}

/// Consumes a string in double quotes and returns its start and end without the quotes. A backslash escapes the next
/// byte.
pub(super) fn quoted(c: &mut Cursor<'_>, inside: Inside) -> Parsed<(usize, usize)> {
    let open = c.at;
    c.at += 1;
    let start = c.at;
    while let Some(byte) = c.peek() {
        match byte {
            b'"' => {
                c.at += 1;
                return Ok((start, c.at - 1));
            }
            b'\\' => {
                c.at += 1;
                match c.peek() {
                    Some(b'\n') => return Err(Fault::new(c.at, "a character behind the backslash")),
                    Some(0) if !inside.nul => return Err(no_nul(c.at)),
                    _ => {}
                }
            }
            b'\n' if !inside.newline => return Err(Fault::new(open, "a string that ends in its line")),
            0 if !inside.nul => return Err(no_nul(c.at)),
            _ => {}
        }
        c.at += 1;
    }
    c.at = c.text.len();
    if inside.newline { Err(Fault::open_quote(open)) } else { Err(unclosed(open)) }
}

fn unclosed(open: usize) -> Fault {
    Fault { is_open_quote: false, ..Fault::open_quote(open) }
}

fn no_nul(at: usize) -> Fault {
    Fault::new(at, "a character other than NUL")
}

/// A metric name in metadata, quoted or not, written to `out`.
pub(super) fn family(c: &mut Cursor<'_>, out: &mut String) -> Parsed<()> {
    out.clear();
    let start = c.at;
    let bytes = match c.peek() {
        Some(b'"') => {
            let (start, end) = quoted(c, Inside { newline: true, nul: false })?;
            let mut name = Vec::new();
            unescape(&c.text[start..end], &mut name);
            name
        }
        Some(b) if is_name_byte(b) && !b.is_ascii_digit() => c.take_while(is_name_byte).to_vec(),
        _ => return Err(Fault::new(start, "the name of the metric")),
    };
    let name = std::str::from_utf8(&bytes).map_err(|_| not_utf8(start))?;
    out.push_str(name);
    Ok(())
}

/// Appends a label name or value, unescaping `\\`, `\"` and `
/// `; other backslashes are kept.
pub(super) fn unescape(raw: &[u8], out: &mut Vec<u8>) {
    unescape_with(raw, true, out);
}

/// The Prometheus format does not escape quotes in help texts.
fn unescape_with(raw: &[u8], has_quotes: bool, out: &mut Vec<u8>) {
    let mut rest = raw;
    while let Some(i) = rest.iter().position(|&b| b == b'\\') {
        out.extend_from_slice(&rest[..i]);
        let (byte, n) = match rest.get(i + 1) {
            Some(b'\\') => (b'\\', 2),
            Some(b'n') => (b'\n', 2),
            Some(b'"') if has_quotes => (b'"', 2),
            _ => (b'\\', 1),
        };
        out.push(byte);
        rest = &rest[i + n..];
    }
    out.extend_from_slice(rest);
}

/// The unescaped help text; `\"` is unescaped only if the format `has_quotes`.
pub(super) fn help_text(raw: &[u8], at: usize, has_quotes: bool, out: &mut String) -> Parsed<()> {
    let mut bytes = Vec::with_capacity(raw.len());
    unescape_with(raw, has_quotes, &mut bytes);
    *out = String::from_utf8(bytes).map_err(|_| not_utf8(at))?;
    Ok(())
}

pub(super) fn not_utf8(at: usize) -> Fault {
    Fault::new(at, "text in UTF-8").found("other bytes")
}

/// Parses a float as Prometheus does in metrics text: Go's decimal syntax without underscores, infinities, NaN.
pub(super) fn float(token: &[u8], at: usize, expected: &'static str) -> Parsed<f64> {
    let fault = |help: Option<&'static str>| {
        let fault = Fault::new(at, expected).found(shown(token, 40));
        Fault { help, ..fault }
    };
    if token.ends_with(b"\r") {
        return Err(fault(Some("lines end with a newline alone, without a carriage return")));
    }
    let text = std::str::from_utf8(token).map_err(|_| fault(None))?;
    if token.first().is_some_and(|&b| b.is_ascii_digit() || b == b'-' || b == b'.')
        && token.iter().copied().all(is_decimal)
    {
        // Rust's parser accepts exactly Go's decimal syntax, except for words.
        return match text.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(value),
            Ok(_) => Err(fault(Some("the number is too large for a 64-bit float"))),
            Err(_) => Err(fault(None)),
        };
    }
    if token.iter().any(|b| matches!(b, b'p' | b'P' | b'_')) {
        return Err(fault(Some("hexadecimal floats and underscores are not allowed here")));
    }
    let value = parse_go_float(text).map_err(|_| fault(None))?;
    Ok(if value.is_nan() { math::NAN } else { value })
}

fn is_decimal(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-')
}

/// The type with this name, if the format has it.
pub(super) fn metric_type(token: &[u8], at: usize, has: &[(&'static str, MetricType)]) -> Parsed<MetricType> {
    let known = has.iter().find(|(name, _)| name.as_bytes() == token);
    known.map(|(_, t)| *t).ok_or_else(|| {
        let names: Vec<&str> = has.iter().map(|(name, _)| *name).collect();
        let found = if token.is_empty() { "nothing".to_owned() } else { shown(token, 40) };
        Fault::new(at, format!("one of the metric types {}", names.join(", "))).found(found)
    })
}
