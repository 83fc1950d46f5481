//! Float chunks decoded bit by bit, the way the format is described: what the fast decoders are compared with.

use promenade_model::value::stale_nan;

/// A sample: start timestamp, timestamp, bits of the value.
pub(super) type Sample = (i64, i64, u64);

/// Reads a bit at a time; `None` at the end.
struct Bits<'a> {
    data: &'a [u8],
    position: usize,
}

impl Bits<'_> {
    fn bit(&mut self) -> Option<bool> {
        let byte = self.data.get(self.position / 8)?;
        let bit = byte >> (7 - self.position % 8) & 1 == 1;
        self.position += 1;
        Some(bit)
    }

    fn bits(&mut self, n: u32) -> Option<u64> {
        (0..n).try_fold(0, |value, _| Some(value << 1 | u64::from(self.bit()?)))
    }

    fn ones(&mut self, max: usize) -> Option<usize> {
        let mut n = 0;
        while n < max && self.bit()? {
            n += 1;
        }
        Some(n)
    }

    fn uvarint(&mut self) -> Option<u64> {
        let mut value = 0_u128;
        for i in 0..10 {
            let byte = self.bits(8)?;
            value |= u128::from(byte & 0x7f) << (7 * i);
            if byte < 0x80 {
                return u64::try_from(value).ok();
            }
        }
        None
    }

    fn varint(&mut self) -> Option<i64> {
        let value = self.uvarint()?;
        Some(if value & 1 == 0 { (value >> 1) as i64 } else { !((value >> 1) as i64) })
    }

    /// A signed integer of which `2^(n-1)` is positive.
    fn int(&mut self, n: u32) -> Option<i64> {
        let value = i128::from(self.bits(n)?);
        Some(if value > 1 << (n - 1) && n < 64 { (value - (1 << n)) as i64 } else { value as u64 as i64 })
    }

    fn twos_complement(&mut self, n: u32) -> Option<i64> {
        let value = i128::from(self.bits(n)?);
        Some(if value >= 1 << (n - 1) && n < 64 { (value - (1 << n)) as i64 } else { value as u64 as i64 })
    }

    fn varbit(&mut self) -> Option<i64> {
        match self.ones(8)? {
            0 => Some(0),
            n => self.int([0, 3, 6, 9, 12, 18, 25, 56, 64][n]),
        }
    }
}

#[derive(Default)]
struct Value {
    bits: u64,
    leading: u32,
    trailing: u32,
}

impl Value {
    fn same_window(&mut self, bits: &mut Bits<'_>) -> Option<()> {
        self.bits ^= bits.bits(64 - self.leading - self.trailing)? << self.trailing;
        Some(())
    }

    fn new_window(&mut self, bits: &mut Bits<'_>) -> Option<()> {
        self.leading = bits.bits(5)? as u32;
        let size = match bits.bits(6)? as u32 {
            0 => 64,
            size => size,
        };
        self.trailing = 64_u32.checked_sub(self.leading)?.checked_sub(size)?;
        self.same_window(bits)
    }

    fn next(&mut self, bits: &mut Bits<'_>) -> Option<()> {
        match bits.ones(2)? {
            0 => Some(()),
            1 => self.same_window(bits),
            _ => self.new_window(bits),
        }
    }
}

/// The samples of a float chunk; `None` where it is none.
pub(super) fn xor(data: &[u8]) -> Option<Vec<Sample>> {
    let mut bits = Bits { data, position: 0 };
    let n = bits.bits(16)?;
    let (mut time, mut delta, mut value) = (0_i64, 0_i64, Value::default());
    let mut samples = Vec::new();
    for i in 0..n {
        match i {
            0 => (time, value.bits) = (bits.varint()?, bits.bits(64)?),
            1 => delta = bits.uvarint()? as i64,
            _ => {
                let change = match bits.ones(4)? {
                    0 => 0,
                    n => bits.int([0, 14, 17, 20, 64][n])?,
                };
                delta = delta.wrapping_add(change);
            }
        }
        if i > 0 {
            time = time.wrapping_add(delta);
            value.next(&mut bits)?;
        }
        samples.push((0, time, value.bits));
    }
    Some(samples)
}

/// The samples of a float chunk with start timestamps; `None` where it is none.
pub(super) fn xor2(data: &[u8]) -> Option<Vec<Sample>> {
    let mut bits = Bits { data, position: 0 };
    let (n, has_first_start, first_change) = (bits.bits(16)?, bits.bit()?, bits.bits(7)?);
    let (mut time, mut delta, mut value) = (0_i64, 0_i64, Value::default());
    let (mut start, mut distance) = (0_i64, 0_i64);
    let mut samples = Vec::new();
    for i in 0..n {
        let previous = time;
        let mut is_stale = false;
        if i == 0 {
            time = bits.varint()?;
            let first = bits.bits(64)?;
            is_stale = first == stale_nan().to_bits();
            value.bits = if is_stale { 0 } else { first };
            if has_first_start {
                start = time.wrapping_sub(bits.varint()?);
            }
        } else {
            is_stale |= xor2_value(&mut bits, i, &mut delta, &mut value)?;
            time = time.wrapping_add(delta);
            if first_change > 0 && i >= first_change {
                let change = bits.varbit()?;
                distance = if i == first_change { change } else { distance.wrapping_add(change) };
                start = previous.wrapping_sub(distance);
            }
        }
        samples.push((start, time, if is_stale { stale_nan().to_bits() } else { value.bits }));
    }
    Some(samples)
}

/// The delta and the value of a sample; true where it is stale.
fn xor2_value(bits: &mut Bits<'_>, i: u64, delta: &mut i64, value: &mut Value) -> Option<bool> {
    if i == 1 {
        *delta = bits.uvarint()? as i64;
    } else {
        let change = match bits.ones(5)? {
            0 => return Some(false),
            1 => {
                if bits.bit()? {
                    value.new_window(bits)?;
                } else {
                    value.same_window(bits)?;
                }
                return Some(false);
            }
            2 => bits.twos_complement(13)?,
            3 => bits.twos_complement(20)?,
            4 => bits.twos_complement(64)?,
            _ => return Some(true),
        };
        *delta = delta.wrapping_add(change);
    }
    match bits.ones(3)? {
        0 => {}
        1 => value.same_window(bits)?,
        2 => value.new_window(bits)?,
        _ => return Some(true),
    }
    Some(false)
}
