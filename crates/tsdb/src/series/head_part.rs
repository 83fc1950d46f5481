//! What the head has of a series.

use std::sync::Arc;

use promenade_model::TimestampMs;
use promenade_storage::{SampleBuffer, Series, StorageError, TimeRange};

use super::Part;

/// A series of the head.
pub(crate) struct HeadPart(pub(crate) Arc<dyn Series>);

impl std::fmt::Debug for HeadPart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("HeadPart").field(self.0.labels()).finish()
    }
}

impl Part for HeadPart {
    fn time(&self) -> TimeRange {
        self.0.time().unwrap_or(TimeRange { start_ms: TimestampMs::MAX, end_ms: TimestampMs::MIN })
    }

    fn has_histograms(&self) -> bool {
        self.0.has_histograms()
    }

    fn read(&self, range: TimeRange, out: &mut SampleBuffer) -> Result<(), StorageError> {
        let mut buffer = SampleBuffer::default();
        let samples = self.0.samples(range, &mut buffer)?;
        let (floats, histograms) = (samples.floats, samples.histograms);
        append_starts(
            &mut out.start_timestamps,
            floats.start_timestamps,
            out.timestamps.len(),
            floats.timestamps.len(),
        );
        out.timestamps.extend_from_slice(floats.timestamps);
        out.values.extend_from_slice(floats.values);
        let (n_before, n) = (out.histogram_timestamps.len(), histograms.timestamps.len());
        append_starts(&mut out.histogram_start_timestamps, histograms.start_timestamps, n_before, n);
        out.histogram_timestamps.extend_from_slice(histograms.timestamps);
        out.histograms.extend_from_slice(histograms.histograms);
        Ok(())
    }
}

/// Appends start timestamps of `n` samples behind `n_before` others; where only some have any, the others are unknown.
fn append_starts(starts: &mut Vec<TimestampMs>, more: &[TimestampMs], n_before: usize, n: usize) {
    if starts.is_empty() && more.is_empty() {
        return;
    }
    starts.resize(n_before, 0);
    starts.extend_from_slice(more);
    starts.resize(n_before + n, 0);
}
