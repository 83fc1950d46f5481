//! Histogram chunks, of integers and of floats: what both have in common.

use promenade_model::TimestampMs;
use promenade_model::histogram::{HistogramHead, SharedHistogram};

use super::bits::BitReader;
use super::header::Header;
use super::histogram_rows::HistogramRows;
use super::start::StartReader;
use super::varbit::read_int;
use crate::Corruption;

/// Columns of histograms, to which samples are appended.
pub(super) struct HistogramColumns<'a> {
    pub(super) timestamps: &'a mut Vec<TimestampMs>,
    pub(super) histograms: &'a mut Vec<SharedHistogram>,
    pub(super) start_timestamps: &'a mut Vec<TimestampMs>,
}

/// How the numbers of histograms are written.
pub(super) trait Numbers: Sized {
    /// Bits that a bucket of the first sample has at least.
    const BUCKET_SIZE: usize;

    /// The numbers of the first sample, but for its buckets.
    fn first(bits: &mut BitReader<'_>, n_positive: usize, width: usize) -> Self;

    /// The numbers of the next sample, but for its buckets.
    fn next(&mut self, bits: &mut BitReader<'_>) -> Result<(), Corruption>;

    /// Count, zero count and sum.
    fn head(&self) -> HistogramHead;

    /// The buckets of the first sample.
    fn first_buckets(&mut self, bits: &mut BitReader<'_>, row: Option<&mut [f64]>);

    /// The buckets of the next sample.
    fn next_buckets(&mut self, bits: &mut BitReader<'_>, row: &mut [f64]) -> Result<(), Corruption>;
}

pub(super) fn decode<N: Numbers>(
    header: Header,
    mut bits: BitReader<'_>,
    out: HistogramColumns<'_>,
) -> Result<(), Corruption> {
    if header.n_samples == 0 {
        return Ok(());
    }
    let HistogramColumns { timestamps, histograms, start_timestamps } = out;
    let first_row = histograms.len();
    let mut rows = HistogramRows::read(&mut bits, N::BUCKET_SIZE, header.n_samples, histograms)?;
    let mut start = StartReader::new(header.start);
    let mut time = read_int(&mut bits);
    let mut delta = 0_i64;
    let mut numbers = N::first(&mut bits, rows.n_positive(), rows.width());
    let head = |numbers: &N, idx| HistogramHead { counter_reset_hint: header.hint(idx), ..numbers.head() };
    numbers.first_buckets(&mut bits, rows.push(head(&numbers, 0)));
    let mut sample_start = start.read_first(&mut bits, time)?;
    for idx in 0..header.n_samples {
        if idx > 0 {
            let previous = time;
            delta = delta.wrapping_add(read_int(&mut bits));
            time = time.wrapping_add(delta);
            numbers.next(&mut bits)?;
            if let Some(row) = rows.push(head(&numbers, idx)) {
                numbers.next_buckets(&mut bits, row)?;
            }
            sample_start = start.read(&mut bits, idx, previous);
        }
        bits.check()?;
        timestamps.push(time);
        if header.start.has_any() {
            start_timestamps.push(sample_start);
        }
    }
    rows.finish(first_row)
}
