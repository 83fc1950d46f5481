//! A reader of bytes that checks every bound: no read panics, and none allocates.

use std::borrow::Cow;

use crate::Corruption;

/// The most bytes of a variable-length integer of 64 bits.
const MAX_VARINT_LEN: usize = 10;

/// Reads bytes from front to back. Its errors have the offset in the file, if the reader was created with that of its start.
/// A read that fails reads nothing.
#[derive(Debug, Clone, Copy)]
pub struct ByteReader<'a> {
    /// What is still to be read.
    rest: &'a [u8],
    /// Offset of the first byte of `rest`.
    offset: u64,
}

impl<'a> ByteReader<'a> {
    /// Reads bytes whose first is at offset 0.
    pub const fn new(data: &'a [u8]) -> Self {
        Self::at(data, 0)
    }

    /// Reads bytes whose first is at this offset of a file.
    pub const fn at(data: &'a [u8], offset: u64) -> Self {
        Self { rest: data, offset }
    }

    /// Reads a whole file from an offset on.
    ///
    /// # Errors
    /// Returns an error if the file ends before.
    pub fn from_offset(file: &'a [u8], offset: u64) -> Result<Self, Corruption> {
        let rest = usize::try_from(offset).ok().and_then(|n| file.get(n..));
        let rest = rest.ok_or_else(|| Corruption::new(offset, format!("the file has {} bytes only", file.len())))?;
        Ok(Self { rest, offset })
    }

    /// Offset of the next byte.
    pub const fn offset(&self) -> u64 {
        self.offset
    }

    /// What is still to be read.
    pub const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Number of bytes still to be read.
    pub const fn len(&self) -> usize {
        self.rest.len()
    }

    /// Whether all is read.
    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// A problem at the next byte.
    pub fn corruption(&self, problem: impl Into<Cow<'static, str>>) -> Corruption {
        Corruption::new(self.offset, problem)
    }

    /// The next `n` bytes.
    ///
    /// # Errors
    /// Returns an error if there are fewer.
    pub fn take(&mut self, n: usize) -> Result<&'a [u8], Corruption> {
        let Some((taken, rest)) = self.rest.split_at_checked(n) else {
            return Err(self.corruption(format!("{n} bytes were expected, {} are left", self.rest.len())));
        };
        (self.rest, self.offset) = (rest, self.offset.saturating_add(n as u64));
        Ok(taken)
    }

    /// A reader of the next `n` bytes, which this one passes.
    ///
    /// # Errors
    /// Returns an error if there are fewer.
    pub fn sub(&mut self, n: usize) -> Result<Self, Corruption> {
        let offset = self.offset;
        Ok(Self { rest: self.take(n)?, offset })
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Corruption> {
        let Some((taken, _)) = self.rest.split_first_chunk::<N>() else {
            return Err(self.corruption(format!("{N} bytes were expected, {} are left", self.rest.len())));
        };
        self.take(N)?;
        Ok(*taken)
    }

    /// A byte.
    ///
    /// # Errors
    /// At the end.
    pub fn u8(&mut self) -> Result<u8, Corruption> {
        self.array::<1>().map(|[byte]| byte)
    }

    /// A big-endian integer of 16 bits.
    ///
    /// # Errors
    /// Returns an error if the bytes end before.
    pub fn be_u16(&mut self) -> Result<u16, Corruption> {
        self.array().map(u16::from_be_bytes)
    }

    /// A big-endian integer of 32 bits.
    ///
    /// # Errors
    /// Returns an error if the bytes end before.
    pub fn be_u32(&mut self) -> Result<u32, Corruption> {
        self.array().map(u32::from_be_bytes)
    }

    /// A big-endian integer of 64 bits.
    ///
    /// # Errors
    /// Returns an error if the bytes end before.
    pub fn be_u64(&mut self) -> Result<u64, Corruption> {
        self.array().map(u64::from_be_bytes)
    }

    /// A big-endian signed integer of 64 bits.
    ///
    /// # Errors
    /// Returns an error if the bytes end before.
    pub fn be_i64(&mut self) -> Result<i64, Corruption> {
        self.array().map(i64::from_be_bytes)
    }

    /// A float of 64 bits, big-endian.
    ///
    /// # Errors
    /// Returns an error if the bytes end before.
    pub fn be_f64(&mut self) -> Result<f64, Corruption> {
        self.be_u64().map(f64::from_bits)
    }

    /// An unsigned integer in groups of seven bits, the lowest first, as Go's `binary.Uvarint` reads it.
    ///
    /// # Errors
    /// Returns an error if the bytes end before, or the integer has more than 64 bits.
    pub fn uvarint(&mut self) -> Result<u64, Corruption> {
        let mut value = 0_u64;
        for (i, &byte) in self.rest.iter().take(MAX_VARINT_LEN).enumerate() {
            if i == MAX_VARINT_LEN - 1 && byte > 1 {
                break;
            }
            value |= u64::from(byte & 0x7f) << (7 * i);
            if byte < 0x80 {
                self.take(i + 1)?;
                return Ok(value);
            }
        }
        let is_cut = self.rest.len() < MAX_VARINT_LEN;
        Err(self.corruption(if is_cut {
            "the bytes end inside an integer"
        } else {
            "an integer has more than 64 bits"
        }))
    }

    /// A signed integer, zigzag in groups of seven bits, as Go's `binary.Varint` reads it.
    ///
    /// # Errors
    /// Returns an error if the bytes end before, or the integer has more than 64 bits.
    pub fn varint(&mut self) -> Result<i64, Corruption> {
        let value = self.uvarint()?;
        Ok((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }

    /// A length in groups of seven bits, which fits into the bytes that are left where each item has at least `item_len`
    /// bytes: what is allocated for so many items is bounded by the size of the file.
    ///
    /// # Errors
    /// Returns an error if the items do not fit.
    pub fn count(&mut self, item_len: usize) -> Result<usize, Corruption> {
        let mut ahead = *self;
        let n = ahead.uvarint()?;
        let fits = n.checked_mul(item_len as u64).is_some_and(|n_bytes| n_bytes <= ahead.len() as u64);
        if !fits {
            return Err(
                self.corruption(format!("a length of {n} is more than the {} bytes that are left", ahead.len()))
            );
        }
        *self = ahead;
        Ok(n as usize)
    }

    /// Bytes behind their length in groups of seven bits.
    ///
    /// # Errors
    /// Returns an error if there are fewer bytes.
    pub fn uvarint_bytes(&mut self) -> Result<&'a [u8], Corruption> {
        let n = self.count(1)?;
        self.take(n)
    }

    /// A text behind its length in bytes.
    ///
    /// # Errors
    /// Returns an error if there are fewer bytes, or they are not UTF-8.
    pub fn uvarint_str(&mut self) -> Result<&'a str, Corruption> {
        let mut ahead = *self;
        let bytes = ahead.uvarint_bytes()?;
        let text = std::str::from_utf8(bytes).map_err(|_| self.corruption("a text is not UTF-8"))?;
        *self = ahead;
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_read_as_go_reads_them() {
        let cases: [(&[u8], Option<u64>); 7] = [
            (&[0], Some(0)),
            (&[0x7f], Some(127)),
            (&[0x80, 1], Some(128)),
            (&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1], Some(u64::MAX)),
            (&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2], None),
            (&[0x80], None),
            (&[], None),
        ];
        for (bytes, expected) in cases {
            assert_eq!(ByteReader::new(bytes).uvarint().ok(), expected, "{bytes:?}");
        }
        for (bytes, expected) in [(&[0_u8][..], 0), (&[1], -1), (&[2], 1), (&[0x81, 1], -65)] {
            assert_eq!(ByteReader::new(bytes).varint(), Ok(expected), "{bytes:?}");
        }
    }

    #[test]
    fn errors_have_the_place_and_nothing_is_read() {
        let mut reader = ByteReader::at(&[5, b'a', b'b'], 100);
        assert_eq!(reader.uvarint_str().unwrap_err().offset, 100);
        assert_eq!((reader.offset(), reader.len()), (100, 3));
        assert_eq!(reader.u8(), Ok(5));
        assert_eq!(reader.be_u32().unwrap_err().to_string(), "at byte 101: 4 bytes were expected, 2 are left");
        assert_eq!(reader.take(2), Ok(&b"ab"[..]));
        assert!(reader.is_empty() && reader.u8().is_err());
    }

    #[test]
    fn a_length_is_no_more_than_what_is_left() {
        assert_eq!(ByteReader::new(&[2, 0, 0, 0, 0]).count(2), Ok(2));
        assert!(ByteReader::new(&[3, 0, 0, 0, 0]).count(2).is_err());
        assert!(ByteReader::new(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]).count(8).is_err());
    }
}
