//! A result as Prometheus's HTTP API answers it.

use std::io::{self, Write, stdout};

use promenade::EmptyReason;
use promenade::api::{Data, Response, Stats};
use promenade::model::TimestampMs;
use serde::Serialize;

use super::Answer;
use super::cost::Comparison;
use crate::errors::Failure;
use crate::time::Times;

/// Writes the answer on one line.
pub(super) fn write(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    let annotations = &answer.result.annotations;
    let mut data = Data::new(&answer.result.value, answer_time(answer.times));
    if let Some(cost) = answer.cost {
        data = data.with_stats(Stats::new(&cost.stats, cost.seconds));
    }
    let empty_reasons = answer.empty_reasons.map(|reasons| reasons.iter().map(Reason::of).collect());
    let data = DataWithMore { data, cost: answer.cost.map(Comparison::of), empty_reasons };
    let response =
        Response::success(data).with_annotations(annotations.warnings(answer.query), annotations.infos(answer.query));
    serde_json::to_writer(&mut *out, &response)?;
    writeln!(out)
}

/// Writes the response to a query that failed.
pub(crate) fn write_failure(failure: &Failure) -> Result<(), Failure> {
    let (error_type, error) = failure.api();
    let response = Response::error(error_type, error);
    let text = serde_json::to_string(&response).map_err(|error| Failure::Encoding(error.into()))?;
    writeln!(stdout().lock(), "{text}").map_err(Failure::Output)
}

/// The API's data with what Prometheus does not have: the estimate, and why a result is empty.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DataWithMore<'a> {
    #[serde(flatten)]
    data: Data<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cost: Option<Comparison>,
    #[serde(skip_serializing_if = "Option::is_none")]
    empty_reasons: Option<Vec<Reason<'a>>>,
}

/// Why a part of the query has no samples.
#[derive(Serialize)]
struct Reason<'a> {
    kind: &'a str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    /// The bytes of the part in the query.
    start: usize,
    end: usize,
}

impl<'a> Reason<'a> {
    fn of(reason: &'a EmptyReason) -> Self {
        let (message, help) = (reason.to_string(), reason.kind.help());
        Self { kind: reason.kind.name(), message, help, start: reason.range.start, end: reason.range.end }
    }
}

fn answer_time(times: Times) -> TimestampMs {
    match times {
        Times::Instant(at_ms) => at_ms,
        Times::Range { start_ms, .. } => start_ms,
    }
}
