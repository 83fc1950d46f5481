//! A snapshot of the metrics of a server, read through Prometheus's HTTP API.

use std::collections::BTreeMap;

use promenade::lint::snapshot::{Snapshot, SnapshotBuilder};
use promenade::model::value::quote;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::http::{HttpError, Server};

/// What the API answers.
#[derive(Debug, Deserialize)]
struct Reply<T> {
    status: String,
    data: Option<T>,
    error: Option<String>,
}

/// What is known of a family by one of its targets.
#[derive(Debug, Deserialize)]
struct Metadata {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    help: String,
}

/// What the server at `url` has: each metric with its labels, their values where there are no more than `max_values`.
///
/// # Errors
/// Returns an error if the server cannot be asked, or does not answer as Prometheus does.
pub(crate) fn fetch(url: &str, max_values: usize) -> Result<Snapshot, HttpError> {
    let server = Server::at(url)?;
    let mut builder = SnapshotBuilder::default();
    let metadata: BTreeMap<String, Vec<Metadata>> = ask(&server, "/api/v1/metadata", &[])?;
    for (family, targets) in &metadata {
        if let Some(first) = targets.first() {
            builder.metadata(family, &first.kind, &first.unit, &first.help);
        }
    }
    let names: Vec<String> = ask(&server, "/api/v1/label/__name__/values", &[])?;
    for name in &names {
        let selector = format!("{{__name__={}}}", quote(name));
        let series: Vec<BTreeMap<String, String>> = ask(&server, "/api/v1/series", &[("match[]", &selector)])?;
        for labels in &series {
            builder.series(labels.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        }
    }
    // What a server has holds the labels that it added.
    Ok(Snapshot { of_targets: false, ..builder.build(max_values) })
}

fn ask<T: DeserializeOwned>(server: &Server, path: &str, parameters: &[(&str, &str)]) -> Result<T, HttpError> {
    let body = server.get(path, parameters)?;
    let reply: Reply<T> = serde_json::from_slice(&body)
        .map_err(|error| server.error(format!("{path} does not answer as Prometheus does: {error}")))?;
    match (reply.status.as_str(), reply.data) {
        ("success", Some(data)) => Ok(data),
        _ => Err(server.error(format!("{path}: {}", reply.error.unwrap_or_default()))),
    }
}
