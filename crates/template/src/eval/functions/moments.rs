//! Times and durations: `now`, `toTime`, `toDuration`, `parseDuration`.

use promenade_go::math::to_int64;
use promenade_go::strconv::format_g;
use promenade_go::time::{Duration, Time};
use promenade_model::duration::parse_signed_duration;

use super::humanize::number;
use super::{Called, Exec, Value, message, text_of};
use crate::functions::CallError;

/// The time of a float in seconds, in whole milliseconds.
pub(super) fn float_to_time(seconds: f64) -> Result<Time, CallError> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if !seconds.is_finite() {
        return Err(message("value is NaN or Inf"));
    }
    let nanoseconds = seconds * 1e9;
    if !(-LIMIT..=LIMIT).contains(&nanoseconds) {
        let shown = format_g(seconds);
        return Err(message(format!(
            "{shown} cannot be represented as a nanoseconds timestamp since it overflows int64"
        )));
    }
    Ok(Time::from_unix_ms(to_int64(nanoseconds) / 1_000_000))
}

pub(crate) fn now(exec: &mut Exec<'_, '_>, _: &[Value]) -> Called {
    Ok(Value::Float(exec.time_ms as f64 / 1000.0))
}

pub(crate) fn to_time(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    float_to_time(number(arguments)?).map(Value::TimePointer)
}

pub(crate) fn to_duration(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    Ok(Value::DurationPointer(Duration::from_seconds(number(arguments)?)))
}

pub(crate) fn parse_duration(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    let duration_ms = parse_signed_duration(text_of(arguments, 0)).map_err(|error| message(error.to_string()))?;
    Ok(Value::Float((duration_ms * 1_000_000) as f64 / 1e9))
}
