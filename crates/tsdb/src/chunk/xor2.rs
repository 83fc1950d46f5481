//! Float chunks of which timestamp and value share their control bits, with start timestamps.

use promenade_model::value::stale_nan;

use super::bits::{BitReader, PEEKED};
use super::floats::FloatColumns;
use super::header::Header;
use super::start::StartReader;
use super::value::Window;
use crate::Corruption;

/// Bits of a delta of deltas behind `110` and `1110`.
const SHORT: usize = 13;
const LONG: usize = 20;

pub(super) fn decode(data: &[u8], out: &mut FloatColumns<'_>) -> Result<(), Corruption> {
    let (header, mut bits) = Header::with_start(data)?;
    if header.n_samples == 0 {
        return Ok(());
    }
    out.reserve(header.n_samples, bits.n_left());
    let has_start = header.start.has_any();
    let mut start = StartReader::new(header.start);
    let mut decoder = Decoder::first(&mut bits)?;
    let first_start = start.read_first(&mut bits, decoder.time)?;
    if has_start {
        out.start_timestamps.push(first_start);
    }
    bits.check()?;
    out.push(decoder.time, decoder.first);
    let mut idx = 1;
    while idx < header.n_samples {
        // A sample of the same delta and the same value is one zero.
        let n_same = if idx > 1 { bits.peek().leading_zeros() as usize } else { 0 };
        let n_same = n_same.min(PEEKED).min(header.n_samples - idx).min(start.n_unchanged(idx));
        if n_same > 0 {
            bits.skip(n_same);
            bits.check()?;
            decoder.time = out.push_same(n_same, decoder.time, decoder.delta, decoder.baseline());
            if has_start {
                out.start_timestamps.resize(out.start_timestamps.len() + n_same, start.last());
            }
            idx += n_same;
            continue;
        }
        let previous = decoder.time;
        let value = if idx == 1 { decoder.second(&mut bits)? } else { decoder.next(&mut bits)? };
        let sample_start = start.read(&mut bits, idx, previous);
        bits.check()?;
        out.push(decoder.time, value);
        if has_start {
            out.start_timestamps.push(sample_start);
        }
        idx += 1;
    }
    Ok(())
}

/// What is known between two samples.
struct Decoder {
    time: i64,
    delta: i64,
    /// The first value.
    first: f64,
    /// The bits of the last value that is no stale marker, from which the next differs.
    baseline: u64,
    window: Window,
}

impl Decoder {
    fn first(bits: &mut BitReader<'_>) -> Result<Self, Corruption> {
        let time = bits.varint()?;
        let value = bits.read(64);
        let baseline = if value == stale_nan().to_bits() { 0 } else { value };
        Ok(Self { time, delta: 0, first: f64::from_bits(value), baseline, window: Window::default() })
    }

    fn second(&mut self, bits: &mut BitReader<'_>) -> Result<f64, Corruption> {
        self.delta = bits.uvarint()?.cast_signed();
        self.time = self.time.wrapping_add(self.delta);
        self.value(bits)
    }

    fn baseline(&self) -> f64 {
        f64::from_bits(self.baseline)
    }

    /// A sample behind the second.
    #[inline]
    fn next(&mut self, bits: &mut BitReader<'_>) -> Result<f64, Corruption> {
        let word = bits.peek();
        match word.leading_ones() {
            0 => {
                bits.skip(1);
                self.time = self.time.wrapping_add(self.delta);
                Ok(self.baseline())
            }
            1 => {
                self.time = self.time.wrapping_add(self.delta);
                let is_new = word << 2 >> 63 != 0;
                bits.skip(3);
                self.changed(bits, is_new)
            }
            2 => {
                bits.skip(3 + SHORT);
                self.shift(signed(word << 3, SHORT));
                self.value(bits)
            }
            3 => {
                bits.skip(4 + LONG);
                self.shift(signed(word << 4, LONG));
                self.value(bits)
            }
            4 => {
                bits.skip(5);
                let delta_of_delta = bits.read(64).cast_signed();
                self.shift(delta_of_delta);
                self.value(bits)
            }
            _ => {
                bits.skip(5);
                self.time = self.time.wrapping_add(self.delta);
                Ok(stale_nan())
            }
        }
    }

    #[inline]
    fn shift(&mut self, delta_of_delta: i64) {
        self.delta = self.delta.wrapping_add(delta_of_delta);
        self.time = self.time.wrapping_add(self.delta);
    }

    /// A value behind a delta of deltas: `0` where it is the same, `10` in the same window, `110` in a new one, `111`
    /// where it is a stale marker.
    #[inline]
    fn value(&mut self, bits: &mut BitReader<'_>) -> Result<f64, Corruption> {
        match bits.peek() >> 61 {
            0..=3 => {
                bits.skip(1);
                Ok(self.baseline())
            }
            4 | 5 => {
                bits.skip(2);
                self.changed(bits, false)
            }
            6 => {
                bits.skip(3);
                self.changed(bits, true)
            }
            _ => {
                bits.skip(3);
                Ok(stale_nan())
            }
        }
    }

    /// A value that differs.
    #[inline]
    fn changed(&mut self, bits: &mut BitReader<'_>, has_new_window: bool) -> Result<f64, Corruption> {
        if has_new_window {
            self.window.read_new(bits)?;
        }
        self.baseline ^= self.window.read(bits);
        Ok(self.baseline())
    }
}

/// The highest bits of a word as two's complement.
#[inline]
fn signed(word: u64, size: usize) -> i64 {
    word.cast_signed() >> (64 - size)
}
