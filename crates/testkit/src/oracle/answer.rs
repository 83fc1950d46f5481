//! Answers to queries.

use promenade::{Engine, QueryError, Storage};
use serde::{Deserialize, Serialize};

use super::Reply;

/// A query: an instant query has `time`, a range query `start`, `end` and `step`, in milliseconds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// The query's text.
    pub expr: String,
    /// Evaluation time of an instant query.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<i64>,
    /// First evaluation time of a range query.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<i64>,
    /// Last evaluation time of a range query.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<i64>,
    /// Distance of evaluation times of a range query.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<i64>,
}

/// Answers a query.
pub fn answer(engine: &Engine, storage: &dyn Storage, query: Query) -> Reply {
    let prepared = match (query.time, query.start, query.end, query.step) {
        (Some(time), ..) => engine.query(storage, &query.expr).at(time),
        (None, Some(start), Some(end), Some(step)) => engine.query(storage, &query.expr).range(start, end, step),
        _ => {
            let error = Some("a query has time, or start, end and step".to_owned());
            return Reply { query, error, kind: Some("parse"), ..Reply::default() };
        }
    };
    let outcome = prepared.wait();
    let mut reply = Reply { query, ..Reply::default() };
    let annotations = match &outcome {
        Ok(result) => Some(&result.annotations),
        Err(QueryError::Exec { annotations, .. }) => Some(annotations),
        Err(_) => None,
    };
    if let Some(annotations) = annotations {
        reply.warnings = annotations.warnings(&reply.query.expr);
        reply.infos = annotations.infos(&reply.query.expr);
    }
    match outcome {
        Ok(result) => reply.set_value(&result.value),
        Err(error) => {
            reply.kind = Some(error.kind().name());
            reply.error = Some(error.to_string());
        }
    }
    reply
}
