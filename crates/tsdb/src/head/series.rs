//! A series while a log is replayed.

use promenade_model::histogram::{FloatHistogram, SharedHistogram};
use promenade_model::value::is_stale_nan;
use promenade_model::{Labels, TimestampMs};
use promenade_storage::SampleBuffer;

use super::mapped_chunks::MappedChunk;
use super::merge::{Part, merge};
use super::out_of_order::OutOfOrder;
use super::record::{RefMetadata, RefSample, Value};
use super::sample_list::{Walk, push, retain};
use crate::chunk;

/// What a log and the chunks say of a series.
#[derive(Debug)]
pub(super) struct ReplayedSeries {
    pub(super) labels: Labels,
    pub(super) metadata: Option<RefMetadata>,
    /// Ranges of time that were deleted, both ends included.
    pub(super) deleted: Vec<(TimestampMs, TimestampMs)>,
    /// Chunks in order, and those out of order.
    in_order: Vec<MappedChunk>,
    out_of_order: Vec<MappedChunk>,
    /// Samples of the log behind the chunks.
    recent: SampleBuffer,
    /// Time of the last sample in order.
    last_time: Option<TimestampMs>,
    /// Whether the last sample in order is a histogram.
    is_histogram: bool,
    late: OutOfOrder,
}

impl ReplayedSeries {
    /// A series of which nothing but its labels is known.
    pub(super) fn new(labels: Labels) -> Self {
        Self {
            labels,
            metadata: None,
            deleted: Vec::new(),
            in_order: Vec::new(),
            out_of_order: Vec::new(),
            recent: SampleBuffer::default(),
            last_time: None,
            is_histogram: false,
            late: OutOfOrder::default(),
        }
    }

    /// A record names the series, again or under another number: what was read up to here lies in chunks, and chunks of that
    /// number are its.
    pub(super) fn begin(&mut self, in_order: Vec<MappedChunk>, out_of_order: Vec<MappedChunk>) {
        self.in_order = merged_in_order(std::mem::take(&mut self.in_order), in_order);
        self.out_of_order.extend(out_of_order);
        self.out_of_order.sort_by_key(|chunk| chunk.reference);
        self.out_of_order.dedup_by_key(|chunk| chunk.reference);
        self.recent.clear();
        self.last_time = self.in_order.last().map(|chunk| chunk.max_time);
        self.is_histogram = self.in_order.last().is_some_and(|chunk| !matches!(chunk.encoding, 1 | 4));
        self.late = OutOfOrder::default();
    }

    /// A sample in order; one that is not newer than the last is dropped. A stale marker behind a histogram is one of
    /// histograms.
    pub(super) fn append(&mut self, sample: RefSample) {
        if self.last_time.is_some_and(|last| sample.time <= last) {
            return;
        }
        let value = match sample.value {
            Value::Float(value) if is_stale_nan(value) && self.is_histogram => {
                Value::Histogram(SharedHistogram::from(FloatHistogram::stale()))
            }
            value => value,
        };
        self.is_histogram = matches!(value, Value::Histogram(_));
        self.last_time = Some(sample.time);
        push(&mut self.recent, sample.start, sample.time, value);
    }

    /// A sample out of order.
    pub(super) fn insert(&mut self, sample: RefSample) {
        self.late.insert(sample);
    }

    /// All out-of-order samples up to here lie in chunks.
    pub(super) fn close_out_of_order(&mut self) {
        self.late.close();
    }

    /// All samples, in order from `min_valid_time` on. `decode` appends the samples of a chunk.
    pub(super) fn into_samples(
        self,
        min_valid_time: TimestampMs,
        mut decode: impl FnMut(&MappedChunk, &mut SampleBuffer),
    ) -> SampleBuffer {
        let mut decode = |chunk: &MappedChunk, out: &mut SampleBuffer| {
            decode(chunk, out);
            if !chunk.is_out_of_order && chunk.min_time < min_valid_time {
                retain(out, |time| time >= min_valid_time);
            }
        };
        if self.out_of_order.is_empty() && self.late.is_empty() {
            let mut samples = SampleBuffer::default();
            for chunk in &self.in_order {
                decode(chunk, &mut samples);
            }
            let mut walk = Walk::new(&self.recent);
            while walk.time().is_some() {
                walk.copy_to(&mut samples);
                walk.advance();
            }
            return samples;
        }
        let n_out_of_order = self.out_of_order.len() as u64;
        let mut parts = Vec::new();
        for (chunk, rank) in self.in_order.iter().zip(0..).chain(self.out_of_order.iter().zip(0..)) {
            let mut samples = SampleBuffer::default();
            decode(chunk, &mut samples);
            let rank = (chunk.is_out_of_order, rank);
            parts.push(Part { min_time: chunk.min_time, max_time: chunk.max_time, rank, samples });
        }
        parts.extend(recent_part(self.recent, self.in_order.len() as u64));
        parts.extend(self.late.into_parts(n_out_of_order));
        merge(parts)
    }
}

/// The samples of the log as one chunk behind the others.
fn recent_part(samples: SampleBuffer, rank: u64) -> Option<Part> {
    let times = || samples.timestamps.iter().chain(&samples.histogram_timestamps).copied();
    let (min_time, max_time) = (times().min()?, times().max()?);
    Some(Part { min_time, max_time, rank: (false, rank), samples })
}

/// Chunks of two numbers of one series. Of chunks that overlap those of the later record stay.
fn merged_in_order(existing: Vec<MappedChunk>, incoming: Vec<MappedChunk>) -> Vec<MappedChunk> {
    let mut merged = Vec::with_capacity(existing.len() + incoming.len());
    let mut incoming = incoming.into_iter().peekable();
    for chunk in existing {
        while let Some(next) = incoming.next_if(|next| next.max_time < chunk.min_time) {
            merged.push(next);
        }
        let is_replaced =
            incoming.peek().is_some_and(|next| next.reference == chunk.reference || chunk.max_time >= next.min_time);
        if !is_replaced {
            merged.push(chunk);
        }
    }
    merged.extend(incoming);
    merged
}

/// Whether the encoding of a chunk is known; Prometheus leaves others out.
pub(super) fn is_known(chunk: &MappedChunk) -> bool {
    chunk::Encoding::try_from(chunk.encoding).is_ok()
}
