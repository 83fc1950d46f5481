//! `eq`, `ne`, `lt`, `le`, `gt`, `ge`.

use std::rc::Rc;

use super::{Called, Exec, Value, concrete, message};
use crate::eval::print::print_value;
use crate::eval::value::BasicKind;
use crate::functions::CallError;

pub(crate) fn eq(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    if arguments.len() < 2 {
        return Err(message("missing argument for comparison"));
    }
    for i in 1..arguments.len() {
        if equal(concrete(arguments, 0), concrete(arguments, i))? {
            return Ok(Value::Bool(true));
        }
    }
    Ok(Value::Bool(false))
}

pub(crate) fn ne(exec: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    eq(exec, arguments).map(|equal| Value::Bool(!equal.is_true()))
}

pub(crate) fn lt(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    less(concrete(arguments, 0), concrete(arguments, 1)).map(Value::Bool)
}

pub(crate) fn le(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    less_or_equal(concrete(arguments, 0), concrete(arguments, 1)).map(Value::Bool)
}

pub(crate) fn gt(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    less_or_equal(concrete(arguments, 0), concrete(arguments, 1)).map(|le| Value::Bool(!le))
}

pub(crate) fn ge(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    less(concrete(arguments, 0), concrete(arguments, 1)).map(|lt| Value::Bool(!lt))
}

fn less_or_equal(a: &Value, b: &Value) -> Result<bool, CallError> {
    Ok(less(a, b)? || equal(a, b)?)
}

fn types(a: &Value, b: &Value) -> CallError {
    let name = |value: &Value| value.type_name().unwrap_or("nil");
    message(format!("incompatible types for comparison: {} and {}", name(a), name(b)))
}

/// The integer of either sign.
fn integer(value: &Value) -> i64 {
    value.integer().unwrap_or_default()
}

fn equal(a: &Value, b: &Value) -> Result<bool, CallError> {
    use BasicKind::{Int, Uint};
    match (a.basic_kind(), b.basic_kind()) {
        (Some(Int | Uint), Some(Int | Uint)) => return Ok(integer(a) == integer(b)),
        (None, None) => return equal_references(a, b),
        (kind_a, kind_b) if kind_a != kind_b => {
            let has_both = a.type_name().is_some() && b.type_name().is_some();
            return if has_both { Err(types(a, b)) } else { Ok(false) };
        }
        _ => {}
    }
    Ok(match (a, b) {
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Float(a), Value::Float(b)) => a == b,
        (Value::Complex(a, i), Value::Complex(b, j)) => a == b && i == j,
        _ => a.as_text() == b.as_text(),
    })
}

/// Values that have no order: they are the same, or none.
fn equal_references(a: &Value, b: &Value) -> Result<bool, CallError> {
    if matches!(a, Value::None) || matches!(b, Value::None) {
        return Ok(matches!((a, b), (Value::None, Value::None)));
    }
    if std::mem::discriminant(&kind(a)) != std::mem::discriminant(&kind(b)) {
        let (a_name, b_name) = (a.type_name().unwrap_or_default(), b.type_name().unwrap_or_default());
        let (a, b) = (print_value(a, 's'), print_value(b, 'v'));
        return Err(message(format!("non-comparable types {a}: {a_name}, {b_name}: {b}")));
    }
    Ok(match (a, b) {
        (Value::Sample(a), Value::Sample(b)) => Rc::ptr_eq(a, b),
        (Value::Histogram(a), Value::Histogram(b)) => Rc::ptr_eq(a, b),
        (Value::Time(a), Value::Time(b)) => a == b,
        _ if kind(b) == Kind::Pointer => false,
        _ => {
            let type_name = b.type_name().unwrap_or_default();
            return Err(message(format!("non-comparable type {}: {type_name}", print_value(b, 's'))));
        }
    })
}

/// Go's kinds of what is not basic.
#[derive(PartialEq, Eq)]
enum Kind {
    Map,
    Slice,
    Pointer,
    Struct,
}

fn kind(value: &Value) -> Kind {
    match value {
        Value::Texts(_) | Value::Map(_) => Kind::Map,
        Value::Samples(_) => Kind::Slice,
        Value::Data(_) | Value::Time(_) => Kind::Struct,
        _ => Kind::Pointer,
    }
}

fn less(a: &Value, b: &Value) -> Result<bool, CallError> {
    use BasicKind::{Int, Uint};
    let invalid = || message("invalid type for comparison");
    let (kind_a, kind_b) = (a.basic_kind().ok_or_else(invalid)?, b.basic_kind().ok_or_else(invalid)?);
    match (kind_a, kind_b) {
        (Int | Uint, Int | Uint) => return Ok(integer(a) < integer(b)),
        (kind_a, kind_b) if kind_a != kind_b => return Err(types(a, b)),
        _ => {}
    }
    match (a, b) {
        (Value::Float(a), Value::Float(b)) => Ok(a < b),
        _ => match (a.as_text(), b.as_text()) {
            (Some(a), Some(b)) => Ok(a < b),
            _ => Err(invalid()),
        },
    }
}
