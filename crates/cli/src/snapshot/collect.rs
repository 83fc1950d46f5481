//! A snapshot of the metrics of a store.

use std::collections::{BTreeMap, BTreeSet};

use promenade::MemoryStorage;
use promenade::lint::snapshot::{Label, Metric, Snapshot};
use promenade::model::labels::METRIC_NAME;
use promenade::storage::{MetricMetadata, MetricType, Series};

/// What a store has: each metric with its labels, their values where there are no more than `max_values`, and what the
/// metadata says of its family.
pub(crate) fn collect(storage: &MemoryStorage, metadata: &[MetricMetadata], max_values: usize) -> Snapshot {
    let mut found: BTreeMap<&str, Found<'_>> = BTreeMap::new();
    for series in storage.series() {
        let one = found.entry(series.labels().metric_name()).or_default();
        one.n_series += 1;
        for (name, value) in series.labels().iter().filter(|(name, _)| *name != METRIC_NAME) {
            let label = one.labels.entry(name).or_default();
            label.0 += 1;
            label.1.insert(value);
        }
    }
    let families: BTreeMap<&str, &MetricMetadata> = metadata.iter().map(|one| (one.name.as_str(), one)).collect();
    let metric =
        |(name, found): (&str, Found<'_>)| (name.to_owned(), found.metric(family(name, &families), max_values));
    Snapshot { metrics: found.into_iter().map(metric).collect() }
}

/// What was seen of a metric.
#[derive(Default)]
struct Found<'a> {
    n_series: usize,
    /// By name: on how many series, and the values.
    labels: BTreeMap<&'a str, (usize, BTreeSet<&'a str>)>,
}

impl Found<'_> {
    fn metric(self, family: Option<&MetricMetadata>, max_values: usize) -> Metric {
        let label = |(n_series, values): (usize, BTreeSet<&str>)| Label {
            cardinality: values.len(),
            on_all: n_series == self.n_series,
            values: (values.len() <= max_values).then(|| values.into_iter().map(str::to_owned).collect()),
        };
        let kind = family.map(|family| family.metric_type).filter(|kind| *kind != MetricType::Unknown);
        Metric {
            kind: kind.map(|kind| kind.name().to_owned()),
            unit: family.map(|family| family.unit.clone()).filter(|unit| !unit.is_empty()),
            help: family.map(|family| family.help.clone()).filter(|help| !help.is_empty()),
            n_series: self.n_series,
            labels: self.labels.into_iter().map(|(name, seen)| (name.to_owned(), label(seen))).collect(),
        }
    }
}

/// The family that a metric belongs to: the one of its name, or that of the name without the ending of a part.
fn family<'a>(name: &str, families: &BTreeMap<&str, &'a MetricMetadata>) -> Option<&'a MetricMetadata> {
    let parts = ["", "_bucket", "_count", "_sum", "_total", "_info"];
    parts.iter().find_map(|part| families.get(name.strip_suffix(part)?).copied())
}
