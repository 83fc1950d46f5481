//! Functions over texts.

use promenade_go::regex::compile_search;
use promenade_go::strconv::{can_backquote, quote_go};
use promenade_go::unicode::{simple_lower, simple_upper, title_words};

use super::{Called, Exec, Value, concrete, message, text_of};
use crate::eval::print::{sprint, sprintln};
use crate::eval::printf::sprintf;

/// Bytes that a replacement makes at most.
const MAX_REPLACED_BYTES: usize = 1 << 24;

pub(crate) fn not(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    Ok(Value::Bool(!concrete(arguments, 0).is_true()))
}

pub(crate) fn print(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    Ok(Value::text(&sprint(arguments)))
}

pub(crate) fn println(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    Ok(Value::text(&sprintln(arguments)))
}

pub(crate) fn printf(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    Ok(Value::text(&sprintf(text_of(arguments, 0), arguments.get(1..).unwrap_or_default())))
}

pub(crate) fn to_upper(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    Ok(Value::text(&simple_upper(text_of(arguments, 0))))
}

pub(crate) fn to_lower(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    Ok(Value::text(&simple_lower(text_of(arguments, 0))))
}

pub(crate) fn title(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    Ok(Value::text(&title_words(text_of(arguments, 0))))
}

pub(crate) fn matches(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    let regex = compile_search(text_of(arguments, 0)).map_err(|error| message(error.to_string()))?;
    Ok(Value::Bool(regex.is_match(text_of(arguments, 1))))
}

pub(crate) fn re_replace_all(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    let pattern = text_of(arguments, 0);
    let regex = compile_search(pattern).map_err(|error| {
        let quoted = if can_backquote(pattern) { format!("`{pattern}`") } else { quote_go(pattern) };
        message(format!("regexp: Compile({quoted}): {error}"))
    })?;
    Ok(Value::text(&regex.replace_all(text_of(arguments, 2), text_of(arguments, 1), MAX_REPLACED_BYTES)))
}
