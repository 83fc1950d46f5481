//! Parses floats like Go's `strconv`.

use crate::math::NAN;

/// Why a text is not a float.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum ParseFloatError {
    /// Invalid syntax.
    #[error("invalid syntax")]
    Syntax,
    /// Out of range, with the infinity of its sign.
    #[error("value out of range")]
    Range(f64),
}

/// Parses a float like Go's `strconv.ParseFloat`: decimal, hexadecimal with a binary exponent (`0x1p-2`), `inf`,
/// `infinity` and `nan` in any case; underscores between digits.
///
/// # Errors
/// Same as in Go.
pub fn parse_go_float(text: &str) -> Result<f64, ParseFloatError> {
    if let Some(value) = special(text) {
        return Ok(value);
    }
    let (negative, unsigned) = split_sign(text);
    let clean = without_underscores(unsigned).ok_or(ParseFloatError::Syntax)?;
    if clean.starts_with(['+', '-']) {
        return Err(ParseFloatError::Syntax);
    }
    let magnitude = match clean.strip_prefix("0x").or_else(|| clean.strip_prefix("0X")) {
        Some(hex) => parse_hex(hex),
        None => parse_decimal(&clean),
    };
    let magnitude = magnitude.ok_or(ParseFloatError::Syntax)?;
    let value = if negative { -magnitude } else { magnitude };
    if value.is_infinite() { Err(ParseFloatError::Range(value)) } else { Ok(value) }
}

fn special(text: &str) -> Option<f64> {
    let (negative, unsigned) = split_sign(text);
    if unsigned.eq_ignore_ascii_case("inf") || unsigned.eq_ignore_ascii_case("infinity") {
        return Some(if negative { f64::NEG_INFINITY } else { f64::INFINITY });
    }
    text.eq_ignore_ascii_case("nan").then_some(NAN)
}

fn split_sign(text: &str) -> (bool, &str) {
    match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    }
}

/// The text without underscores; `None` if one is not between digits or after a base prefix.
fn without_underscores(text: &str) -> Option<String> {
    if !text.contains('_') {
        return Some(text.to_owned());
    }
    let bytes = text.as_bytes();
    let is_hex = has_prefix(bytes, b'x');
    let n_prefix = if is_hex || has_prefix(bytes, b'o') || has_prefix(bytes, b'b') { 2 } else { 0 };
    let is_digit = |i: usize| {
        bytes.get(i).is_some_and(|b| i < n_prefix || if is_hex { b.is_ascii_hexdigit() } else { b.is_ascii_digit() })
    };
    let misplaced = |i: usize| bytes[i] == b'_' && !(i > 0 && is_digit(i - 1) && is_digit(i + 1));
    if (0..bytes.len()).any(misplaced) { None } else { Some(text.replace('_', "")) }
}

fn has_prefix(bytes: &[u8], base: u8) -> bool {
    bytes.len() >= 2 && bytes[0] == b'0' && bytes[1].eq_ignore_ascii_case(&base)
}

fn parse_decimal(text: &str) -> Option<f64> {
    // Rust also accepts words for infinity and NaN, which Go's decimal syntax does not.
    text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-')).then_some(())?;
    text.parse().ok()
}

/// A hexadecimal number after its prefix, with an exponent, rounded to nearest even.
fn parse_hex(text: &str) -> Option<f64> {
    let (digits, exponent) = text.split_once(['p', 'P'])?;
    let mut mantissa: u64 = 0;
    let mut inexact = false;
    let mut shift: i64 = 0;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    for (part, step) in [(whole, 0), (fraction, -4)] {
        for c in part.chars() {
            let digit = u64::from(c.to_digit(16)?);
            if mantissa >> 60 == 0 {
                mantissa = mantissa << 4 | digit;
                shift += step;
            } else {
                inexact |= digit != 0;
                shift += step + 4;
            }
        }
    }
    Some(scale(mantissa, inexact, shift.saturating_add(parse_exponent(exponent)?)))
}

/// A signed exponent, saturated far beyond the range of floats.
fn parse_exponent(text: &str) -> Option<i64> {
    let (negative, digits) = split_sign(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let magnitude = digits.parse::<i64>().unwrap_or(i64::MAX).min(1 << 40);
    Some(if negative { -magnitude } else { magnitude })
}

/// `mantissa` × 2^`exponent`, rounded to nearest even; `inexact` is whether nonzero bits were dropped.
fn scale(mantissa: u64, inexact: bool, exponent: i64) -> f64 {
    if mantissa == 0 {
        return 0.0;
    }
    let n_leading = i64::from(mantissa.leading_zeros());
    let mantissa = mantissa << n_leading;
    // The value is mantissa × 2^exponent with the top bit set, thus in [2^(exponent+63), 2^(exponent+64)).
    let exponent = exponent - n_leading;
    let top = exponent + 63;
    if top > 1023 {
        return f64::INFINITY;
    }
    let n_drop = if top >= -1022 { 11 } else { 11 + (-1022 - top) };
    if n_drop > 64 {
        return 0.0;
    }
    let kept = if n_drop == 64 { 0 } else { mantissa >> n_drop };
    let rest = u128::from(mantissa) << (128 - n_drop) >> 1 | u128::from(inexact);
    let half = 1u128 << 126;
    let kept = kept + u64::from(rest > half || (rest == half && kept & 1 == 1));
    // A carry out of the mantissa increments the exponent field, up to infinity.
    let biased = if top >= -1022 { (top + 1023) as u64 - 1 } else { 0 };
    f64::from_bits((biased << 52) + kept)
}

/// Go's `strconv.ParseInt(text, 0, 64)`; `None` on errors.
pub fn parse_go_int(text: &str) -> Option<i64> {
    let (negative, unsigned) = split_sign(text);
    let magnitude = i128::from(parse_go_uint(unsigned)?);
    i64::try_from(if negative { -magnitude } else { magnitude }).ok()
}

/// Go's `strconv.ParseUint(text, 0, 64)`; `None` on errors.
pub fn parse_go_uint(text: &str) -> Option<u64> {
    let clean = without_underscores(text)?;
    let bytes = clean.as_bytes();
    let (digits, radix) = match bytes {
        _ if bytes.len() > 2 && has_prefix(bytes, b'x') => (&clean[2..], 16),
        _ if bytes.len() > 2 && has_prefix(bytes, b'o') => (&clean[2..], 8),
        _ if bytes.len() > 2 && has_prefix(bytes, b'b') => (&clean[2..], 2),
        [b'0', _, ..] => (&clean[1..], 8),
        _ => (&*clean, 10),
    };
    if digits.starts_with(['+', '-']) {
        return None;
    }
    u64::from_str_radix(digits, radix).ok()
}

#[cfg(test)]
#[allow(clippy::unreadable_literal)] // tables as Go printed them
mod tests {
    use super::*;

    #[test]
    fn reads_as_go_does() {
        for (text, bits, error) in FLOATS {
            let expected = match *error {
                None => Ok(*bits),
                Some("range") => Err(ParseFloatError::Range(f64::from_bits(*bits))),
                Some(_) => Err(ParseFloatError::Syntax),
            };
            assert_eq!(parse_go_float(text).map(f64::to_bits), expected, "{text}");
        }
    }

    /// Text, bits and error of Go 1.26's `ParseFloat`.
    #[rustfmt::skip]
    const FLOATS: &[(&str, u64, Option<&str>)] = &[
        ("", 0x0, Some("syntax")),
        ("1", 0x3ff0000000000000, None),
        ("-1", 0xbff0000000000000, None),
        ("+1", 0x3ff0000000000000, None),
        ("1.", 0x3ff0000000000000, None),
        ("0.5", 0x3fe0000000000000, None),
        (".5", 0x3fe0000000000000, None),
        (".", 0x0, Some("syntax")),
        ("1e5", 0x40f86a0000000000, None),
        ("1E5", 0x40f86a0000000000, None),
        ("1e", 0x0, Some("syntax")),
        ("1e+", 0x0, Some("syntax")),
        ("1e400", 0x7ff0000000000000, Some("range")),
        ("-1e400", 0xfff0000000000000, Some("range")),
        ("1e-400", 0x0, None),
        ("inf", 0x7ff0000000000000, None),
        ("+Inf", 0x7ff0000000000000, None),
        ("-iNf", 0xfff0000000000000, None),
        ("infinity", 0x7ff0000000000000, None),
        ("infinit", 0x0, Some("syntax")),
        ("nan", 0x7ff8000000000001, None),
        ("NaN", 0x7ff8000000000001, None),
        ("+nan", 0x0, Some("syntax")),
        ("-nan", 0x0, Some("syntax")),
        ("0x1p4", 0x4030000000000000, None),
        ("0x1", 0x0, Some("syntax")),
        ("0x.8p1", 0x3ff0000000000000, None),
        ("0X1.8P-1", 0x3fe8000000000000, None),
        ("0x1_0p0", 0x4030000000000000, None),
        ("0x_1p0", 0x3ff0000000000000, None),
        ("1_0", 0x4024000000000000, None),
        ("_1", 0x0, Some("syntax")),
        ("1_", 0x0, Some("syntax")),
        ("1__0", 0x0, Some("syntax")),
        ("1_000.5_0", 0x408f440000000000, None),
        ("1e1_0", 0x4202a05f20000000, None),
        ("0x1.fffffffffffff8p0", 0x4000000000000000, None),
        ("0x1.fffffffffffff7p0", 0x3fffffffffffffff, None),
        ("0x1p1024", 0x7ff0000000000000, Some("range")),
        ("0x1p-1074", 0x1, None),
        ("0x1p-1075", 0x0, None),
        ("0x1.8p-1075", 0x1, None),
        ("0x1p-1080", 0x0, None),
        ("0x123456789abcdef123p0", 0x44323456789abcdf, None),
        ("0x123456789abcdeffffffp-30", 0x42d23456789abcdf, None),
        ("0x1.00000000000008p0", 0x3ff0000000000000, None),
        ("0x1.000000000000080001p0", 0x3ff0000000000001, None),
        ("0x1.000000000000180000000000000p0", 0x3ff0000000000002, None),
        ("0xp0", 0x0, Some("syntax")),
        ("0x.p0", 0x0, Some("syntax")),
        ("1p5", 0x0, Some("syntax")),
        (" 1", 0x0, Some("syntax")),
        ("1 ", 0x0, Some("syntax")),
        ("1e99999999999", 0x7ff0000000000000, Some("range")),
        ("0b1", 0x0, Some("syntax")),
        ("0o7", 0x0, Some("syntax")),
        ("017", 0x4031000000000000, None),
        ("1.7976931348623159e308", 0x7ff0000000000000, Some("range")),
        ("0x1.fffffffffffffcp1023", 0x7ff0000000000000, Some("range")),
        ("0x1.fffffffffffff7fffp1023", 0x7fefffffffffffff, None),
        ("0x0p99999", 0x0, None),
    ];
}
