//! A series of the record batch store.

use std::collections::BTreeMap;

use arrow_buffer::ScalarBuffer;
use promenade_model::{FloatSamples, Labels, TimestampMs};

use crate::{SampleBuffer, Samples, Series, StorageError, TimeRange};

/// Samples of a series, sorted by time: slices of the columns of a batch.
#[derive(Debug, Clone)]
pub(super) struct Chunk {
    pub(super) timestamps: ScalarBuffer<TimestampMs>,
    pub(super) values: ScalarBuffer<f64>,
}

/// A series: chunks in the order of time.
#[derive(Debug)]
pub(super) struct ArrowSeries {
    labels: Labels,
    chunks: Vec<Chunk>,
}

impl ArrowSeries {
    /// Builds a series from chunks in the order in which they were read.
    pub(super) fn new(labels: Labels, chunks: Vec<Chunk>) -> Self {
        let is_ordered = chunks.iter().all(|chunk| chunk.timestamps.is_sorted_by(|a, b| a < b))
            && chunks.is_sorted_by(|a, b| a.timestamps.last() < b.timestamps.first());
        let chunks = if is_ordered { chunks } else { sorted(&chunks) };
        Self { labels, chunks }
    }

    pub(super) fn chunks(&self) -> &[Chunk] {
        &self.chunks
    }

    pub(super) fn n_samples(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.values.len()).sum()
    }

    /// Whether the series overlaps a time range.
    pub(super) fn may_have(&self, range: TimeRange) -> bool {
        self.time().is_some_and(|own| own.start_ms <= range.end_ms && range.start_ms <= own.end_ms)
    }
}

/// All samples, sorted by time; of several with the same timestamp, the last one read.
fn sorted(chunks: &[Chunk]) -> Vec<Chunk> {
    let samples = chunks.iter().flat_map(|chunk| chunk.timestamps.iter().copied().zip(chunk.values.iter().copied()));
    let by_time: BTreeMap<TimestampMs, f64> = samples.collect();
    let (timestamps, values): (Vec<_>, Vec<_>) = by_time.into_iter().unzip();
    vec![Chunk { timestamps: timestamps.into(), values: values.into() }]
}

impl Series for ArrowSeries {
    fn labels(&self) -> &Labels {
        &self.labels
    }

    fn time(&self) -> Option<TimeRange> {
        let start_ms = *self.chunks.first()?.timestamps.first()?;
        Some(TimeRange { start_ms, end_ms: *self.chunks.last()?.timestamps.last()? })
    }

    fn samples<'a>(&'a self, range: TimeRange, buffer: &'a mut SampleBuffer) -> Result<Samples<'a>, StorageError> {
        let parts = || self.chunks.iter().map(|chunk| chunk.samples_in(range)).filter(|(times, _)| !times.is_empty());
        let mut all = parts();
        match (all.next(), all.next()) {
            (None, _) => Ok(Samples::default()),
            (Some((timestamps, values)), None) => {
                let floats = FloatSamples { timestamps, values, start_timestamps: &[] };
                Ok(Samples { floats, ..Samples::default() })
            }
            _ => {
                buffer.clear();
                for (timestamps, values) in parts() {
                    buffer.timestamps.extend_from_slice(timestamps);
                    buffer.values.extend_from_slice(values);
                }
                Ok(buffer.as_samples())
            }
        }
    }
}

impl Chunk {
    fn samples_in(&self, range: TimeRange) -> (&[TimestampMs], &[f64]) {
        let start = self.timestamps.partition_point(|t| *t < range.start_ms);
        let end = self.timestamps.partition_point(|t| *t <= range.end_ms).max(start);
        (&self.timestamps[start..end], &self.values[start..end])
    }
}
