//! Snapshots made from series and metadata.

use std::collections::{BTreeMap, BTreeSet};

use promenade_model::labels::METRIC_NAME;

use super::{Label, Metric, Snapshot};

/// Collects series and metadata, in any order, into a snapshot.
#[derive(Debug, Clone, Default)]
pub struct SnapshotBuilder {
    metrics: BTreeMap<String, Series>,
    families: BTreeMap<String, Family>,
}

/// The series of a metric.
#[derive(Debug, Clone, Default)]
struct Series {
    n_series: usize,
    labels: BTreeMap<String, Values>,
}

#[derive(Debug, Clone, Default)]
struct Values {
    n_series: usize,
    values: BTreeSet<String>,
}

#[derive(Debug, Clone)]
struct Family {
    kind: Option<String>,
    unit: Option<String>,
    help: Option<String>,
}

/// Labels that a server gives to the series of each target.
const TARGET_LABELS: [&str; 2] = ["job", "instance"];

/// Suffixes of series that their family does not have.
const ENDINGS: [&str; 6] = ["_bucket", "_count", "_sum", "_total", "_created", "_info"];

impl SnapshotBuilder {
    /// Adds a series, which must have a name.
    pub fn series<'a>(&mut self, labels: impl IntoIterator<Item = (&'a str, &'a str)>) {
        let (name, labels): (Vec<_>, Vec<_>) = labels.into_iter().partition(|(name, _)| *name == METRIC_NAME);
        let Some((_, name)) = name.first() else { return };
        let metric = self.metrics.entry((*name).to_owned()).or_default();
        metric.n_series += 1;
        for (name, value) in labels {
            let label = metric.labels.entry(name.to_owned()).or_default();
            label.n_series += 1;
            if !label.values.contains(value) {
                label.values.insert(value.to_owned());
            }
        }
    }

    /// Adds the metadata of a metric family. Empty texts and the type `unknown` are ignored.
    pub fn metadata(&mut self, family: &str, kind: &str, unit: &str, help: &str) {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let kind = text(kind).filter(|kind| kind != "unknown");
        self.families.insert(family.to_owned(), Family { kind, unit: text(unit), help: text(help) });
    }

    /// The snapshot. Where no series has a label of targets, they are taken for such as targets expose them. Labels with more than `max_values` values are only counted.
    pub fn build(self, max_values: usize) -> Snapshot {
        let is_unseen = |label: &&str| !self.metrics.values().any(|series| series.labels.contains_key(*label));
        let mut snapshot = Snapshot { of_targets: TARGET_LABELS.iter().any(is_unseen), ..Snapshot::default() };
        for (name, series) in self.metrics {
            let family = family(&self.families, &name).cloned();
            let family = family.unwrap_or(Family { kind: None, unit: None, help: None });
            let labels =
                series.labels.into_iter().map(|(name, label)| (name, label.count(series.n_series, max_values)));
            let metric = Metric {
                kind: family.kind,
                unit: family.unit,
                help: family.help,
                n_series: series.n_series,
                labels: labels.collect(),
            };
            snapshot.metrics.insert(name, metric);
        }
        snapshot
    }
}

impl Values {
    fn count(self, n_series: usize, max_values: usize) -> Label {
        let (cardinality, on_all) = (self.values.len(), self.n_series == n_series);
        let is_listed = cardinality <= max_values;
        Label { cardinality, on_all, values: is_listed.then(|| self.values.into_iter().collect()) }
    }
}

/// The family of a metric: that of its name, or of its name without an ending.
fn family<'a>(families: &'a BTreeMap<String, Family>, name: &str) -> Option<&'a Family> {
    let shorter = || ENDINGS.iter().find_map(|ending| families.get(name.strip_suffix(ending)?));
    families.get(name).or_else(shorter)
}
