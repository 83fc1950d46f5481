//! A store over Arrow record batches that reads their columns in place.

mod columns;
mod histogram;
mod ipc;
mod series;

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::RecordBatch;
use promenade_model::{Labels, Matcher};
use rustc_hash::FxHashMap;

use crate::memory::Index;
use crate::{BoxFuture, SelectHints, Series, SeriesSet, Storage, StorageError, TimeRange};
use columns::BatchColumns;
use series::{ArrowSeries, Part};

pub use columns::column_name;
pub use histogram::{HistogramArrayBuilder, histogram_type};

/// A store over record batches. It is immutable; clones share the data.
///
/// A batch has a column `timestamp` in milliseconds, a column `value` of floats, and a text column for each label,
/// plain or dictionary-encoded. A null or empty text means that the series lacks the label. A column `histogram` of
/// the type [`histogram_type`] may hold native histograms. A row is a sample, with a value or a histogram; rows with
/// neither are skipped. If the rows of a series are consecutive and sorted by time, as in query results, no
/// value is copied; other rows are sorted when the store is built.
///
/// ```
/// use std::sync::Arc;
///
/// use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray, TimestampMillisecondArray};
/// use promenade_storage::ArrowStorage;
///
/// let batch = RecordBatch::try_from_iter([
///     ("__name__", Arc::new(StringArray::from(vec!["up", "up"])) as ArrayRef),
///     ("timestamp", Arc::new(TimestampMillisecondArray::from(vec![0, 15_000]))),
///     ("value", Arc::new(Float64Array::from(vec![1.0, 0.0]))),
/// ])?;
/// let storage = ArrowStorage::new([batch])?;
/// assert_eq!(storage.n_samples(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct ArrowStorage(Arc<Contents>);

#[derive(Debug, Default)]
struct Contents {
    /// Sorted by labels; the position is the id in the index.
    series: Vec<Arc<ArrowSeries>>,
    index: Index,
}

impl ArrowStorage {
    /// Builds a store from record batches. Of several samples of a series with the same timestamp, the last wins.
    ///
    /// # Errors
    /// Returns an error if a batch lacks a column, a column has an unsupported type, or a histogram is invalid.
    pub fn new(batches: impl IntoIterator<Item = RecordBatch>) -> Result<Self, StorageError> {
        let mut ids: FxHashMap<Labels, usize> = FxHashMap::default();
        let mut all: Vec<(Labels, Vec<Part>)> = Vec::new();
        for batch in batches {
            let columns = BatchColumns::of(&batch)?;
            for rows in columns.runs() {
                let labels = columns.labels(rows.start);
                let id = *ids.entry(labels).or_insert_with_key(|labels| {
                    all.push((labels.clone(), Vec::new()));
                    all.len() - 1
                });
                all[id].1.extend(columns.parts(rows)?);
            }
        }
        Ok(Self::of_series(all))
    }

    /// The same series, of which those without this label get it. Series that become equal are one. No column is
    /// copied, unless samples of series that become one are not in the order of time.
    #[must_use]
    pub fn with_label(&self, name: &str, value: &str) -> Self {
        let mut all: BTreeMap<Labels, Vec<Part>> = BTreeMap::new();
        for one in &self.0.series {
            let labels = if one.labels().has(name) { one.labels().clone() } else { one.labels().with(name, value) };
            all.entry(labels).or_default().extend(one.parts());
        }
        Self::of_series(all.into_iter().collect())
    }

    fn of_series(mut all: Vec<(Labels, Vec<Part>)>) -> Self {
        all.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let series = all.into_iter().map(|(labels, parts)| Arc::new(ArrowSeries::new(labels, &parts)));
        let series: Vec<_> = series.filter(|one| one.n_samples() > 0).collect();
        let index = Index::new(series.iter().map(|one| one.labels()));
        Self(Arc::new(Contents { series, index }))
    }

    /// Builds a store from the bytes of an Arrow IPC file or stream, which it keeps.
    ///
    /// # Errors
    /// Returns an error if the bytes are neither, and the errors of [`new`](Self::new).
    pub fn from_ipc(bytes: Vec<u8>) -> Result<Self, StorageError> {
        Self::new(ipc::batches(bytes)?)
    }

    /// Whether the bytes start like an Arrow IPC file or stream.
    pub fn is_ipc(beginning: &[u8]) -> bool {
        ipc::is_ipc(beginning)
    }

    /// All series, sorted by labels.
    pub fn series(&self) -> impl Iterator<Item = &dyn Series> {
        self.0.series.iter().map(|one| one.as_ref() as &dyn Series)
    }

    /// From the oldest sample to the newest; none where there is no sample.
    pub fn time(&self) -> Option<TimeRange> {
        let times = self.0.series.iter().filter_map(|one| one.time());
        times.reduce(|a, b| TimeRange { start_ms: a.start_ms.min(b.start_ms), end_ms: a.end_ms.max(b.end_ms) })
    }

    /// The number of samples.
    pub fn n_samples(&self) -> usize {
        self.0.series.iter().map(|one| one.n_samples()).sum()
    }

    fn select_set(&self, matchers: &[Matcher], time: TimeRange) -> SeriesSet {
        let all = &self.0.series;
        let label_of = |id: u32, name: &str, matcher: &Matcher| matcher.matches(all[id as usize].labels().get(name));
        let ids = self.0.index.select(matchers, label_of).unwrap_or_else(|| (0..all.len() as u32).collect());
        let chosen = ids.into_iter().map(|id| &all[id as usize]).filter(|one| one.may_have(time));
        SeriesSet::from_sorted(chosen.map(|one| Arc::clone(one) as Arc<dyn Series>).collect())
    }
}

impl Storage for ArrowStorage {
    fn select<'a>(
        &'a self,
        matchers: &'a [Matcher],
        hints: &'a SelectHints,
    ) -> BoxFuture<'a, Result<SeriesSet, StorageError>> {
        Box::pin(async move { Ok(self.select_set(matchers, hints.time)) })
    }
}
