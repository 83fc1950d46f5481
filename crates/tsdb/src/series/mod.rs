//! A selected series: its labels, and the parts of it that lie in blocks and in the head.

mod block_part;
mod columns;
mod head_part;
mod merge;

use std::sync::Arc;

use promenade_model::Labels;
use promenade_storage::{MaybeSend, MaybeSync, SampleBuffer, Samples, Series, StorageError, TimeRange};

pub(crate) use block_part::{BlockPart, BlockSource};
pub(crate) use head_part::HeadPart;

/// A series of all blocks and of the head. Its samples are decoded when they are read.
#[derive(Debug)]
pub(crate) struct TsdbSeries {
    labels: Labels,
    /// In the order of their first sample; at least one.
    parts: Vec<Arc<dyn Part>>,
}

/// What a block or the head has of a series.
pub(crate) trait Part: std::fmt::Debug + MaybeSend + MaybeSync {
    /// From the first sample to the last.
    fn time(&self) -> TimeRange;

    /// Whether there may be native histograms.
    fn has_histograms(&self) -> bool;

    /// Appends the samples of a range of time in their order.
    fn read(&self, range: TimeRange, out: &mut SampleBuffer) -> Result<(), StorageError>;
}

impl TsdbSeries {
    /// A series of parts.
    pub(crate) fn new(labels: Labels, mut parts: Vec<Arc<dyn Part>>) -> Self {
        parts.sort_by_key(|part| part.time().start_ms);
        Self { labels, parts }
    }
}

impl Series for TsdbSeries {
    fn labels(&self) -> &Labels {
        &self.labels
    }

    fn has_histograms(&self) -> bool {
        self.parts.iter().any(|part| part.has_histograms())
    }

    fn time(&self) -> Option<TimeRange> {
        let times = self.parts.iter().map(|part| part.time());
        times.reduce(|a, b| TimeRange { start_ms: a.start_ms.min(b.start_ms), end_ms: a.end_ms.max(b.end_ms) })
    }

    fn samples<'a>(&'a self, range: TimeRange, buffer: &'a mut SampleBuffer) -> Result<Samples<'a>, StorageError> {
        buffer.clear();
        match self.parts.as_slice() {
            [only] => only.read(range, buffer)?,
            parts => {
                let overlaps = |part: &&Arc<dyn Part>| {
                    let time = part.time();
                    time.start_ms <= range.end_ms && range.start_ms <= time.end_ms
                };
                let parts: Vec<&dyn Part> = parts.iter().filter(overlaps).map(AsRef::as_ref).collect();
                merge::read(&parts, range, buffer)?;
            }
        }
        Ok(buffer.as_samples())
    }
}
