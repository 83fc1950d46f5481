//! Integers of as many bits as they need, as histogram chunks and start timestamps have them.

use super::bits::BitReader;

/// Bits of an integer by the number of ones before it. Eight ones have no zero behind them.
const SIZES: [u8; 9] = [0, 3, 6, 9, 12, 18, 25, 56, 64];

/// The bits of the next integer and their number.
#[inline]
fn read(bits: &mut BitReader<'_>) -> (u64, usize) {
    let word = bits.peek();
    let n_ones = (word.leading_ones() as usize).min(8);
    let size = usize::from(SIZES[n_ones]);
    if n_ones == 0 {
        bits.skip(1);
        return (0, 0);
    }
    if n_ones < 7 {
        bits.skip(n_ones + 1 + size);
        return (word << (n_ones + 1) >> (64 - size), size);
    }
    bits.skip(8);
    (bits.read(size), size)
}

/// A signed integer. Each size has one negative number less and one positive more than two's complement.
#[inline]
pub(super) fn read_int(bits: &mut BitReader<'_>) -> i64 {
    let (value, size) = read(bits);
    if size == 0 {
        return 0;
    }
    let is_negative = size < 64 && value > 1 << (size - 1);
    value.wrapping_sub(u64::from(is_negative) << (size % 64)).cast_signed()
}

/// An unsigned integer.
#[inline]
pub(super) fn read_uint(bits: &mut BitReader<'_>) -> u64 {
    read(bits).0
}
