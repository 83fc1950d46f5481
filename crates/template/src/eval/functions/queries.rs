//! Queries, and what their results hold.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::{Called, Exec, NIL_POINTER, Value, message, text_of};
use crate::eval::value::Sample;
use crate::functions::CallError;

pub(crate) fn query(exec: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    let answer = (exec.ask)(text_of(arguments, 0)).map_err(CallError::Missing)?;
    let samples = answer.map_err(message)?;
    Ok(Value::Samples(Rc::new(RefCell::new(samples.into_iter().map(|sample| Rc::new(sample.into())).collect()))))
}

fn sample(arguments: &[Value], i: usize) -> Result<&Rc<Sample>, CallError> {
    match arguments.get(i) {
        Some(Value::Sample(sample)) => Ok(sample),
        _ => Err(message(NIL_POINTER)),
    }
}

pub(crate) fn first(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    let first = match arguments.first() {
        Some(Value::Samples(samples)) => samples.borrow().first().cloned(),
        _ => None,
    };
    first.map(Value::Sample).ok_or_else(|| message("first() called on vector with no elements"))
}

pub(crate) fn label(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    let label = sample(arguments, 1)?.labels.get(text_of(arguments, 0));
    Ok(Value::text(label.map_or("", String::as_str)))
}

pub(crate) fn value(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    Ok(Value::Interface(Some(Box::new(sample(arguments, 0)?.value.clone()))))
}

pub(crate) fn strvalue(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    let text = sample(arguments, 0)?.labels.get("__value__");
    Ok(Value::text(text.map_or("", String::as_str)))
}

fn label_value<'a>(sample: &'a Sample, label: &str) -> &'a str {
    sample.labels.get(label).map_or("", String::as_str)
}

pub(crate) fn sort_by_label(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    let label = text_of(arguments, 0);
    let Some(Value::Samples(samples)) = arguments.get(1) else { return Ok(Value::None) };
    samples.borrow_mut().sort_by(|a, b| label_value(a, label).cmp(label_value(b, label)));
    Ok(Value::Samples(Rc::clone(samples)))
}

pub(crate) fn args(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    let entry = |(i, value): (usize, &Value)| (format!("arg{i}"), value.concrete().clone());
    let map: BTreeMap<String, Value> = arguments.iter().enumerate().map(entry).collect();
    Ok(Value::Map(Rc::new(map)))
}
