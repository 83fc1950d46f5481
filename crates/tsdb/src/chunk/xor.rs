//! Float chunks: the delta of the delta of timestamps, and floats as differences of bits.

use super::bits::{BitReader, PEEKED};
use super::floats::FloatColumns;
use super::header::Header;
use super::value::XorValue;
use crate::Corruption;

/// Bits of a delta of deltas by the number of ones before it; four ones have no zero behind them.
const SIZES: [u8; 4] = [0, 14, 17, 20];

pub(super) fn decode(data: &[u8], out: &mut FloatColumns<'_>) -> Result<(), Corruption> {
    let (header, mut bits) = Header::plain(data)?;
    let Some(n_behind_first) = header.n_samples.checked_sub(1) else { return Ok(()) };
    out.reserve(header.n_samples, bits.n_left());
    let mut time = bits.varint()?;
    let mut value = XorValue::first(&mut bits);
    bits.check()?;
    out.push(time, value.get());
    if n_behind_first == 0 {
        return Ok(());
    }
    let mut delta = bits.uvarint()?.cast_signed();
    time = time.wrapping_add(delta);
    value.read_next(&mut bits)?;
    bits.check()?;
    out.push(time, value.get());
    let mut n_left = n_behind_first - 1;
    while n_left > 0 {
        // A sample of the same delta and the same value is two zeros.
        let n_same = (bits.peek().leading_zeros() as usize / 2).min(PEEKED / 2).min(n_left);
        if n_same > 0 {
            bits.skip(2 * n_same);
            bits.check()?;
            time = out.push_same(n_same, time, delta, value.get());
            n_left -= n_same;
            continue;
        }
        delta = delta.wrapping_add(read_delta_of_delta(&mut bits));
        time = time.wrapping_add(delta);
        value.read_next(&mut bits)?;
        bits.check()?;
        out.push(time, value.get());
        n_left -= 1;
    }
    Ok(())
}

/// `0`, or 14, 17, 20 or 64 bits behind `10`, `110`, `1110`, `1111`.
#[inline]
fn read_delta_of_delta(bits: &mut BitReader<'_>) -> i64 {
    let word = bits.peek();
    let n_ones = word.leading_ones() as usize;
    let Some(&size) = SIZES.get(n_ones) else {
        bits.skip(4);
        return bits.read(64).cast_signed();
    };
    let size = u32::from(size);
    bits.skip(n_ones + 1 + size as usize);
    // No bit is 0; each size has one negative number less and one positive more than two's complement.
    let value = word << (n_ones + 1) >> 1 >> (63 - size);
    let is_negative = value > (1 << size >> 1);
    value.wrapping_sub(u64::from(is_negative) << size).cast_signed()
}
