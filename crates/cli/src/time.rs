//! Times, steps and periods as arguments, and the times of a query.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, SecondsFormat, Utc};
use promenade::model::TimestampMs;
use promenade::model::duration::parse_duration;

use crate::args::TimeArgs;
use crate::errors::Failure;

/// When a query is evaluated, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Times {
    /// At one time.
    Instant(TimestampMs),
    /// From `start_ms` to `end_ms`, every `step_ms`.
    Range { start_ms: TimestampMs, end_ms: TimestampMs, step_ms: i64 },
}

/// The oldest and the newest sample.
pub(crate) type Span = (TimestampMs, TimestampMs);

impl TimeArgs {
    /// Whether the query goes over a range of time.
    pub(crate) fn is_range(&self) -> bool {
        self.start.is_some() || self.end.is_some() || self.step.is_some()
    }

    /// The latest time that was given.
    pub(crate) fn latest(&self) -> Option<TimestampMs> {
        self.time.or(self.end)
    }

    /// The times of the query; what is not given comes from the span of the data, or is now where there is no data.
    pub(crate) fn resolve(&self, data: Option<Span>) -> Result<Times, Failure> {
        let (oldest, newest) = data.unwrap_or_else(|| (now_ms(), now_ms()));
        if !self.is_range() {
            return Ok(Times::Instant(self.time.unwrap_or(newest)));
        }
        let end_ms = self.end.unwrap_or(newest);
        let start_ms = self.start.unwrap_or_else(|| oldest.min(end_ms));
        if end_ms < start_ms {
            let (start, end) = (format_time(start_ms), format_time(end_ms));
            let help = match self.end {
                Some(_) => "swap --start and --end",
                None => "--end is the newest sample of the data where it is not given: give it, or an earlier --start",
            };
            return Err(Failure::usage(format!("the range ends at {end}, before it starts at {start}"), help));
        }
        let step_ms = self.step.unwrap_or_else(|| default_step_ms(end_ms.saturating_sub(start_ms)));
        Ok(Times::Range { start_ms, end_ms, step_ms })
    }
}

/// Now.
pub(crate) fn now_ms() -> TimestampMs {
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => since.as_millis() as TimestampMs,
        Err(before) => -(before.duration().as_millis() as TimestampMs),
    }
}

/// A time in UTC as RFC 3339 with as many decimals as it needs; seconds since 1970 where no calendar has it.
pub(crate) fn format_time(time_ms: TimestampMs) -> String {
    let Some(time) = utc(time_ms) else { return format!("{}", time_ms as f64 / 1000.0) };
    time.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// A time in UTC; `None` if no calendar has it.
pub(crate) fn utc(time_ms: TimestampMs) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(time_ms)
}

/// RFC 3339, Unix seconds with decimals, `now`, or a time before or after now: `-1h`, `now-1h`, `now+5m`.
pub(crate) fn parse_time(text: &str) -> Result<TimestampMs, String> {
    if let Ok(seconds) = text.parse::<f64>() {
        let time_ms = (seconds * 1000.0).round();
        // Beyond this a float does not tell milliseconds apart.
        let is_exact = time_ms.abs() <= MAX_EXACT_MS;
        return is_exact.then_some(time_ms as i64).ok_or_else(|| "out of range: times are Unix seconds".to_owned());
    }
    if let Some(offset_ms) = parse_offset_ms(text) {
        return now_ms().checked_add(offset_ms).ok_or_else(|| "out of range".to_owned());
    }
    let time = DateTime::parse_from_rfc3339(text).map_err(|_| {
        "give RFC 3339 (2026-06-26T10:15:00Z), Unix seconds (1782468900 or 1782468900.5), `now`, or a duration before now \
         (-1h, now-1h)"
            .to_owned()
    })?;
    Ok(time.timestamp_millis())
}

/// The offset from now of `now`, `now-1h`, `now+1h` or `-1h`; none for a text of another form. A number without a unit
/// is a Unix time.
fn parse_offset_ms(text: &str) -> Option<i64> {
    let offset = match text.strip_prefix("now") {
        Some("") => return Some(0),
        Some(offset) => offset,
        None => text.strip_prefix('-').map(|_| text)?,
    };
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let duration_ms = parse_duration(offset.strip_prefix(['-', '+'])?).ok()?;
    Some(sign * duration_ms)
}

/// The step of a range: more than zero.
pub(crate) fn parse_step_ms(text: &str) -> Result<i64, String> {
    match parse_duration_ms(text)? {
        ms if ms <= 0 => Err("the step must be at least 1ms".to_owned()),
        ms => Ok(ms),
    }
}

/// A duration that is not negative.
pub(crate) fn parse_period(text: &str) -> Result<Duration, String> {
    let ms = parse_duration_ms(text)?;
    u64::try_from(ms).map(Duration::from_millis).map_err(|_| "must not be negative".to_owned())
}

/// 2^53 milliseconds.
const MAX_EXACT_MS: f64 = 9_007_199_254_740_992.0;

fn parse_duration_ms(text: &str) -> Result<i64, String> {
    if let Ok(seconds) = text.parse::<f64>() {
        let ms = seconds * 1000.0;
        return (ms.abs() <= MAX_EXACT_MS).then_some(ms as i64).ok_or_else(|| "out of range".to_owned());
    }
    parse_duration(text).map_err(|_| "give a PromQL duration (15s, 1h30m, 500ms) or seconds (15, 0.5)".to_owned())
}

/// A 250th of the range in whole seconds, as in Prometheus's web page; at least a second.
fn default_step_ms(range_ms: i64) -> i64 {
    (range_ms / 250 / 1000 * 1000).max(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_in_three_forms() {
        for (text, ms) in [
            ("0", 0),
            ("1782468875.486", 1_782_468_875_486),
            ("-1.5", -1500),
            ("-0", 0),
            ("1e3", 1_000_000),
            ("2026-06-26T10:14:35Z", 1_782_468_875_000),
            ("2026-06-26T12:14:35.5+02:00", 1_782_468_875_500),
        ] {
            assert_eq!(parse_time(text), Ok(ms), "{text}");
        }
        let hour_ms = 3_600_000;
        for (text, offset_ms) in [("now", 0), ("now-1h", -hour_ms), ("-1h", -hour_ms), ("now+1h30m", hour_ms * 3 / 2)] {
            let expected_ms = now_ms() + offset_ms;
            assert!((expected_ms - parse_time(text).unwrap()).abs() < 60_000, "{text}");
        }
        for text in ["", "yesterday", "2026-06-26", "NaN", "inf", "1e300", "now-", "now1h", "1h", "-h", "now-1x"] {
            assert!(parse_time(text).is_err(), "{text}");
        }
    }

    #[test]
    fn steps_and_periods() {
        assert_eq!(parse_step_ms("1m30s"), Ok(90_000));
        assert_eq!(parse_step_ms("0.5"), Ok(500));
        for text in ["0", "0s", "-5", "m", "NaN", "0.0001"] {
            assert!(parse_step_ms(text).is_err(), "{text}");
        }
        assert_eq!(parse_period("0"), Ok(Duration::ZERO));
        assert!(parse_period("-1").is_err());
    }

    #[test]
    fn times_as_text() {
        assert_eq!(format_time(1_782_468_875_000), "2026-06-26T10:14:35Z");
        assert_eq!(format_time(-1), "1969-12-31T23:59:59.999Z");
        assert_eq!(format_time(i64::MAX), "9223372036854776");
    }

    #[test]
    fn what_is_not_given_comes_from_the_data() {
        let args = |time, start, end, step| TimeArgs { time, start, end, step };
        let resolve = |args: TimeArgs| args.resolve(Some((1_000_000, 2_000_000))).unwrap();
        let range = |start_ms, end_ms, step_ms| Times::Range { start_ms, end_ms, step_ms };
        assert_eq!(resolve(args(None, None, None, None)), Times::Instant(2_000_000));
        assert_eq!(resolve(args(Some(5), None, None, None)), Times::Instant(5));
        assert_eq!(resolve(args(None, None, None, Some(60_000))), range(1_000_000, 2_000_000, 60_000));
        assert_eq!(resolve(args(None, Some(0), None, None)), range(0, 2_000_000, 8000));
        assert_eq!(resolve(args(None, None, Some(500), None)), range(500, 500, 1000));
        assert!(args(None, Some(9_000_000), None, None).resolve(Some((0, 1))).is_err());
    }
}
