//! What is known of the metrics of a server: their names, types and labels, as they were at some time.

mod builder;
mod metric_schema;

use std::collections::BTreeMap;

use promenade_functions::MetricKind;

pub use builder::SnapshotBuilder;

/// The metrics of a server at some time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snapshot {
    /// The metrics by name: a metric is what series have as their name, so that a classic histogram is several.
    pub metrics: BTreeMap<String, Metric>,
    /// Whether the series are as targets expose them. A server adds labels of the target to these, such as `job` and
    /// `instance`, which are not known then.
    pub of_targets: bool,
}

impl Snapshot {
    /// Whether series of this metric may have this label.
    pub fn may_have(&self, metric: &Metric, label: &str) -> bool {
        self.of_targets || metric.labels.contains_key(label)
    }
}

/// A metric.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Metric {
    /// The type of its family in the words of the exposition formats: `counter`, `gauge`, ...
    pub kind: Option<String>,
    /// Its unit.
    pub unit: Option<String>,
    /// Its help text.
    pub help: Option<String>,
    /// Number of series.
    pub n_series: usize,
    /// Its labels by name, without that of the name.
    pub labels: BTreeMap<String, Label>,
}

/// A label of a metric.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Label {
    /// Number of different values.
    pub cardinality: usize,
    /// Whether every series has it.
    pub on_all: bool,
    /// The values, sorted, where they are few enough to be listed.
    pub values: Option<Vec<String>>,
}

/// Endings of the series of classic histograms and summaries, all of them counters.
const PARTS: [&str; 3] = ["_bucket", "_count", "_sum"];

impl Metric {
    /// Whether it is a counter or a gauge; `None` if its type is not known or is neither. The parts of histograms and
    /// summaries are counters.
    pub fn counter_or_gauge(&self, name: &str) -> Option<MetricKind> {
        match self.kind.as_deref()? {
            "counter" => Some(MetricKind::Counter),
            "gauge" | "info" | "stateset" | "gaugehistogram" => Some(MetricKind::Gauge),
            "histogram" | "summary" if PARTS.iter().any(|part| name.ends_with(part)) => Some(MetricKind::Counter),
            _ => None,
        }
    }

    /// Whether its samples are floats for sure: a native histogram has the name of its family.
    fn is_float(&self, name: &str) -> bool {
        self.counter_or_gauge(name).is_some() || self.kind.as_deref() == Some("summary")
    }
}
