//! Errors and annotations of queries as JSON.

use promenade::model::annotations::Severity;
use promenade::{Annotations, ErrorKind, QueryError};

use crate::json::Json;
use crate::language::write_diagnostics;
use crate::offsets::Offsets;

/// Writes a `QueryError` about a query.
pub(super) fn write_error(error: &QueryError, query: &str, json: &mut Json) {
    let offsets = Offsets::of(query);
    json.object(|json| {
        json.key("kind").text(kind_name(error.kind()));
        json.key("message").text(&error.to_string());
        write_diagnostics(error.diagnostics(), &offsets, json.key("diagnostics"));
        let range = match error {
            QueryError::Plan(error) => error.range().cloned(),
            other => other.diagnostics().first().map(|diagnostic| diagnostic.range.clone()),
        };
        if let Some(range) = range {
            json.key("range").object(|json| offsets.write(&range, json));
        }
    });
}

/// Writes a `QueryError` of a kind with nothing but a message.
pub(super) fn write_plain_error(kind: ErrorKind, message: &str, json: &mut Json) {
    json.object(|json| {
        json.key("kind").text(kind_name(kind));
        json.key("message").text(message);
        json.key("diagnostics").list(&[] as &[()], |_, ()| {});
    });
}

/// Writes annotations as a list of `Annotation`.
pub(super) fn write_annotations(annotations: &Annotations, query: &str, json: &mut Json) {
    let offsets = Offsets::of(query);
    json.list(annotations.iter(), |json, annotation| {
        json.object(|json| {
            json.key("severity").text(match annotation.severity {
                Severity::Warning => "warning",
                Severity::Info => "info",
            });
            json.key("message").text(&annotation.detailed_message());
            if !annotation.is_external() {
                json.key("range").object(|json| offsets.write(&annotation.range, json));
            }
        });
    });
}

/// What Prometheus's HTTP API answers to a query that fails.
pub(super) fn api_error(kind: ErrorKind, message: &str) -> String {
    Json::of(|json| {
        json.key("status").text("error");
        json.key("errorType").text(match kind {
            ErrorKind::Parse => "bad_data",
            ErrorKind::Timeout => "timeout",
            ErrorKind::Canceled => "canceled",
            ErrorKind::Storage => "internal",
            _ => "execution",
        });
        json.key("error").text(message);
    })
}

fn kind_name(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Canceled => "cancelled",
        other => other.name(),
    }
}
