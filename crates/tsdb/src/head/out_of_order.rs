//! Samples of a series that came later than newer ones.

use std::collections::BTreeMap;

use promenade_model::TimestampMs;
use promenade_storage::SampleBuffer;

use super::merge::Part;
use super::record::{RefSample, Value};
use super::sample_list::push;

/// Samples after which Prometheus begins another chunk, if it is not told otherwise.
const SAMPLES_PER_CHUNK: usize = 32;

/// The out-of-order samples of a log that lie in no chunk yet. They are cut into chunks as Prometheus does it, as of two
/// samples of equal time the first in a chunk stays.
#[derive(Debug, Default)]
pub(super) struct OutOfOrder {
    full: Vec<BTreeMap<TimestampMs, (TimestampMs, Value)>>,
    open: BTreeMap<TimestampMs, (TimestampMs, Value)>,
}

impl OutOfOrder {
    pub(super) fn insert(&mut self, sample: RefSample) {
        if self.open.len() == SAMPLES_PER_CHUNK {
            self.full.push(std::mem::take(&mut self.open));
        }
        self.open.entry(sample.time).or_insert((sample.start, sample.value));
    }

    /// Whether there is no sample.
    pub(super) fn is_empty(&self) -> bool {
        self.full.is_empty() && self.open.is_empty()
    }

    /// Forgets the open chunk: its samples lie in a chunk of a file.
    pub(super) fn close(&mut self) {
        self.open.clear();
    }

    /// The chunks, ranked behind `n_before` others.
    pub(super) fn into_parts(self, n_before: u64) -> impl Iterator<Item = Part> {
        let chunks = self.full.into_iter().chain([self.open]).filter(|chunk| !chunk.is_empty());
        chunks.enumerate().map(move |(i, chunk)| {
            let mut samples = SampleBuffer::default();
            let ends = (chunk.keys().next().copied(), chunk.keys().next_back().copied());
            for (time, (start, value)) in chunk {
                push(&mut samples, start, time, value);
            }
            let (min_time, max_time) = (ends.0.unwrap_or(0), ends.1.unwrap_or(0));
            Part { min_time, max_time, rank: (true, n_before + i as u64), samples }
        })
    }
}
