//! A series of the store in memory, whose columns are read in place.

use std::ops::Range;

use arrow_buffer::ScalarBuffer;
use promenade_model::{FloatSamples, HistogramSamples, Labels, SharedHistogram, TimestampMs};

use crate::{SampleBuffer, Samples, Series, StorageError, TimeRange};

/// One series of a [`MemoryStorage`](crate::MemoryStorage).
#[derive(Debug, Clone)]
pub struct MemorySeries {
    labels: Labels,
    timestamps: ScalarBuffer<TimestampMs>,
    values: ScalarBuffer<f64>,
    /// Separate because most series have none.
    start_timestamps: Option<Box<ScalarBuffer<TimestampMs>>>,
    histograms: Option<Box<HistogramColumns>>,
    /// From the oldest sample to the newest.
    time: Option<TimeRange>,
}

/// Columns of histograms, separate because most series have none.
#[derive(Debug, Clone)]
pub(super) struct HistogramColumns {
    pub(super) timestamps: Vec<TimestampMs>,
    /// Neighbours of equal layout are rows of one matrix.
    pub(super) histograms: Vec<SharedHistogram>,
    /// As many as timestamps, or empty.
    pub(super) start_timestamps: Vec<TimestampMs>,
}

impl MemorySeries {
    /// The columns must be sorted by time without duplicate timestamps.
    pub(super) fn new(
        labels: Labels,
        timestamps: ScalarBuffer<TimestampMs>,
        values: ScalarBuffer<f64>,
        start_timestamps: Option<ScalarBuffer<TimestampMs>>,
        histograms: Option<Box<HistogramColumns>>,
    ) -> Self {
        let of_histograms = histograms.as_ref().map_or(&[][..], |h| &h.timestamps);
        let first = [timestamps.first(), of_histograms.first()].into_iter().flatten().min();
        let last = [timestamps.last(), of_histograms.last()].into_iter().flatten().max();
        let time = first.zip(last).map(|(&start_ms, &end_ms)| TimeRange { start_ms, end_ms });
        let start_timestamps = start_timestamps.map(Box::new);
        Self { labels, timestamps, values, start_timestamps, histograms, time }
    }

    /// All samples in a time range: slices of the store's columns.
    pub fn samples_in(&self, range: TimeRange) -> Samples<'_> {
        let rows = self.float_rows(range);
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

    /// From the oldest sample to the newest; `None` without samples.
    pub fn time(&self) -> Option<TimeRange> {
        self.time
    }

    /// The floats in a time range. Samples are usually evenly spaced: an interpolated guess touches less cold memory
    /// than a binary search.
    fn float_rows(&self, range: TimeRange) -> Range<usize> {
        let n = self.timestamps.len();
        let Some(time) = self.time else { return 0..0 };
        let span_ms = time.end_ms.saturating_sub(time.start_ms).max(1) as f64;
        let guess = |t: TimestampMs| {
            let part = t.saturating_sub(time.start_ms) as f64 / span_ms;
            (part * n.saturating_sub(1) as f64) as usize
        };
        let count = |t: TimestampMs| count_before(&self.timestamps, guess(t), t);
        let start = if range.start_ms <= time.start_ms { 0 } else { count(range.start_ms) };
        let end = if range.end_ms >= time.end_ms { n } else { count(range.end_ms + 1) };
        start..end.max(start)
    }

    /// Whether the series overlaps a time range.
    pub(super) fn may_have(&self, range: TimeRange) -> bool {
        self.time().is_some_and(|own| own.start_ms <= range.end_ms && range.start_ms <= own.end_ms)
    }
}

impl Series for MemorySeries {
    fn labels(&self) -> &Labels {
        &self.labels
    }

    fn has_histograms(&self) -> bool {
        self.histograms.is_some()
    }

    fn time(&self) -> Option<TimeRange> {
        self.time
    }

    fn samples<'a>(&'a self, range: TimeRange, _buffer: &'a mut SampleBuffer) -> Result<Samples<'a>, StorageError> {
        Ok(self.samples_in(range))
    }
}

impl HistogramColumns {
    fn samples_in(&self, range: TimeRange) -> HistogramSamples<'_> {
        let rows = range.rows(&self.timestamps);
        HistogramSamples {
            timestamps: &self.timestamps[rows.clone()],
            histograms: &self.histograms[rows.clone()],
            start_timestamps: if self.start_timestamps.is_empty() { &[] } else { &self.start_timestamps[rows] },
        }
    }
}

/// The number of sorted timestamps before `t`; looks around a guess first.
fn count_before(timestamps: &[TimestampMs], guess: usize, t: TimestampMs) -> usize {
    let guess = guess.min(timestamps.len());
    let mut width = 1;
    if timestamps[guess..].first().is_some_and(|&at| at < t) {
        let rest = &timestamps[guess + 1..];
        while width < rest.len() && rest[width - 1] < t {
            width *= 2;
        }
        let (low, high) = (width / 2, width.min(rest.len()));
        return guess + 1 + low + rest[low..high].partition_point(|&at| at < t);
    }
    let rest = &timestamps[..guess];
    while width < rest.len() && rest[rest.len() - width] >= t {
        width *= 2;
    }
    let (low, high) = (rest.len() - width.min(rest.len()), rest.len() - width / 2);
    low + rest[low..high].partition_point(|&at| at < t)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_guess_does_no_harm() {
        let timestamps: Vec<i64> = (0..60).map(|i| i * i - 100).collect();
        for t in -103..3500 {
            let expected = timestamps.iter().filter(|&&at| at < t).count();
            for guess in [0, 1, 2, 7, 30, 58, 59, 60, usize::MAX] {
                assert_eq!(count_before(&timestamps, guess, t), expected, "{t} from {guess}");
            }
        }
        assert_eq!(count_before(&[], 3, 5), 0);
    }
}
