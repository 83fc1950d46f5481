//! A store in memory: columns per series and an inverted index over the labels.

mod appended;
mod builder;
mod index;
mod packer;
mod series;

use std::collections::BTreeMap;
use std::sync::Arc;

use promenade_model::Matcher;

use crate::{
    BoxFuture, MetricMetadata, SelectHints, SelectionSample, Series, SeriesSet, Storage, StorageError, TimeRange,
};
pub(crate) use index::Index;

pub use builder::{MemoryStorageBuilder, SampleValue, SeriesId, StartTimestamp};
pub use series::MemorySeries;

/// A store in memory. It is immutable; clones share the data.
///
/// Built by a [`MemoryStorageBuilder`].
#[derive(Debug, Clone, Default)]
pub struct MemoryStorage(Arc<Contents>);

#[derive(Debug, Default)]
struct Contents {
    /// Sorted by labels; the position is the id in the index.
    series: Vec<Arc<MemorySeries>>,
    index: Index,
    metadata: BTreeMap<String, MetricMetadata>,
    time: Option<TimeRange>,
    n_samples: usize,
    n_bytes: usize,
}

impl MemoryStorage {
    fn new(series: Vec<Arc<MemorySeries>>, metadata: BTreeMap<String, MetricMetadata>, n_column_bytes: usize) -> Self {
        let index = Index::new(series.iter().map(|s| s.labels()));
        let time = series
            .iter()
            .filter_map(|s| s.time())
            .reduce(|a, b| TimeRange { start_ms: a.start_ms.min(b.start_ms), end_ms: a.end_ms.max(b.end_ms) });
        let n_samples = series.iter().map(|s| s.n_samples()).sum();
        let n_bytes = n_column_bytes + index.n_bytes();
        Self(Arc::new(Contents { series, index, metadata, time, n_samples, n_bytes }))
    }

    /// All series, sorted by labels.
    pub fn series(&self) -> &[Arc<MemorySeries>] {
        &self.0.series
    }

    /// The number of samples, floats and histograms.
    pub fn n_samples(&self) -> usize {
        self.0.n_samples
    }

    /// The approximate size of the store in bytes; shared columns of timestamps count once.
    pub fn n_bytes(&self) -> usize {
        self.0.n_bytes
    }

    /// From the oldest sample to the newest; `None` without samples.
    pub fn time(&self) -> Option<TimeRange> {
        self.0.time
    }

    /// The positions of the series that match all matchers and may have samples in a time range; `None` means all.
    fn ids(&self, matchers: &[Matcher], time: TimeRange) -> Option<Vec<u32>> {
        let label_of =
            |id: u32, name: &str, matcher: &Matcher| matcher.matches(self.0.series[id as usize].labels().get(name));
        let ids = self.0.index.select(matchers, label_of);
        let is_covered = self.0.time.is_none_or(|all| time.start_ms <= all.start_ms && all.end_ms <= time.end_ms);
        if is_covered {
            return ids;
        }
        let mut ids = ids.unwrap_or_else(|| (0..self.0.series.len() as u32).collect());
        ids.retain(|&id| self.0.series[id as usize].may_have(time));
        Some(ids)
    }

    fn select_set(&self, matchers: &[Matcher], time: TimeRange) -> SeriesSet {
        let dynamic = |s: &Arc<MemorySeries>| Arc::clone(s) as Arc<dyn Series>;
        let series = match self.ids(matchers, time) {
            None => self.0.series.iter().map(dynamic).collect(),
            Some(ids) => ids.iter().map(|&id| dynamic(&self.0.series[id as usize])).collect(),
        };
        SeriesSet::from_sorted(series)
    }
}

impl Storage for MemoryStorage {
    fn select<'a>(
        &'a self,
        matchers: &'a [Matcher],
        hints: &'a SelectHints,
    ) -> BoxFuture<'a, Result<SeriesSet, StorageError>> {
        Box::pin(async move { Ok(self.select_set(matchers, hints.time)) })
    }

    fn sample<'a>(
        &'a self,
        matchers: &'a [Matcher],
        hints: &'a SelectHints,
    ) -> BoxFuture<'a, Result<SelectionSample, StorageError>> {
        let series = |id: usize| self.0.series[id].as_ref() as &dyn Series;
        Box::pin(async move {
            match self.ids(matchers, hints.time) {
                None => SelectionSample::of_indexed(self.0.series.len(), series, hints),
                Some(ids) => SelectionSample::of_indexed(ids.len(), |i| series(ids[i] as usize), hints),
            }
        })
    }

    fn label_names<'a>(
        &'a self,
        matchers: &'a [Matcher],
        time: TimeRange,
    ) -> BoxFuture<'a, Result<Vec<String>, StorageError>> {
        Box::pin(async move { Ok(self.0.index.names(self.ids(matchers, time).as_deref())) })
    }

    fn label_values<'a>(
        &'a self,
        name: &'a str,
        matchers: &'a [Matcher],
        time: TimeRange,
    ) -> BoxFuture<'a, Result<Vec<String>, StorageError>> {
        Box::pin(async move { Ok(self.0.index.values(name, self.ids(matchers, time).as_deref())) })
    }

    fn metadata<'a>(&'a self, metric: Option<&'a str>) -> BoxFuture<'a, Result<Vec<MetricMetadata>, StorageError>> {
        let found = match metric {
            Some(name) => self.0.metadata.get(name).cloned().into_iter().collect(),
            None => self.0.metadata.values().cloned().collect(),
        };
        Box::pin(async move { Ok(found) })
    }
}
