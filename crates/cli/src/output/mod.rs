//! Writes results in the format asked for.

mod arrow;
mod chart;
pub(crate) mod cost;
mod csv;
pub(crate) mod json;
mod layout;
mod rows;
mod table;

pub(crate) use layout::Layout;

use std::borrow::Cow;
use std::io::{self, BufWriter, Write, stdout};

use promenade::model::labels::{METRIC_NAME, is_legacy_metric_name};
use promenade::{EmptyReason, Labels, QueryResult, QueryValue};

use crate::args::OutputFormat;
use crate::errors::Failure;
use crate::terminal::Stream;
use crate::time::Times;

/// A result with what it answers.
pub(crate) struct Answer<'a> {
    pub(crate) query: &'a str,
    pub(crate) times: Times,
    /// The order of columns and rows in a table.
    pub(crate) layout: Layout,
    pub(crate) result: &'a QueryResult,
    /// What it cost, where that is asked for.
    pub(crate) cost: Option<&'a cost::Cost>,
    /// Why it is empty, where it is.
    pub(crate) empty_reasons: Option<&'a [EmptyReason]>,
}

/// Whether there is no series in a result.
pub(crate) fn is_empty(result: &QueryResult) -> bool {
    match &result.value {
        QueryValue::Scalar(..) | QueryValue::String(_) => false,
        QueryValue::Vector(_, samples) => samples.is_empty(),
        QueryValue::Matrix(series) => series.is_empty(),
    }
}

/// Writes an answer to the standard output.
pub(crate) fn write(answer: &Answer<'_>, format: OutputFormat, stream: Stream) -> Result<(), Failure> {
    let mut out = BufWriter::with_capacity(1 << 16, stdout().lock());
    match format {
        OutputFormat::Table => table::write(answer, stream.width(), &mut out).map_err(Failure::Output)?,
        OutputFormat::Json => json::write(answer, &mut out).map_err(Failure::Output)?,
        OutputFormat::Csv => csv::write(answer.result, &mut out)?,
        OutputFormat::Chart => chart::write(answer, stream, &mut out).map_err(Failure::Output)?,
        OutputFormat::Arrow => arrow::write(answer.result, &mut out)?,
    }
    out.flush().map_err(Failure::Output)
}

/// A series as a selector: the metric's name before the braces.
pub(crate) fn selector_text(labels: &Labels) -> String {
    let metric = labels.metric_name();
    if metric.is_empty() || !is_legacy_metric_name(metric) {
        return printable(&labels.to_string()).into_owned();
    }
    let others = labels.retain(|name| name != METRIC_NAME);
    if others.is_empty() { metric.to_owned() } else { printable(&format!("{metric}{others}")).into_owned() }
}

/// Text for a terminal: control characters as escapes, so that a label cannot move the cursor.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if c.is_control() { out.extend(c.escape_debug()) } else { out.push(c) }
    }
    Cow::Owned(out)
}

/// The error of a writer underneath another one.
fn output_error(error: anyhow::Error) -> Failure {
    match error.downcast::<io::Error>() {
        Ok(error) => Failure::Output(error),
        Err(error) => Failure::Encoding(error),
    }
}
