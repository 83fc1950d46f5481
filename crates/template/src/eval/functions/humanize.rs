//! `humanize` and its like.

use promenade_go::math::to_int64;
use promenade_go::strconv::{format_g_precision, parse_go_float};

use super::moments::float_to_time;
use super::{Called, Exec, Value, concrete, message};
use crate::constant::number_error;
use crate::functions::CallError;

const LARGE: [&str; 8] = ["k", "M", "G", "T", "P", "E", "Z", "Y"];
const LARGE_1024: [&str; 8] = ["ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"];
const SMALL: [&str; 8] = ["m", "u", "n", "p", "f", "a", "z", "y"];

/// The number that an argument is, or whose text it is.
pub(super) fn number(arguments: &[Value]) -> Result<f64, CallError> {
    match concrete(arguments, 0) {
        Value::Float(value) => Ok(*value),
        Value::Int(value) => Ok(*value as f64),
        Value::Duration(duration) => Ok(duration.in_units(1_000_000_000)),
        Value::Text(text) => parse_go_float(text).map_err(|error| message(number_error("ParseFloat", text, &error))),
        other => Err(message(format!("can't convert {} to float", other.type_name().unwrap_or("<nil>")))),
    }
}

/// Four significant digits.
fn short(value: f64) -> String {
    format_g_precision(value, 4)
}

/// Divides by `unit` as long as that is possible and there is a prefix for it.
fn scaled_down(mut value: f64, unit: f64, prefixes: &[&'static str]) -> (f64, &'static str) {
    let mut prefix = "";
    for larger in prefixes {
        if value.abs() < unit {
            break;
        }
        prefix = larger;
        value /= unit;
    }
    (value, prefix)
}

/// Multiplies by a thousand until the value is 1 or more.
fn scaled_up(mut value: f64) -> (f64, &'static str) {
    let mut prefix = "";
    for smaller in SMALL {
        if value.abs() >= 1.0 {
            break;
        }
        prefix = smaller;
        value *= 1000.0;
    }
    (value, prefix)
}

pub(crate) fn humanize(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    let value = number(arguments)?;
    let (value, prefix) = match value {
        _ if value == 0.0 || !value.is_finite() => (value, ""),
        _ if value.abs() >= 1.0 => scaled_down(value, 1000.0, &LARGE),
        _ => scaled_up(value),
    };
    Ok(Value::text(&(short(value) + prefix)))
}

pub(crate) fn humanize_1024(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    let value = number(arguments)?;
    let is_plain = value.abs() <= 1.0 || !value.is_finite();
    let (value, prefix) = if is_plain { (value, "") } else { scaled_down(value, 1024.0, &LARGE_1024) };
    Ok(Value::text(&(short(value) + prefix)))
}

pub(crate) fn humanize_percentage(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    Ok(Value::text(&(short(number(arguments)? * 100.0) + "%")))
}

pub(crate) fn humanize_duration(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    let value = number(arguments)?;
    Ok(Value::text(&match value {
        _ if !value.is_finite() => short(value),
        _ if value == 0.0 => short(value) + "s",
        _ if value.abs() >= 1.0 => long_duration(value),
        _ => {
            let (value, prefix) = scaled_up(value);
            short(value) + prefix + "s"
        }
    }))
}

/// A duration of a second or more.
fn long_duration(value: f64) -> String {
    let (sign, value) = if value < 0.0 { ("-", -value) } else { ("", value) };
    let duration = to_int64(value);
    let (seconds, minutes, hours) = (duration % 60, duration / 60 % 60, duration / 60 / 60 % 24);
    let days = duration / 60 / 60 / 24;
    if days != 0 {
        format!("{sign}{days}d {hours}h {minutes}m {seconds}s")
    } else if hours != 0 {
        format!("{sign}{hours}h {minutes}m {seconds}s")
    } else if minutes != 0 {
        format!("{sign}{minutes}m {seconds}s")
    } else {
        format!("{sign}{}s", short(value))
    }
}

pub(crate) fn humanize_timestamp(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    let value = number(arguments)?;
    let text = if value.is_finite() { float_to_time(value)?.to_string() } else { short(value) };
    Ok(Value::text(&text))
}
