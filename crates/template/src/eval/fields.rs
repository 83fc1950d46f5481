//! Fields of structs, keys of maps, and methods of times and durations.

use std::rc::Rc;

use promenade_go::time::{Duration, Time, UtcTime, month_name, weekday_name};
use promenade_model::FloatHistogram;

use super::exec::{Exec, Outcome};
use super::pipeline::Arguments;
use super::show::At;
use super::value::Value;
use crate::functions::{CallError, ParamType, Params};
use crate::tree::{Field, Operand};

/// A method: its parameters and what it does.
struct Method {
    params: Params,
    run: fn(&Value, &[Value]) -> Option<Value>,
}

impl<'t> Exec<'t, '_> {
    /// Follows fields from a value; the last may be a method, which takes the arguments.
    pub(super) fn fields(
        &mut self,
        start: Value,
        fields: &'t [Field],
        node: &'t Operand,
        arguments: Arguments<'t, '_>,
        dot: &Value,
    ) -> Outcome<Value> {
        let mut value = start;
        for (i, field) in fields.iter().enumerate() {
            let is_last = i + 1 == fields.len();
            let arguments = if is_last { arguments } else { Arguments::NONE };
            value = self.field(&value, &field.name, node, arguments, dot)?;
        }
        Ok(value)
    }

    fn field(
        &mut self,
        receiver: &Value,
        name: &str,
        node: &'t Operand,
        arguments: Arguments<'t, '_>,
        dot: &Value,
    ) -> Outcome<Value> {
        let Some(type_name) = receiver.type_name() else { return Ok(Value::None) };
        if matches!(receiver, Value::Interface(None)) {
            return self.fail(&format!("nil pointer evaluating {type_name}.{name}"));
        }
        let receiver = receiver.concrete();
        if let Some(method) = method(receiver, name) {
            let values = self.arguments(name, &method.params, arguments, dot)?;
            let result = (method.run)(receiver, &values);
            let result = result.ok_or_else(|| CallError::Message("invalid argument".to_owned()));
            return self.result(name, At::Operand(node), result);
        }
        if let Some(value) = struct_field(receiver, name) {
            if arguments.exist() {
                return self.fail(&format!("{name} has arguments but cannot be invoked as function"));
            }
            return Ok(value);
        }
        let Some(value) = map_entry(receiver, name) else {
            return self.fail(&format!("can't evaluate field {name} in type {type_name}"));
        };
        if arguments.exist() {
            return self.fail(&format!("{name} is not a method but has arguments"));
        }
        Ok(value)
    }
}

fn interface(value: &Value) -> Value {
    Value::Interface(Some(Box::new(value.clone())))
}

fn struct_field(receiver: &Value, name: &str) -> Option<Value> {
    match receiver {
        Value::Data(data) => Some(match name {
            "Labels" => Value::Texts(Rc::clone(&data.labels)),
            "ExternalLabels" => Value::Texts(Rc::clone(&data.external_labels)),
            "ExternalURL" => Value::Text(Rc::clone(&data.external_url)),
            "Value" => interface(&data.value),
            _ => return None,
        }),
        Value::Sample(sample) => match name {
            "Labels" => Some(Value::Texts(Rc::clone(&sample.labels))),
            "Value" => Some(interface(&sample.value)),
            _ => None,
        },
        Value::Histogram(histogram) => histogram_field(histogram, name),
        _ => None,
    }
}

fn histogram_field(histogram: &FloatHistogram, name: &str) -> Option<Value> {
    Some(match name {
        "Count" => Value::Float(histogram.count),
        "Sum" => Value::Float(histogram.sum),
        "ZeroCount" => Value::Float(histogram.zero_count),
        "ZeroThreshold" => Value::Float(histogram.zero_threshold),
        "Schema" => Value::Int(i64::from(histogram.schema)),
        _ => return None,
    })
}

/// The value of a key; that of a key that is not there is the zero of its type.
fn map_entry(receiver: &Value, name: &str) -> Option<Value> {
    match receiver {
        Value::Texts(map) => Some(Value::text(map.get(name).map_or("", String::as_str))),
        Value::Map(map) => {
            Some(map.get(name).map_or(Value::Interface(None), |value| Value::Interface(Some(Box::new(value.clone())))))
        }
        _ => None,
    }
}

const fn getter(run: fn(&Value, &[Value]) -> Option<Value>) -> Method {
    Method { params: Params::fixed(&[]), run }
}

fn method(receiver: &Value, name: &str) -> Option<Method> {
    match receiver {
        Value::Time(_) | Value::TimePointer(_) => time_method(name),
        Value::Duration(_) | Value::DurationPointer(_) => duration_method(name),
        Value::Month(_) | Value::Weekday(_) | Value::Histogram(_) if name == "String" => {
            Some(getter(|value, _| Some(Value::text(&string(value)?))))
        }
        _ => None,
    }
}

/// The text of a value that has the method `String`.
pub(super) fn string(value: &Value) -> Option<String> {
    match value {
        Value::Time(time) | Value::TimePointer(time) => Some(time.to_string()),
        Value::Duration(duration) | Value::DurationPointer(duration) => Some(duration.to_string()),
        Value::Month(month) => Some(month_name(*month)),
        Value::Weekday(day) => Some(weekday_name(*day)),
        Value::Histogram(histogram) => Some(histogram.to_string()),
        _ => None,
    }
}

fn time(value: &Value) -> Option<Time> {
    if let Value::Time(time) | Value::TimePointer(time) = value { Some(*time) } else { None }
}

fn utc(value: &Value) -> Option<UtcTime> {
    time(value).map(Time::utc)
}

fn unix(value: &Value, unit: i128) -> Option<Value> {
    time(value).map(|time| Value::Int(time.unix_nanoseconds().div_euclid(unit) as i64))
}

fn time_method(name: &str) -> Option<Method> {
    Some(match name {
        "String" => getter(|value, _| string(value).map(|text| Value::text(&text))),
        "UTC" => getter(|value, _| time(value).map(Value::Time)),
        "Unix" => getter(|value, _| unix(value, 1_000_000_000)),
        "UnixMilli" => getter(|value, _| unix(value, 1_000_000)),
        "UnixMicro" => getter(|value, _| unix(value, 1_000)),
        "UnixNano" => getter(|value, _| unix(value, 1)),
        "Year" => getter(|value, _| utc(value).map(|utc| Value::Int(utc.year()))),
        "Month" => getter(|value, _| utc(value).map(|utc| Value::Month(utc.month().into()))),
        "Day" => getter(|value, _| utc(value).map(|utc| Value::Int(utc.day().into()))),
        "YearDay" => getter(|value, _| utc(value).map(|utc| Value::Int(utc.day_of_year().into()))),
        "Weekday" => getter(|value, _| utc(value).map(|utc| Value::Weekday(utc.weekday().into()))),
        "Hour" => getter(|value, _| utc(value).map(|utc| Value::Int(utc.hour().into()))),
        "Minute" => getter(|value, _| utc(value).map(|utc| Value::Int(utc.minute().into()))),
        "Second" => getter(|value, _| utc(value).map(|utc| Value::Int(utc.second().into()))),
        "Nanosecond" => getter(|value, _| time(value).map(|time| Value::Int(time.nanosecond().into()))),
        "Format" => Method {
            params: Params::fixed(&[ParamType::Text]),
            run: |value, arguments| {
                let layout = arguments.first()?.as_text()?;
                time(value).map(|time| Value::text(&time.format(layout)))
            },
        },
        "Add" => Method {
            params: Params::fixed(&[ParamType::Duration]),
            run: |value, arguments| Some(Value::Time(time(value)?.after(duration(arguments.first()?)?))),
        },
        _ => return None,
    })
}

fn duration(value: &Value) -> Option<Duration> {
    match value {
        Value::Duration(duration) | Value::DurationPointer(duration) => Some(*duration),
        Value::Int(nanoseconds) => Some(Duration::from_nanoseconds(*nanoseconds)),
        _ => None,
    }
}

fn duration_method(name: &str) -> Option<Method> {
    const SECOND: i64 = 1_000_000_000;
    Some(match name {
        "String" => getter(|value, _| string(value).map(|text| Value::text(&text))),
        "Hours" => getter(|value, _| Some(Value::Float(duration(value)?.in_units(3600 * SECOND)))),
        "Minutes" => getter(|value, _| Some(Value::Float(duration(value)?.in_units(60 * SECOND)))),
        "Seconds" => getter(|value, _| Some(Value::Float(duration(value)?.in_units(SECOND)))),
        "Milliseconds" => getter(|value, _| Some(Value::Int(duration(value)?.nanoseconds() / 1_000_000))),
        "Microseconds" => getter(|value, _| Some(Value::Int(duration(value)?.nanoseconds() / 1_000))),
        "Nanoseconds" => getter(|value, _| Some(Value::Int(duration(value)?.nanoseconds()))),
        "Abs" => getter(|value, _| Some(Value::Duration(duration(value)?.abs()))),
        "Round" => Method {
            params: Params::fixed(&[ParamType::Duration]),
            run: |value, arguments| Some(Value::Duration(duration(value)?.round(duration(arguments.first()?)?))),
        },
        "Truncate" => Method {
            params: Params::fixed(&[ParamType::Duration]),
            run: |value, arguments| Some(Value::Duration(duration(value)?.truncate(duration(arguments.first()?)?))),
        },
        _ => return None,
    })
}
