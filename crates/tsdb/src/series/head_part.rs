//! What the head has of a series.

use std::sync::Arc;

use promenade_model::TimestampMs;
use promenade_storage::{SampleBuffer, Series, StorageError, TimeRange};

use super::{Part, columns};

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
        columns::append(out, &self.0.samples(range, &mut buffer)?);
        Ok(())
    }
}
