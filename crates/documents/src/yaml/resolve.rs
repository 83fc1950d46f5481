//! Which type a scalar has. The rules are those of Go's yaml.v3, in which `on` and `yes` are texts.

use super::{Scalar, ScalarStyle};

/// The prefix of YAML's own tags.
const CORE: &str = "tag:yaml.org,2002:";

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tag {
    /// `!!null`
    Null,
    /// `!!bool`
    Bool,
    /// `!!int`
    Int,
    /// `!!float`
    Float,
    /// `!!timestamp`
    Timestamp,
    /// `!!str`
    Str,
    /// `!!binary`
    Binary,
    /// `!!merge`, that of the key `<<`
    Merge,
    /// `!!seq`
    Seq,
    /// `!!map`
    Map,
    /// A tag of another kind.
    Other,
}

impl Tag {
    /// The tag that is written before a value. `!` alone says nothing.
    pub(super) fn explicit(tag: Option<&str>) -> Option<Self> {
        let tag = tag.filter(|tag| !matches!(*tag, "" | "!"))?;
        Some(match tag.strip_prefix(CORE).unwrap_or_default() {
            "null" => Self::Null,
            "bool" => Self::Bool,
            "int" => Self::Int,
            "float" => Self::Float,
            "timestamp" => Self::Timestamp,
            "str" => Self::Str,
            "binary" => Self::Binary,
            "merge" => Self::Merge,
            "seq" => Self::Seq,
            "map" => Self::Map,
            _ => Self::Other,
        })
    }

    /// As yaml.v3 writes it: `!!str`; empty for a tag of another kind.
    pub fn name(self) -> &'static str {
        match self {
            Self::Null => "!!null",
            Self::Bool => "!!bool",
            Self::Int => "!!int",
            Self::Float => "!!float",
            Self::Timestamp => "!!timestamp",
            Self::Str => "!!str",
            Self::Binary => "!!binary",
            Self::Merge => "!!merge",
            Self::Seq => "!!seq",
            Self::Map => "!!map",
            Self::Other => "",
        }
    }
}

/// The type of a scalar with this tag before it.
pub(super) fn resolve(tag: Option<&str>, scalar: &Scalar) -> Tag {
    match Tag::explicit(tag) {
        Some(tag) => tag,
        None if scalar.style != ScalarStyle::Plain => Tag::Str,
        None => plain(&scalar.value),
    }
}

/// The type of a plain scalar.
pub(super) fn plain(text: &str) -> Tag {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Tag::Null,
        "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => return Tag::Bool,
        ".nan" | ".NaN" | ".NAN" | ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" | "-.inf" | "-.Inf"
        | "-.INF" => return Tag::Float,
        "<<" => return Tag::Merge,
        _ => {}
    }
    match text.as_bytes()[0] {
        b'.' if is_float(text) => Tag::Float,
        b'0'..=b'9' | b'+' | b'-' => number(text),
        _ => Tag::Str,
    }
}

fn number(text: &str) -> Tag {
    if is_timestamp(text) {
        return Tag::Timestamp;
    }
    let plain = text.replace('_', "");
    if is_int(&plain) {
        Tag::Int
    } else if is_float(&plain) {
        Tag::Float
    } else {
        Tag::Str
    }
}

/// Whether Go reads it as an integer with the base in its prefix, `0o` and `0b` with a sign before it included.
fn is_int(plain: &str) -> bool {
    let unsigned = plain.strip_prefix(['+', '-']).unwrap_or(plain);
    let is_negative = plain.starts_with('-');
    let lower = unsigned.to_ascii_lowercase();
    let (digits, base) = match lower.get(..2) {
        Some("0x") => (&lower[2..], 16),
        Some("0o") => (&lower[2..], 8),
        Some("0b") => (&lower[2..], 2),
        _ if lower.len() > 1 && lower.starts_with('0') => (&lower[1..], 8),
        _ => (lower.as_str(), 10),
    };
    let is_digits = !digits.is_empty() && digits.bytes().all(|b| (b as char).is_digit(base));
    let value = is_digits.then(|| u64::from_str_radix(digits, base).ok()).flatten();
    value.is_some_and(|value| match (is_negative, plain.starts_with('+')) {
        (true, _) => value <= 1 << 63,
        (_, true) => value < 1 << 63,
        _ => true,
    })
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, within what a float can hold.
fn is_float(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let is_digits = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit());
    let is_mantissa = match mantissa.split_once('.') {
        Some(("", fraction)) => !fraction.is_empty() && is_digits(fraction),
        Some((whole, fraction)) => is_digits(whole) && is_digits(fraction),
        None => !mantissa.is_empty() && is_digits(mantissa),
    };
    let is_exponent = exponent.is_none_or(|digits| !digits.is_empty() && is_digits(digits));
    is_mantissa && is_exponent && text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// `2006-1-2` and the forms with a time: the four formats that yaml.v3 takes.
fn is_timestamp(text: &str) -> bool {
    if text.bytes().take_while(u8::is_ascii_digit).count() != 4 || text.as_bytes().get(4) != Some(&b'-') {
        return false;
    }
    let (date, time) = match text.find(['T', 't', ' ']) {
        Some(at) => (&text[..at], Some((text.as_bytes()[at], &text[at + 1..]))),
        None => (text, None),
    };
    is_date(date)
        && match time {
            None => true,
            Some((b' ', time)) => is_time(time),
            Some((_, time)) => without_zone(time).is_some_and(is_time),
        }
}

fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-').map(|part| (part.len(), short_number(part, 4)));
    let (Some((_, Some(year))), Some((..=2, Some(month))), Some((..=2, Some(day)))) =
        (parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// `15:4:5` with a fraction of any length.
fn is_time(text: &str) -> bool {
    let (time, fraction) = text.split_once(['.', ',']).map_or((text, None), |(time, fraction)| (time, Some(fraction)));
    let parts: Vec<_> = time.split(':').map(|part| short_number(part, 2)).collect();
    let is_fraction = fraction.is_none_or(|f| !f.is_empty() && f.bytes().all(|b| b.is_ascii_digit()));
    is_fraction && matches!(parts[..], [Some(h), Some(m), Some(s)] if h < 24 && m < 60 && s < 60)
}

fn without_zone(text: &str) -> Option<&str> {
    if let Some(time) = text.strip_suffix('Z') {
        return Some(time);
    }
    let (time, zone) = text.split_at_checked(text.len().checked_sub(6)?)?;
    let zone = zone.strip_prefix(['+', '-'])?;
    let (hours, minutes) = zone.split_once(':')?;
    let is_two = |digits: &str| digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit());
    (is_two(hours) && is_two(minutes)).then_some(time)
}

/// A number of at most `len` digits.
fn short_number(text: &str, len: usize) -> Option<u32> {
    let is_digits = (1..=len).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if is_digits { text.parse().ok() } else { None }
}
