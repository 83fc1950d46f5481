//! `index`, `slice` and `len`.

use std::cell::RefCell;
use std::rc::Rc;

use super::{Called, Exec, Value, concrete, message};
use crate::functions::CallError;

/// What Go's runtime says where a value is asked for the type that it does not have.
const NO_TYPE: &str = "reflect: call of reflect.Value.Type on zero Value";

pub(crate) fn index(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    let mut item = concrete(arguments, 0).clone();
    if matches!(item, Value::None) {
        return Err(message("index of untyped nil"));
    }
    for i in 1..arguments.len() {
        if matches!(item, Value::Interface(None)) {
            return Err(message("index of nil pointer"));
        }
        item = element(item.concrete(), concrete(arguments, i))?;
    }
    Ok(item)
}

fn element(item: &Value, index: &Value) -> Called {
    match item {
        Value::Text(text) | Value::Html(text) => {
            let at = position(index, text.len())?;
            text.as_bytes()
                .get(at)
                .map(|byte| Value::Byte(*byte))
                .ok_or_else(|| message("reflect: string index out of range"))
        }
        Value::Samples(samples) => {
            let samples = samples.borrow();
            let at = position(index, samples.len())?;
            let sample = samples.get(at).map(|sample| Value::Sample(Rc::clone(sample)));
            sample.ok_or_else(|| message("reflect: slice index out of range"))
        }
        Value::Texts(map) => Ok(Value::text(map.get(key(index)?).map_or("", String::as_str))),
        Value::Map(map) => Ok(Value::Interface(map.get(key(index)?).map(|value| Box::new(value.clone())))),
        other => Err(message(format!("can't index item of type {}", struct_name(other)))),
    }
}

/// The name of the type, of that behind a pointer where it is one.
fn struct_name(value: &Value) -> &'static str {
    value.type_name().map_or("nil", |name| name.trim_start_matches('*'))
}

fn key(index: &Value) -> Result<&str, CallError> {
    match index {
        Value::Text(text) => Ok(text),
        Value::None => Err(message("value is nil; should be of type string")),
        other => Err(message(format!("value has type {}; should be string", other.type_name().unwrap_or_default()))),
    }
}

/// A position up to and with the end.
fn position(index: &Value, end: usize) -> Result<usize, CallError> {
    match (index, index.integer()) {
        (_, Some(at)) => {
            usize::try_from(at).ok().filter(|at| *at <= end).ok_or_else(|| message(format!("index out of range: {at}")))
        }
        (Value::None, None) => Err(message("cannot index slice/array with nil")),
        (other, None) => {
            Err(message(format!("cannot index slice/array with type {}", other.type_name().unwrap_or_default())))
        }
    }
}

pub(crate) fn slice(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    let item = concrete(arguments, 0);
    let indexes = arguments.get(1..).unwrap_or_default();
    let n_items = match item {
        Value::None => return Err(message("slice of untyped nil")),
        _ if indexes.len() > 3 => return Err(message(format!("too many slice indexes: {}", indexes.len()))),
        Value::Text(_) | Value::Html(_) if indexes.len() == 3 => {
            return Err(message("cannot 3-index slice a string"));
        }
        Value::Text(text) | Value::Html(text) => text.len(),
        Value::Samples(samples) => samples.borrow().len(),
        other => return Err(message(format!("can't slice item of type {}", struct_name(other)))),
    };
    let mut bounds = [0, n_items, n_items];
    for (bound, index) in bounds.iter_mut().zip(indexes) {
        *bound = position(index.concrete(), n_items)?;
    }
    let [start, end, capacity] = bounds;
    if start > end || end > capacity {
        let (low, high) = if start > end { (start, end) } else { (end, capacity) };
        return Err(message(format!("invalid slice index: {low} > {high}")));
    }
    Ok(part(item, start, end))
}

fn part(item: &Value, start: usize, end: usize) -> Value {
    let cut = |text: &str| promenade_go::unicode::lossy(&text.as_bytes()[start..end]);
    match item {
        Value::Html(text) => Value::Html(cut(text).into()),
        Value::Samples(samples) => Value::Samples(Rc::new(RefCell::new(samples.borrow()[start..end].to_vec()))),
        other => Value::text(&cut(other.as_text().unwrap_or_default())),
    }
}

pub(crate) fn len(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    let length = match concrete(arguments, 0) {
        Value::Text(text) | Value::Html(text) => text.len(),
        Value::Texts(map) => map.len(),
        Value::Map(map) => map.len(),
        Value::Samples(samples) => samples.borrow().len(),
        Value::None => return Err(message(NO_TYPE)),
        other => return Err(message(format!("len of type {}", struct_name(other)))),
    };
    Ok(Value::Int(length as i64))
}
