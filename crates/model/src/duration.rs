//! PromQL durations as text: `1h30m`, `500ms`.

use std::fmt::Write as _;

use promenade_go::strconv::quote_go;

/// Units from the largest to the smallest, in milliseconds. A year has 365 days.
const UNITS: [(&str, i64); 7] = [
    ("y", 365 * 86_400_000),
    ("w", 7 * 86_400_000),
    ("d", 86_400_000),
    ("h", 3_600_000),
    ("m", 60_000),
    ("s", 1000),
    ("ms", 1),
];

/// The longest duration: Prometheus stores nanoseconds in 63 bits.
pub const MAX_DURATION_MS: i64 = i64::MAX / 1_000_000;

/// Milliseconds as seconds, rounded like Go's `Duration.Seconds`: whole seconds and the remainder are converted
/// separately.
pub fn go_seconds(duration_ms: i64) -> f64 {
    (duration_ms / 1000) as f64 + (duration_ms % 1000) as f64 / 1000.0
}

/// Why a text is not a duration, in Prometheus's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseDurationError {
    /// The text is empty.
    #[error("empty duration string")]
    Empty,
    /// A number or a unit is missing, or the units are out of order.
    #[error("not a valid duration string: {}", quote_go(.0))]
    Invalid(String),
    /// An unknown unit.
    #[error("unknown unit {} in duration {}", quote_go(.unit), quote_go(.text))]
    UnknownUnit {
        /// The unit.
        unit: String,
        /// The whole text.
        text: String,
    },
    /// Longer than about 292 years.
    #[error("duration out of range")]
    OutOfRange,
}

/// Parses a duration into milliseconds: `0`, or numbers with units in the order y, w, d, h, m, s, ms, each at most
/// once.
///
/// # Errors
/// Returns an error if the text is not a duration or is longer than [`MAX_DURATION_MS`].
pub fn parse_duration(text: &str) -> Result<i64, ParseDurationError> {
    match text {
        "0" => return Ok(0),
        "" => return Err(ParseDurationError::Empty),
        _ => {}
    }
    let invalid = || ParseDurationError::Invalid(text.to_owned());
    let (mut rest, mut units, mut total_ms) = (text, &UNITS[..], 0_i64);
    while !rest.is_empty() {
        let (digits, tail) = split_at_first(rest, |b| !b.is_ascii_digit());
        // Numbers have 64 bits; a longer one is invalid, not out of range.
        let number: u64 = digits.parse().map_err(|_| invalid())?;
        let (unit, tail) = split_at_first(tail, |b| b.is_ascii_digit());
        if unit.is_empty() {
            return Err(invalid());
        }
        if !UNITS.iter().any(|(name, _)| *name == unit) {
            return Err(ParseDurationError::UnknownUnit { unit: unit.to_owned(), text: text.to_owned() });
        }
        let idx = units.iter().position(|(name, _)| *name == unit).ok_or_else(invalid)?;
        total_ms = i64::try_from(number)
            .ok()
            .and_then(|n| n.checked_mul(units[idx].1))
            .and_then(|ms| ms.checked_add(total_ms))
            .filter(|ms| *ms <= MAX_DURATION_MS)
            .ok_or(ParseDurationError::OutOfRange)?;
        units = &units[idx + 1..];
        rest = tail;
    }
    Ok(total_ms)
}

/// Parses a duration as [`parse_duration`] does, with an optional leading `-`.
///
/// # Errors
/// Same as [`parse_duration`].
pub fn parse_signed_duration(text: &str) -> Result<i64, ParseDurationError> {
    match text.strip_prefix('-') {
        Some(rest) => parse_duration(rest).map(|ms| -ms),
        None => parse_duration(text),
    }
}

/// A duration as Prometheus prints it: `1d12h`, `0s`, `-5m`. Years and weeks are used only if they divide it exactly.
pub fn format_duration(duration_ms: i64) -> String {
    if duration_ms == 0 {
        return "0s".to_owned();
    }
    let mut text = String::new();
    if duration_ms < 0 {
        text.push('-');
    }
    let mut rest_ms = duration_ms.unsigned_abs();
    for (unit, unit_ms) in UNITS {
        let unit_ms = unit_ms as u64;
        let whole_only = matches!(unit, "y" | "w");
        let number = rest_ms / unit_ms;
        if number == 0 || (whole_only && !rest_ms.is_multiple_of(unit_ms)) {
            continue;
        }
        let _ = write!(text, "{number}{unit}");
        rest_ms %= unit_ms;
    }
    text
}

fn split_at_first(text: &str, is_end: impl Fn(u8) -> bool) -> (&str, &str) {
    text.split_at(text.bytes().position(is_end).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses() {
        for (text, ms) in [
            ("0", 0),
            ("0s", 0),
            ("1h30m", 5_400_000),
            ("500ms", 500),
            ("1y2w3d4h5m6s7ms", 33_019_506_007),
            ("007m", 420_000),
            ("292y", 292 * 31_536_000_000),
            ("9223372036854ms", 9_223_372_036_854),
        ] {
            assert_eq!(parse_duration(text), Ok(ms), "{text}");
        }
        assert_eq!(parse_signed_duration("-5m"), Ok(-300_000));
    }

    #[test]
    fn refuses_in_prometheus_words() {
        for (text, words) in [
            ("", "empty duration string"),
            ("1", r#"not a valid duration string: "1""#),
            ("m", r#"not a valid duration string: "m""#),
            ("1m1d", r#"not a valid duration string: "1m1d""#),
            ("1s1s", r#"not a valid duration string: "1s1s""#),
            ("1.5h", r#"unknown unit "." in duration "1.5h""#),
            ("1é", r#"unknown unit "é" in duration "1é""#),
            ("-1h", r#"not a valid duration string: "-1h""#),
            ("293y", "duration out of range"),
            ("9223372036855ms", "duration out of range"),
            ("18446744073709551615ms", "duration out of range"),
            ("18446744073709551616ms", r#"not a valid duration string: "18446744073709551616ms""#),
        ] {
            assert_eq!(parse_duration(text).expect_err(text).to_string(), words);
        }
    }

    #[test]
    fn prints() {
        for (ms, text) in [
            (0, "0s"),
            (129_600_000, "1d12h"),
            (604_800_000, "1w"),
            (31_536_000_000, "1y"),
            (31_536_000_000 + 604_800_000, "372d"),
            (364 * 86_400_000, "52w"),
            (31_536_000_000 + 1, "365d1ms"),
            (90 * 86_400_000, "90d"),
            (-300_500, "-5m500ms"),
            (i64::MIN, "-106751991167d7h12m55s808ms"),
        ] {
            assert_eq!(format_duration(ms), text);
        }
    }
}
