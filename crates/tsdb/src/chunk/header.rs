//! The first bytes of a chunk.

use promenade_model::histogram::CounterResetHint;

use super::bits::BitReader;
use super::start::StartHeader;
use crate::{ByteReader, Corruption};

/// Of the sample count of histograms with start timestamps, the two highest bits are those of counter resets.
const HISTOGRAM_START_COUNT_MASK: u16 = 0x3fff;

/// What the first bytes of a chunk say.
#[derive(Debug, Clone, Copy)]
pub(super) struct Header {
    /// Number of samples, as the chunk claims it.
    pub(super) n_samples: usize,
    /// Whether the histograms are gauges.
    pub(super) is_gauge: bool,
    /// Which samples have a start timestamp.
    pub(super) start: StartHeader,
}

impl Header {
    /// A count of samples.
    pub(super) fn plain(data: &[u8]) -> Result<(Self, BitReader<'_>), Corruption> {
        let n_samples = usize::from(ByteReader::new(data).be_u16()?);
        Ok((Self { n_samples, is_gauge: false, start: StartHeader::default() }, BitReader::behind(data, 2)))
    }

    /// A count of samples, and which have a start timestamp.
    pub(super) fn with_start(data: &[u8]) -> Result<(Self, BitReader<'_>), Corruption> {
        let mut reader = ByteReader::new(data);
        let n_samples = usize::from(reader.be_u16()?);
        let start = StartHeader::new(reader.u8()?);
        Ok((Self { n_samples, is_gauge: false, start }, BitReader::behind(data, 3)))
    }

    /// A count of samples, and in a byte what is known of counter resets.
    pub(super) fn histograms(data: &[u8]) -> Result<(Self, BitReader<'_>), Corruption> {
        let mut reader = ByteReader::new(data);
        let n_samples = usize::from(reader.be_u16()?);
        let is_gauge = is_gauge(reader.u8()?);
        Ok((Self { n_samples, is_gauge, start: StartHeader::default() }, BitReader::behind(data, 3)))
    }

    /// A count of samples behind two bits of counter resets, and which samples have a start timestamp.
    pub(super) fn histograms_with_start(data: &[u8]) -> Result<(Self, BitReader<'_>), Corruption> {
        let mut reader = ByteReader::new(data);
        let count = reader.be_u16()?;
        let start = StartHeader::new(reader.u8()?);
        let n_samples = usize::from(count & HISTOGRAM_START_COUNT_MASK);
        Ok((Self { n_samples, is_gauge: is_gauge((count >> 8) as u8), start }, BitReader::behind(data, 3)))
    }

    /// What is known of a reset at a histogram, as Prometheus gives it: nothing at the first of a chunk, as the chunk
    /// before it may be gone.
    pub(super) fn hint(&self, sample_idx: usize) -> CounterResetHint {
        match sample_idx {
            _ if self.is_gauge => CounterResetHint::Gauge,
            0 => CounterResetHint::Unknown,
            _ => CounterResetHint::NotReset,
        }
    }
}

/// Whether both bits of counter resets are set.
const fn is_gauge(flags: u8) -> bool {
    flags >> 6 == 0b11
}
