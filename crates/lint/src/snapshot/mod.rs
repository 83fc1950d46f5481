//! What is known of the metrics of a server.

use std::collections::BTreeMap;

/// The metrics of a server at some time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snapshot {
    /// The metrics by name.
    pub metrics: BTreeMap<String, Metric>,
}

/// A metric.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Metric {
    /// Its type in the words of the exposition formats: `counter`, `gauge`, ...
    pub kind: Option<String>,
    /// Its unit.
    pub unit: Option<String>,
    /// What it is about.
    pub help: Option<String>,
    /// Number of series.
    pub n_series: usize,
    /// Its labels by name.
    pub labels: BTreeMap<String, Label>,
}

/// A label of a metric.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Label {
    /// Number of different values.
    pub cardinality: usize,
    /// Whether every series has it.
    pub on_all: bool,
    /// The values, where they are few enough to be listed.
    pub values: Option<Vec<String>>,
}
