//! `html`, `js`, `urlquery`, `urlQueryEscape` and `safeHtml`.

use std::fmt::Write as _;

use promenade_go::strconv::is_printable;
use promenade_go::url::query_escape;

use super::{Called, Exec, Value, text_of};
use crate::eval::print::{printable, sprint};

pub(crate) fn html(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    let mut escaped = String::new();
    for c in joined(arguments).chars() {
        match c {
            '\0' => escaped.push('\u{fffd}'),
            '"' => escaped.push_str("&#34;"),
            '\'' => escaped.push_str("&#39;"),
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            c => escaped.push(c),
        }
    }
    Ok(Value::text(&escaped))
}

pub(crate) fn js(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    let mut escaped = String::new();
    for c in joined(arguments).chars() {
        match c {
            '\\' | '\'' | '"' => escaped.extend(['\\', c]),
            '<' | '>' | '&' | '=' | '\0'..' ' => push_code(&mut escaped, c),
            c if c.is_ascii() || is_printable(c) => escaped.push(c),
            c => push_code(&mut escaped, c),
        }
    }
    Ok(Value::text(&escaped))
}

fn push_code(escaped: &mut String, c: char) {
    let _ = write!(escaped, "\\u{:04X}", c as u32);
}

pub(crate) fn urlquery(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    Ok(Value::text(&query_escape(&joined(arguments))))
}

pub(crate) fn url_query_escape(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    Ok(Value::text(&query_escape(text_of(arguments, 0))))
}

pub(crate) fn safe_html(_: &mut Exec<'_, '_>, arguments: &[Value]) -> Called {
    Ok(Value::Html(text_of(arguments, 0).into()))
}

/// The arguments as an action would print them, one after the other.
fn joined(arguments: &[Value]) -> String {
    let shown: Vec<Value> = arguments.iter().map(as_printed).collect();
    sprint(&shown)
}

/// A value that prints as an action prints it.
fn as_printed(value: &Value) -> Value {
    match value.concrete() {
        Value::None | Value::Sample(_) => Value::text(&printable(value)),
        other => other.clone(),
    }
}
