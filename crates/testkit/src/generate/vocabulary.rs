//! What queries over some data can speak of: metrics, labels and times.

use std::collections::{BTreeMap, BTreeSet};

use promenade::MemoryStorage;
use promenade::model::labels::{BUCKET_LABEL, METRIC_NAME};
use promenade::storage::{Series, TimeRange};

/// What queries over some data can speak of.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// The metrics, by name.
    pub metrics: Vec<Metric>,
    /// The labels but the name, each with its values.
    pub labels: Vec<LabelValues>,
    /// Time of the first sample in milliseconds.
    pub start_ms: i64,
    /// Time of the last sample in milliseconds.
    pub end_ms: i64,
}

/// The series of one name.
#[derive(Debug, Clone, Default)]
pub struct Metric {
    /// The name.
    pub name: String,
    /// The labels that its series have, but the name.
    pub labels: Vec<LabelValues>,
    /// Whether some samples are native histograms.
    pub has_histograms: bool,
    /// Whether its series are buckets of classic histograms.
    pub is_bucket: bool,
}

/// A label and the values that it takes.
#[derive(Debug, Clone, Default)]
pub struct LabelValues {
    /// The label.
    pub name: String,
    /// Its values, sorted.
    pub values: Vec<String>,
}

type Values = BTreeMap<String, BTreeSet<String>>;

impl Vocabulary {
    /// The vocabulary of a store.
    pub fn of(storage: &MemoryStorage) -> Self {
        let mut by_name: BTreeMap<String, (Values, bool)> = BTreeMap::new();
        let mut all = Values::new();
        for series in storage.series() {
            let (values, has_histograms) = by_name.entry(series.labels().metric_name().to_owned()).or_default();
            for (name, value) in series.labels().iter().filter(|(name, _)| *name != METRIC_NAME) {
                values.entry(name.to_owned()).or_default().insert(value.to_owned());
                all.entry(name.to_owned()).or_default().insert(value.to_owned());
            }
            *has_histograms |= !series.samples_in(TimeRange::ALL).histograms.timestamps.is_empty();
        }
        let metrics = by_name.into_iter().map(|(name, (values, has_histograms))| Metric {
            is_bucket: values.contains_key(BUCKET_LABEL),
            labels: lists(values),
            name,
            has_histograms,
        });
        let time = storage.time().unwrap_or(TimeRange { start_ms: 0, end_ms: 0 });
        Self { metrics: metrics.collect(), labels: lists(all), start_ms: time.start_ms, end_ms: time.end_ms }
    }
}

fn lists(values: Values) -> Vec<LabelValues> {
    values.into_iter().map(|(name, values)| LabelValues { name, values: values.into_iter().collect() }).collect()
}
