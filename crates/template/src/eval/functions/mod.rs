//! What the functions of templates do, a file for each kind.
#![allow(clippy::unnecessary_wraps)] // the table of functions needs one type for all

mod compare;
mod escape;
mod humanize;
mod index;
mod links;
mod moments;
mod queries;
mod text;

pub(crate) use self::compare::{eq, ge, gt, le, lt, ne};
pub(crate) use self::escape::{html, js, safe_html, url_query_escape, urlquery};
pub(crate) use self::humanize::{humanize, humanize_1024, humanize_duration, humanize_percentage, humanize_timestamp};
pub(crate) use self::index::{index, len, slice};
pub(crate) use self::links::{external_url, graph_link, path_prefix, strip_domain, strip_port, table_link};
pub(crate) use self::moments::{now, parse_duration, to_duration, to_time};
pub(crate) use self::queries::{args, first, label, query, sort_by_label, strvalue, value};
pub(crate) use self::text::{matches, not, print, printf, println, re_replace_all, title, to_lower, to_upper};

use super::exec::Exec;
use super::value::Value;
use crate::functions::CallError;

/// What a function gives.
type Called = Result<Value, CallError>;

/// What Go's runtime says where something is used that is not there.
const NIL_POINTER: &str = "runtime error: invalid memory address or nil pointer dereference";

fn message(text: impl Into<String>) -> CallError {
    CallError::Message(text.into())
}

/// The text of an argument that has been validated as one.
fn text_of(arguments: &[Value], i: usize) -> &str {
    arguments.get(i).and_then(Value::as_text).unwrap_or_default()
}

/// An argument, without the interface around it.
fn concrete(arguments: &[Value], i: usize) -> &Value {
    arguments.get(i).map_or(&Value::None, Value::concrete)
}
