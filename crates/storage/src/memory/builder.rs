//! Builds a store in memory from samples in any order.

use std::collections::BTreeMap;

use hashbrown::HashTable;
use promenade_model::labels::sorted_positions;
use promenade_model::{Labels, SharedHistogram, TimestampMs};

use super::appended::{Appended, histogram_bytes};
use super::packer::Packer;
use super::{MemorySeries, MemoryStorage};
use crate::{MetricMetadata, MetricType, SampleBuffer, StorageError};

/// Collects samples and builds a [`MemoryStorage`].
///
/// Series and samples may come in any order. Of several samples of a series with the same timestamp, floats or
/// histograms, the last one appended wins, unless [`Self::keep_first_samples`] says otherwise. A clone copies all samples.
#[derive(Debug, Clone, Default)]
pub struct MemoryStorageBuilder {
    /// The positions of series, found by the hash of their labels.
    ids: HashTable<u32>,
    series: Vec<Appended>,
    metadata: BTreeMap<String, MetricMetadata>,
    n_samples: usize,
    n_bytes: usize,
    keeps_first: bool,
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

/// Bytes of a series without labels and samples: structs, map entry and buffer headers.
const SERIES_BYTES: usize = size_of::<Appended>() + size_of::<MemorySeries>() + 128;

impl MemoryStorageBuilder {
    /// An empty builder.
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps the first of several samples of a series with the same timestamp, as Prometheus does when it scrapes.
    pub fn keep_first_samples(&mut self) {
        self.keeps_first = true;
    }

    /// The series with these labels, created if needed. A series without samples is not in the built store.
    pub fn series(&mut self, labels: &Labels) -> SeriesId {
        let Self { ids, series, .. } = self;
        let hash = labels.hash_key();
        if let Some(&id) = ids.find(hash, |id| series[*id as usize].labels == *labels) {
            return SeriesId(id);
        }
        let id = series.len() as u32;
        ids.insert_unique(hash, id, |id| series[*id as usize].labels.hash_key());
        series.push(Appended::new(labels.clone()));
        self.n_bytes += labels.n_bytes() + SERIES_BYTES;
        SeriesId(id)
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
        self.series[id.0 as usize].columns_mut().push_histogram(t_ms, histogram, start.0);
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
        self.series[id.0 as usize].columns_mut().push_columns(columns);
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
        for Appended { labels, samples } in series {
            let id = self.series(&labels);
            self.n_bytes += samples.n_bytes();
            self.series[id.0 as usize].append_all(samples);
        }
        self.n_samples += n_samples;
        self.metadata.extend(metadata);
    }

    /// The number of floats appended to a series.
    ///
    /// # Panics
    /// Same as [`append_float`](Self::append_float).
    pub fn n_floats(&self, id: SeriesId) -> usize {
        self.series[id.0 as usize].n_floats()
    }

    /// Sets the start timestamp of the floats of a series, from the `from_row`th appended on.
    ///
    /// # Panics
    /// Same as [`append_float`](Self::append_float).
    pub fn set_start_timestamps(&mut self, id: SeriesId, from_row: usize, start_ms: TimestampMs) {
        let columns = &mut self.series[id.0 as usize].columns_mut().buffer;
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
        self.series.iter().filter_map(Appended::newest_of_all_ms).max()
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
        let Self { ids, mut series, metadata, keeps_first, .. } = self;
        drop(ids);
        series.retain(|s| !s.is_empty());
        let mut packer = Packer::new(series.len(), keeps_first);
        for i in sorted_positions(series.iter().map(|one| &one.labels)) {
            packer.add(std::mem::replace(&mut series[i as usize], Appended::new(Labels::empty())));
        }
        drop(series);
        let (series, n_bytes) = packer.finish();
        MemoryStorage::new(series, metadata, n_bytes)
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
