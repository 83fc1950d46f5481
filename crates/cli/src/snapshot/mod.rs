//! Snapshots: what is known of the metrics of a server, as a file.

mod collect;
mod http;
mod server;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use promenade::lint::snapshot::{Label, Metric, Snapshot};
use serde::{Deserialize, Serialize};

pub(crate) use collect::collect;
pub(crate) use http::HttpError;
pub(crate) use server::fetch;

use crate::config::ConfigError;

/// The file. What is unknown is left out.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SnapshotFile {
    /// The form of the file.
    version: u32,
    /// Whether the labels are missing that a server adds to what targets expose.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    of_targets: bool,
    metrics: BTreeMap<String, MetricRow>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MetricRow {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none", default)]
    kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    unit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    help: Option<String>,
    n_series: usize,
    #[serde(default)]
    labels: BTreeMap<String, LabelRow>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelRow {
    /// How many different values there are.
    n_values: usize,
    /// Whether every series has the label.
    on_all: bool,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    values: Option<Vec<String>>,
}

/// The form that is written, and the only one that is read.
const VERSION: u32 = 1;

/// Reads a snapshot.
///
/// # Errors
/// Returns an error if there is none, or it is not of the form that is written.
pub(crate) fn read(path: &Path) -> Result<Snapshot, ConfigError> {
    let text = fs::read_to_string(path).map_err(|error| ConfigError::unreadable(path, &error))?;
    let help = || Some("write it again with `promenade snapshot`".to_owned());
    let file: SnapshotFile = serde_json::from_str(&text)
        .map_err(|error| ConfigError::value(path, format!("it is no snapshot: {error}"), help()))?;
    if file.version != VERSION {
        let message = format!("its form has the version {}, and only {VERSION} can be read", file.version);
        return Err(ConfigError::value(path, message, help()));
    }
    let metrics = file.metrics.into_iter().map(|(name, row)| (name, metric(row)));
    Ok(Snapshot { metrics: metrics.collect(), of_targets: file.of_targets })
}

/// The text of a snapshot; the same for the same metrics.
///
/// # Errors
/// None that can occur.
pub(crate) fn to_text(snapshot: &Snapshot) -> serde_json::Result<String> {
    let metrics = snapshot.metrics.iter().map(|(name, metric)| (name.clone(), row(metric)));
    let file = SnapshotFile { version: VERSION, of_targets: snapshot.of_targets, metrics: metrics.collect() };
    Ok(serde_json::to_string_pretty(&file)? + "\n")
}

fn metric(row: MetricRow) -> Metric {
    let MetricRow { kind, unit, help, n_series, labels } = row;
    let label = |LabelRow { n_values, on_all, values }| Label { cardinality: n_values, on_all, values };
    Metric { kind, unit, help, n_series, labels: labels.into_iter().map(|(name, row)| (name, label(row))).collect() }
}

fn row(metric: &Metric) -> MetricRow {
    let label =
        |label: &Label| LabelRow { n_values: label.cardinality, on_all: label.on_all, values: label.values.clone() };
    MetricRow {
        kind: metric.kind.clone(),
        unit: metric.unit.clone(),
        help: metric.help.clone(),
        n_series: metric.n_series,
        labels: metric.labels.iter().map(|(name, found)| (name.clone(), label(found))).collect(),
    }
}
