//! One series of the store in memory: its columns, handed out without copying.

use std::ops::Range;
use std::sync::Arc;

use arrow_buffer::ScalarBuffer;
use promenade_model::{FloatHistogram, FloatSamples, HistogramSamples, Labels, TimestampMs};

use crate::{SampleBuffer, Samples, Series, StorageError, TimeRange};

/// One series of a [`MemoryStorage`](crate::MemoryStorage).
#[derive(Debug, Clone)]
pub struct MemorySeries {
    labels: Labels,
    timestamps: ScalarBuffer<TimestampMs>,
    values: ScalarBuffer<f64>,
    start_timestamps: Option<ScalarBuffer<TimestampMs>>,
    histograms: Option<Box<HistogramColumns>>,
}

/// Columns of histograms, apart because most series have none.
#[derive(Debug, Clone)]
pub(super) struct HistogramColumns {
    pub(super) timestamps: Vec<TimestampMs>,
    pub(super) histograms: Vec<Arc<FloatHistogram>>,
    /// As many as timestamps, or none.
    pub(super) start_timestamps: Vec<TimestampMs>,
}

impl MemorySeries {
    /// The columns are in the order of time, and no timestamp occurs twice.
    pub(super) fn new(
        labels: Labels,
        timestamps: ScalarBuffer<TimestampMs>,
        values: ScalarBuffer<f64>,
        start_timestamps: Option<ScalarBuffer<TimestampMs>>,
        histograms: Option<Box<HistogramColumns>>,
    ) -> Self {
        Self { labels, timestamps, values, start_timestamps, histograms }
    }

    /// All samples of a range of time: the store's own columns.
    pub fn samples_in(&self, range: TimeRange) -> Samples<'_> {
        let rows = rows_in(&self.timestamps, range);
        let floats = FloatSamples {
            timestamps: &self.timestamps[rows.clone()],
            values: &self.values[rows.clone()],
            start_timestamps: self.start_timestamps.as_ref().map_or(&[][..], |starts| &starts[rows]),
        };
        let histograms = self.histograms.as_ref().map_or_else(HistogramSamples::default, |h| h.samples_in(range));
        Samples { floats, histograms }
    }

    /// The number of samples, floats and histograms.
    pub fn n_samples(&self) -> usize {
        self.timestamps.len() + self.histograms.as_ref().map_or(0, |h| h.timestamps.len())
    }

    /// From the oldest sample to the newest; none where there is no sample.
    pub fn time(&self) -> Option<TimeRange> {
        let histograms = self.histograms.as_ref().map_or(&[][..], |h| &h.timestamps);
        let first = [self.timestamps.first(), histograms.first()].into_iter().flatten().min();
        let last = [self.timestamps.last(), histograms.last()].into_iter().flatten().max();
        first.zip(last).map(|(&start_ms, &end_ms)| TimeRange { start_ms, end_ms })
    }

    /// Whether the series reaches into a range of time.
    pub(super) fn may_have(&self, range: TimeRange) -> bool {
        self.time().is_some_and(|own| own.start_ms <= range.end_ms && range.start_ms <= own.end_ms)
    }
}

impl Series for MemorySeries {
    fn labels(&self) -> &Labels {
        &self.labels
    }

    fn samples<'a>(&'a self, range: TimeRange, _buffer: &'a mut SampleBuffer) -> Result<Samples<'a>, StorageError> {
        Ok(self.samples_in(range))
    }
}

impl HistogramColumns {
    fn samples_in(&self, range: TimeRange) -> HistogramSamples<'_> {
        let rows = rows_in(&self.timestamps, range);
        HistogramSamples {
            timestamps: &self.timestamps[rows.clone()],
            histograms: &self.histograms[rows.clone()],
            start_timestamps: if self.start_timestamps.is_empty() { &[] } else { &self.start_timestamps[rows] },
        }
    }
}

/// The rows of a sorted column of timestamps that lie in a range.
fn rows_in(timestamps: &[TimestampMs], range: TimeRange) -> Range<usize> {
    let start = timestamps.partition_point(|&t| t < range.start_ms);
    let end = start + timestamps[start..].partition_point(|&t| t <= range.end_ms);
    start..end
}
