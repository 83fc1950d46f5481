//! Builds a store in memory from samples in any order.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_buffer::ScalarBuffer;
use promenade_model::histogram::{HistogramHead, RunGatherer};
use promenade_model::{Labels, SharedHistogram, TimestampMs};
use rustc_hash::FxHashMap;

use super::series::HistogramColumns;
use super::{MemorySeries, MemoryStorage};
use crate::{MetricMetadata, MetricType, SampleBuffer, StorageError};

/// Collects samples and builds a [`MemoryStorage`].
///
/// Series and samples may come in any order. Of several samples of a series with the same timestamp, floats or
/// histograms, the last one appended wins. A clone copies all samples.
#[derive(Debug, Clone, Default)]
pub struct MemoryStorageBuilder {
    ids: FxHashMap<Labels, SeriesId>,
    series: Vec<Appended>,
    metadata: BTreeMap<String, MetricMetadata>,
    n_samples: usize,
    n_bytes: usize,
}

/// The id of a series of one [`MemoryStorageBuilder`], valid until it is cleared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SeriesId(u32);

/// The time at which a counter or a histogram started, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct StartTimestamp(TimestampMs);

impl StartTimestamp {
    /// Unknown, as for most samples.
    pub const UNKNOWN: Self = Self(0);

    /// The time in milliseconds; 0 if unknown.
    pub const fn ms(self) -> TimestampMs {
        self.0
    }

    /// A time in milliseconds.
    pub const fn at(t_ms: TimestampMs) -> Self {
        Self(t_ms)
    }
}

/// The value of a sample.
#[derive(Debug, Clone, PartialEq)]
pub enum SampleValue {
    /// A float.
    Float(f64),
    /// A native histogram.
    Histogram(SharedHistogram),
}

/// The samples of one series in the order in which they were appended.
#[derive(Debug, Clone)]
struct Appended {
    labels: Labels,
    columns: SampleBuffer,
    /// For each histogram, the number of floats appended before it.
    n_floats_before: Vec<usize>,
    /// The newest timestamp; `None` if the samples are not sorted by time.
    newest_ms: Option<TimestampMs>,
    is_ordered: bool,
}

/// Bytes of a series without labels and samples: structs, map entry and buffer headers.
const SERIES_BYTES: usize = size_of::<Appended>() + size_of::<MemorySeries>() + 128;

impl MemoryStorageBuilder {
    /// An empty builder.
    pub fn new() -> Self {
        Self::default()
    }

    /// The series with these labels, created if needed. A series without samples is not in the built store.
    pub fn series(&mut self, labels: &Labels) -> SeriesId {
        if let Some(&id) = self.ids.get(labels) {
            return id;
        }
        let id = SeriesId(self.series.len() as u32);
        self.ids.insert(labels.clone(), id);
        self.series.push(Appended::new(labels.clone()));
        self.n_bytes += labels.n_bytes() + SERIES_BYTES;
        id
    }

    /// Appends a sample to the series with these labels.
    pub fn append(&mut self, labels: &Labels, t_ms: TimestampMs, value: SampleValue, start: StartTimestamp) {
        let id = self.series(labels);
        match value {
            SampleValue::Float(v) => self.append_float(id, t_ms, v, start),
            SampleValue::Histogram(h) => self.append_histogram(id, t_ms, h, start),
        }
    }

    /// Appends a float to a series.
    ///
    /// # Panics
    /// Panics if the series belongs to another builder, or the builder was cleared since.
    pub fn append_float(&mut self, id: SeriesId, t_ms: TimestampMs, value: f64, start: StartTimestamp) {
        self.series[id.0 as usize].push_float(t_ms, value, start.0);
        self.n_samples += 1;
        self.n_bytes += size_of::<TimestampMs>() + size_of::<f64>();
    }

    /// Appends a histogram to a series.
    ///
    /// # Panics
    /// Panics if the series belongs to another builder, or the builder was cleared since.
    pub fn append_histogram(
        &mut self,
        id: SeriesId,
        t_ms: TimestampMs,
        histogram: impl Into<SharedHistogram>,
        start: StartTimestamp,
    ) {
        let histogram = histogram.into();
        self.n_bytes += size_of::<TimestampMs>() + histogram_bytes(&histogram);
        self.n_samples += 1;
        self.series[id.0 as usize].push_histogram(t_ms, histogram, start.0);
    }

    /// Appends whole columns to the series with these labels, and reuses their memory if it had no samples yet. Of a
    /// float and a histogram with the same timestamp, the histogram counts as the later one.
    ///
    /// # Errors
    /// Returns an error if columns differ in length.
    pub fn append_series(&mut self, labels: &Labels, columns: SampleBuffer) -> Result<(), StorageError> {
        check_lengths(labels, &columns)?;
        let id = self.series(labels);
        let n_samples = columns.timestamps.len() + columns.histogram_timestamps.len();
        self.n_samples += n_samples;
        self.n_bytes += n_samples * 16 + columns.histograms.iter().map(histogram_bytes).sum::<usize>();
        self.series[id.0 as usize].push_columns(columns);
        Ok(())
    }

    /// Appends all series, samples and metadata of another builder, as if they had been appended to this one.
    pub fn append_all(&mut self, other: Self) {
        if self.series.is_empty() && self.metadata.is_empty() {
            *self = other;
            return;
        }
        let Self { ids, series, metadata, n_samples, .. } = other;
        drop(ids);
        for Appended { labels, columns, n_floats_before, .. } in series {
            let id = self.series(&labels);
            let n_bytes = columns.timestamps.len() * 16 + columns.histograms.len() * 8;
            self.n_bytes += n_bytes + columns.histograms.iter().map(histogram_bytes).sum::<usize>();
            self.series[id.0 as usize].push_appended(columns, n_floats_before);
        }
        self.n_samples += n_samples;
        self.metadata.extend(metadata);
    }

    /// The number of floats appended to a series.
    ///
    /// # Panics
    /// Same as [`append_float`](Self::append_float).
    pub fn n_floats(&self, id: SeriesId) -> usize {
        self.series[id.0 as usize].columns.timestamps.len()
    }

    /// Sets the start timestamp of the floats of a series, from the `from_row`th appended on.
    ///
    /// # Panics
    /// Same as [`append_float`](Self::append_float).
    pub fn set_start_timestamps(&mut self, id: SeriesId, from_row: usize, start_ms: TimestampMs) {
        let columns = &mut self.series[id.0 as usize].columns;
        columns.start_timestamps.resize(columns.timestamps.len(), 0);
        if let Some(starts) = columns.start_timestamps.get_mut(from_row..) {
            starts.fill(start_ms);
        }
    }

    /// Sets the metadata of a metric family; a later call for the same name replaces it.
    pub fn set_metadata(&mut self, metadata: MetricMetadata) {
        self.metadata.insert(metadata.name.clone(), metadata);
    }

    /// The current metadata of a metric family.
    pub fn metadata(&self, name: &str) -> Option<&MetricMetadata> {
        self.metadata.get(name)
    }

    /// Mutable metadata of a metric family, created with unknown type if needed.
    pub fn metadata_mut(&mut self, name: &str) -> &mut MetricMetadata {
        self.metadata.entry(name.to_owned()).or_insert_with(|| MetricMetadata {
            name: name.to_owned(),
            metric_type: MetricType::Unknown,
            help: String::new(),
            unit: String::new(),
        })
    }

    /// Removes everything.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The number of series.
    pub fn n_series(&self) -> usize {
        self.series.len()
    }

    /// The newest timestamp of all samples; `None` without samples.
    pub fn newest_ms(&self) -> Option<TimestampMs> {
        let newest = |s: &Appended| s.columns.timestamps.iter().chain(&s.columns.histogram_timestamps).max().copied();
        self.series.iter().filter_map(newest).max()
    }

    /// Moves all samples at `from_ms` to `to_ms`, for samples whose timestamp is known only after everything was read.
    pub fn move_samples(&mut self, from_ms: TimestampMs, to_ms: TimestampMs) {
        for series in &mut self.series {
            series.move_samples(from_ms, to_ms);
        }
    }

    /// The number of appended samples.
    pub fn n_samples(&self) -> usize {
        self.n_samples
    }

    /// The approximate size of the store in bytes, without its index and without sharing of columns.
    pub fn n_bytes(&self) -> usize {
        self.n_bytes
    }

    /// Builds the store.
    pub fn build(self) -> MemoryStorage {
        let Self { ids, mut series, metadata, .. } = self;
        drop(ids);
        series.retain(|s| s.newest_ms.is_some());
        // Sorts positions instead of the large series; stable, as the input often consists of sorted parts.
        let mut order: Vec<u32> = (0..series.len() as u32).collect();
        order.sort_by(|&a, &b| series[a as usize].labels.cmp(&series[b as usize].labels));
        let (mut shared, mut gatherer) = (SharedTimestamps::default(), RunGatherer::default());
        let mut n_bytes = 0;
        let finish = |i: u32| {
            let empty = Appended::new(Labels::empty());
            std::mem::replace(&mut series[i as usize], empty).finish(&mut shared, &mut gatherer, &mut n_bytes)
        };
        let series: Vec<_> = order.into_iter().map(finish).map(Arc::new).collect();
        MemoryStorage::new(series, metadata, n_bytes)
    }
}

impl Appended {
    fn new(labels: Labels) -> Self {
        let columns = SampleBuffer::default();
        Self { labels, columns, n_floats_before: Vec::new(), newest_ms: None, is_ordered: true }
    }

    fn push_float(&mut self, t_ms: TimestampMs, value: f64, start_ms: TimestampMs) {
        self.note(t_ms);
        let c = &mut self.columns;
        push_start(&mut c.start_timestamps, c.timestamps.len(), start_ms);
        c.timestamps.push(t_ms);
        c.values.push(value);
    }

    fn push_histogram(&mut self, t_ms: TimestampMs, histogram: SharedHistogram, start_ms: TimestampMs) {
        self.note(t_ms);
        let c = &mut self.columns;
        push_start(&mut c.histogram_start_timestamps, c.histogram_timestamps.len(), start_ms);
        c.histogram_timestamps.push(t_ms);
        c.histograms.push(histogram);
        self.n_floats_before.push(c.timestamps.len());
    }

    fn push_columns(&mut self, mut columns: SampleBuffer) {
        if self.columns.timestamps.is_empty() && self.columns.histogram_timestamps.is_empty() {
            columns.timestamps.iter().for_each(|&t| self.note(t));
            if !columns.histogram_timestamps.is_empty() {
                // Floats and histograms may each be sorted; collisions between them are found in the merge.
                self.is_ordered &= columns.timestamps.is_empty();
                columns.histogram_timestamps.iter().for_each(|&t| self.note(t));
            }
            self.n_floats_before = vec![columns.timestamps.len(); columns.histograms.len()];
            std::mem::swap(&mut self.columns, &mut columns);
            return;
        }
        for (i, (&t, &v)) in columns.timestamps.iter().zip(&columns.values).enumerate() {
            self.push_float(t, v, columns.start_timestamps.get(i).copied().unwrap_or(0));
        }
        for (i, (&t, h)) in columns.histogram_timestamps.iter().zip(columns.histograms).enumerate() {
            self.push_histogram(t, h, columns.histogram_start_timestamps.get(i).copied().unwrap_or(0));
        }
    }

    /// Appends samples in the order in which they were appended to another series.
    fn push_appended(&mut self, columns: SampleBuffer, n_floats_before: Vec<usize>) {
        let is_empty = self.columns.timestamps.is_empty() && self.columns.histogram_timestamps.is_empty();
        if is_empty || columns.histograms.is_empty() {
            self.push_columns(columns);
            if is_empty && !n_floats_before.is_empty() {
                self.n_floats_before = n_floats_before;
            }
            return;
        }
        let mut next_float = 0;
        let starts = |column: &[TimestampMs], i: usize| column.get(i).copied().unwrap_or(0);
        for (i, histogram) in columns.histograms.iter().enumerate() {
            for float in next_float..n_floats_before[i] {
                let start_ms = starts(&columns.start_timestamps, float);
                self.push_float(columns.timestamps[float], columns.values[float], start_ms);
            }
            next_float = n_floats_before[i];
            let start_ms = starts(&columns.histogram_start_timestamps, i);
            self.push_histogram(columns.histogram_timestamps[i], histogram.clone(), start_ms);
        }
        for float in next_float..columns.timestamps.len() {
            let start_ms = starts(&columns.start_timestamps, float);
            self.push_float(columns.timestamps[float], columns.values[float], start_ms);
        }
    }

    fn move_samples(&mut self, from_ms: TimestampMs, to_ms: TimestampMs) {
        let columns = &mut self.columns;
        let mut n_moved = 0;
        for t in columns.timestamps.iter_mut().chain(&mut columns.histogram_timestamps).filter(|t| **t == from_ms) {
            *t = to_ms;
            n_moved += 1;
        }
        if n_moved > 0 {
            self.is_ordered = self.columns.timestamps.len() + self.columns.histogram_timestamps.len() == 1;
            self.newest_ms = Some(to_ms);
        }
    }

    fn note(&mut self, t_ms: TimestampMs) {
        self.is_ordered &= self.newest_ms.is_none_or(|newest| newest < t_ms);
        self.newest_ms = Some(t_ms);
    }

    /// The series with its samples sorted by time, the last of each timestamp.
    fn finish(
        mut self,
        shared: &mut SharedTimestamps,
        gatherer: &mut RunGatherer,
        n_bytes: &mut usize,
    ) -> MemorySeries {
        if !self.is_ordered {
            self.sort();
        }
        let c = self.columns;
        *n_bytes += self.labels.n_bytes() + size_of::<MemorySeries>();
        *n_bytes += (c.values.len() + c.start_timestamps.len()) * 8;
        let timestamps = shared.get(c.timestamps, n_bytes);
        let starts = (!c.start_timestamps.is_empty()).then(|| buffer(c.start_timestamps));
        let histograms = (!c.histograms.is_empty()).then(|| {
            *n_bytes += (c.histogram_timestamps.len() + c.histogram_start_timestamps.len()) * 8;
            *n_bytes += c.histograms.iter().map(histogram_bytes).sum::<usize>();
            Box::new(HistogramColumns {
                timestamps: c.histogram_timestamps,
                histograms: gatherer.gather(&c.histograms),
                start_timestamps: c.histogram_start_timestamps,
            })
        });
        MemorySeries::new(self.labels, timestamps, buffer(c.values), starts, histograms)
    }

    fn sort(&mut self) {
        let old = std::mem::take(&mut self.columns);
        let floats = old.timestamps.iter().enumerate().map(|(i, &t)| (t, 2 * i + 1, Row::Float(i)));
        // A histogram comes after the floats before it and before the next float.
        let histograms = old.histogram_timestamps.iter().zip(&self.n_floats_before).enumerate();
        let histograms = histograms.map(|(i, (&t, &n))| (t, 2 * n, Row::Histogram(i)));
        let mut rows: Vec<(TimestampMs, usize, Row)> = floats.chain(histograms).collect();
        rows.sort_by_key(|&(t, nth, _)| (t, nth));
        for (i, &(t, _, row)) in rows.iter().enumerate() {
            if rows.get(i + 1).is_some_and(|next| next.0 == t) {
                continue;
            }
            match row {
                Row::Float(i) => self.push_float(t, old.values[i], old.start_timestamps.get(i).copied().unwrap_or(0)),
                Row::Histogram(i) => {
                    let start_ms = old.histogram_start_timestamps.get(i).copied().unwrap_or(0);
                    self.push_histogram(t, old.histograms[i].clone(), start_ms);
                }
            }
        }
    }
}

/// A sample of an unsorted series, as an index into its column.
#[derive(Clone, Copy)]
enum Row {
    Float(usize),
    Histogram(usize),
}

/// Lets series that were scraped together share their column of timestamps.
#[derive(Default)]
struct SharedTimestamps {
    /// Keyed by length, first and last timestamp.
    known: FxHashMap<(usize, TimestampMs, TimestampMs), Vec<ScalarBuffer<TimestampMs>>>,
}

impl SharedTimestamps {
    /// The most columns with the same key that are compared.
    const N_COMPARED: usize = 4;

    fn get(&mut self, column: Vec<TimestampMs>, n_bytes: &mut usize) -> ScalarBuffer<TimestampMs> {
        let key = (column.len(), column.first().copied().unwrap_or(0), column.last().copied().unwrap_or(0));
        let known = self.known.entry(key).or_default();
        if let Some(same) = known.iter().find(|k| k[..] == column[..]) {
            return same.clone();
        }
        *n_bytes += column.len() * size_of::<TimestampMs>();
        let column = buffer(column);
        if known.len() < Self::N_COMPARED {
            known.push(column.clone());
        }
        column
    }
}

fn buffer<T: arrow_buffer::ArrowNativeType>(mut column: Vec<T>) -> ScalarBuffer<T> {
    column.shrink_to_fit();
    ScalarBuffer::from(column)
}

/// Appends to a column of start timestamps, which stays empty until the first known one.
fn push_start(starts: &mut Vec<TimestampMs>, n_before: usize, start_ms: TimestampMs) {
    if start_ms != 0 && starts.is_empty() {
        starts.resize(n_before, 0);
    }
    if start_ms != 0 || !starts.is_empty() {
        starts.push(start_ms);
    }
}

fn check_lengths(labels: &Labels, columns: &SampleBuffer) -> Result<(), StorageError> {
    let fits = |n: usize, starts: &[TimestampMs]| starts.is_empty() || starts.len() == n;
    let n_floats = columns.timestamps.len();
    let n_histograms = columns.histogram_timestamps.len();
    if columns.values.len() == n_floats
        && columns.histograms.len() == n_histograms
        && fits(n_floats, &columns.start_timestamps)
        && fits(n_histograms, &columns.histogram_start_timestamps)
    {
        return Ok(());
    }
    Err(StorageError::Data { message: format!("the columns of {labels} differ in length") })
}

/// The share of a histogram in the memory of its run.
fn histogram_bytes(h: &SharedHistogram) -> usize {
    size_of::<SharedHistogram>() + size_of::<HistogramHead>() + size_of_val(h.buckets())
}
