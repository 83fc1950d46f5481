//! Start timestamps: the time from which a counter counts, behind each sample that has another.

use promenade_model::TimestampMs;

use super::bits::BitReader;
use super::varbit::read_int;
use crate::Corruption;

/// Which samples of a chunk have a start timestamp.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct StartHeader {
    /// Whether the first sample has one.
    is_first_known: bool,
    /// From which sample on each has one, behind the first; 0 where none has.
    first_change: usize,
}

impl StartHeader {
    /// The highest bit is of the first sample, the others are the number of the first change.
    pub(super) fn new(byte: u8) -> Self {
        Self { is_first_known: byte & 0x80 != 0, first_change: usize::from(byte & 0x7f) }
    }

    /// Whether a sample may have one.
    pub(super) fn has_any(self) -> bool {
        self.is_first_known || self.first_change > 0
    }
}

/// Reads the start timestamps of a chunk, sample by sample.
#[derive(Debug, Clone, Copy)]
pub(super) struct StartReader {
    header: StartHeader,
    /// The start timestamp of the sample that was read last; 0 where it is not known.
    start: TimestampMs,
    /// From it to the timestamp of the sample before that one.
    distance: i64,
}

impl StartReader {
    pub(super) fn new(header: StartHeader) -> Self {
        Self { header, start: 0, distance: 0 }
    }

    /// Of the first sample.
    pub(super) fn read_first(
        &mut self,
        bits: &mut BitReader<'_>,
        time: TimestampMs,
    ) -> Result<TimestampMs, Corruption> {
        if self.header.is_first_known {
            self.start = time.wrapping_sub(bits.varint()?);
        }
        Ok(self.start)
    }

    /// Of a sample behind the first; `previous` is the timestamp of the sample before it.
    #[inline]
    pub(super) fn read(&mut self, bits: &mut BitReader<'_>, sample_idx: usize, previous: TimestampMs) -> TimestampMs {
        let first = self.header.first_change;
        if first > 0 && sample_idx >= first {
            let value = read_int(bits);
            self.distance = if sample_idx == first { value } else { self.distance.wrapping_add(value) };
            self.start = previous.wrapping_sub(self.distance);
        }
        self.start
    }

    /// Of how many of the next samples nothing is written, so that they have the start timestamp of the one before.
    pub(super) fn n_unchanged(&self, sample_idx: usize) -> usize {
        match self.header.first_change {
            0 => usize::MAX,
            first => first.saturating_sub(sample_idx),
        }
    }

    /// The start timestamp of the sample that was read last.
    pub(super) fn last(&self) -> TimestampMs {
        self.start
    }
}
