//! A reader of bits, most significant first, 64 at a time.

use crate::Corruption;

/// Bits that [`BitReader::peek`] gives at least.
pub(super) const PEEKED: usize = 57;

/// Reads bits from front to back. Beyond the end there are zeros: the caller asks [`check`](Self::check) once for
/// several reads whether there was enough.
#[derive(Debug, Clone, Copy)]
pub(super) struct BitReader<'a> {
    data: &'a [u8],
    /// The next bit, counted from the first of `data`.
    position: usize,
}

impl<'a> BitReader<'a> {
    /// Reads the bits behind the first `start` bytes.
    pub(super) fn behind(data: &'a [u8], start: usize) -> Self {
        Self { data, position: 8 * start }
    }

    /// The next bits from the highest bit on, [`PEEKED`] at least. The lower ones may be anything.
    #[inline]
    pub(super) fn peek(&self) -> u64 {
        let start = self.position / 8;
        let word = match self.data.get(start..).and_then(<[u8]>::first_chunk) {
            Some(bytes) => u64::from_be_bytes(*bytes),
            None => self.last_word(start),
        };
        word << (self.position % 8)
    }

    /// Fewer than eight bytes, with zeros behind.
    #[cold]
    fn last_word(&self, start: usize) -> u64 {
        let rest = self.data.get(start..).unwrap_or_default();
        let mut bytes = [0; 8];
        for (byte, &last) in bytes.iter_mut().zip(rest) {
            *byte = last;
        }
        u64::from_be_bytes(bytes)
    }

    /// Passes bits.
    #[inline]
    pub(super) fn skip(&mut self, n: usize) {
        self.position += n;
    }

    /// The next `n` bits as the lowest of an integer, 1 to 64.
    #[inline]
    pub(super) fn read(&mut self, n: usize) -> u64 {
        debug_assert!((1..=64).contains(&n), "{n} bits");
        let word = self.peek();
        if n <= PEEKED {
            self.skip(n);
            return word >> (64 - n);
        }
        self.skip(32);
        let low = self.peek();
        self.skip(n - 32);
        ((word >> 32) << (n - 32)) | (low >> (96 - n))
    }

    /// A byte.
    pub(super) fn byte(&mut self) -> u8 {
        self.read(8) as u8
    }

    /// An unsigned integer in groups of seven bits, the lowest first.
    pub(super) fn uvarint(&mut self) -> Result<u64, Corruption> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte();
            if shift == 63 && byte > 1 {
                break;
            }
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(self.corruption("an integer has more than 64 bits"))
    }

    /// A signed integer, zigzag in groups of seven bits.
    pub(super) fn varint(&mut self) -> Result<i64, Corruption> {
        let value = self.uvarint()?;
        Ok((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }

    /// Bits that are left; 0 beyond the end.
    pub(super) fn n_left(&self) -> usize {
        (8 * self.data.len()).saturating_sub(self.position)
    }

    /// Checks that all bits that were read are there.
    ///
    /// # Errors
    /// Returns an error if the chunk ended before.
    #[inline]
    pub(super) fn check(&self) -> Result<(), Corruption> {
        if self.position <= 8 * self.data.len() { Ok(()) } else { Err(self.cut()) }
    }

    #[cold]
    fn cut(&self) -> Corruption {
        Corruption::new(self.data.len() as u64, "the chunk ends before its last sample")
    }

    /// A problem at the next bit.
    #[cold]
    pub(super) fn corruption(&self, problem: &'static str) -> Corruption {
        Corruption::new((self.position / 8).min(self.data.len()) as u64, problem)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn bits_are_those_of_the_bytes(
            data in prop::collection::vec(any::<u8>(), 0..40),
            sizes in prop::collection::vec(1_usize..=64, 0..40),
        ) {
            let bit = |i: usize| data.get(i / 8).map_or(0, |byte| u64::from(byte >> (7 - i % 8)) & 1);
            let mut reader = BitReader::behind(&data, 0);
            let mut position = 0;
            for n in sizes {
                let expected = (position..position + n).fold(0, |value, i| value << 1 | bit(i));
                prop_assert_eq!(reader.read(n), expected, "{} bits at {}", n, position);
                position += n;
                prop_assert_eq!(reader.check().is_ok(), position <= 8 * data.len());
            }
        }
    }
}
