//! How records lie in a segment: in pages, cut into fragments, each with a checksum.

use super::compression::{Compression, decompress};
use crate::{ByteReader, Corruption, crc};

/// A fragment lies within a page.
const PAGE_SIZE: usize = 32 * 1024;
/// Type, length, checksum.
const HEADER_SIZE: usize = 7;
/// The bits of the first byte that are the type of the fragment.
const TYPE_MASK: u8 = 0b111;

/// What follows in a segment.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// A record, decompressed, and where in the segment its first fragment begins.
    Record(Vec<u8>, u64),
    /// The segment ends behind a record.
    End,
    /// The segment ends inside of a record, which begins here: it is being written, or the server was killed.
    Torn(Corruption),
}

/// Reads the records of a segment.
pub(super) struct RecordReader<'a> {
    reader: ByteReader<'a>,
}

impl<'a> RecordReader<'a> {
    pub(super) fn new(segment: &'a [u8]) -> Self {
        Self { reader: ByteReader::new(segment) }
    }

    /// The next record.
    ///
    /// # Errors
    /// Returns an error if the bytes are no record.
    pub(super) fn next(&mut self) -> Result<Next, Corruption> {
        let mut data = Vec::new();
        let mut start = None;
        loop {
            let offset = self.reader.offset();
            let Some(&first) = self.reader.rest().first() else { return Ok(end(start)) };
            if first & TYPE_MASK == 0 {
                self.skip_padding()?;
                continue;
            }
            let begin = start.unwrap_or(offset);
            let Some(fragment) = self.fragment()? else { return Ok(torn(begin)) };
            let is_first = start.is_none();
            let is_last =
                check_order(first & TYPE_MASK, is_first).map_err(|problem| Corruption::new(offset, problem))?;
            start = Some(begin);
            data.extend_from_slice(fragment);
            if is_last {
                let data = decompress(Compression::of(first), data).map_err(|e| Corruption::new(begin, e))?;
                return Ok(Next::Record(data, begin));
            }
        }
    }

    /// Zeros up to the end of a page, or of the segment.
    fn skip_padding(&mut self) -> Result<(), Corruption> {
        let in_page = (self.reader.offset() % PAGE_SIZE as u64) as usize;
        let offset = self.reader.offset();
        let padding = self.reader.take((PAGE_SIZE - in_page).min(self.reader.len()))?;
        match padding.iter().position(|byte| *byte != 0) {
            Some(i) => Err(Corruption::new(offset + i as u64, "the padding of a page is not zero")),
            None => Ok(()),
        }
    }

    /// The data of a fragment; `None` where the segment ends before.
    fn fragment(&mut self) -> Result<Option<&'a [u8]>, Corruption> {
        let mut ahead = self.reader;
        if ahead.len() < HEADER_SIZE {
            return Ok(None);
        }
        ahead.u8()?;
        let (length, checksum) = (usize::from(ahead.be_u16()?), ahead.be_u32()?);
        if length > PAGE_SIZE - HEADER_SIZE {
            return Err(self.reader.corruption(format!("a fragment of {length} bytes does not fit into a page")));
        }
        if ahead.len() < length {
            return Ok(None);
        }
        let data = ahead.take(length)?;
        crc::check(data, checksum, self.reader.offset())?;
        self.reader = ahead;
        Ok(Some(data))
    }
}

fn end(start: Option<u64>) -> Next {
    start.map_or(Next::End, torn)
}

fn torn(start: u64) -> Next {
    Next::Torn(Corruption::new(start, "the segment ends inside of a record"))
}

/// Whether a fragment ends its record: a record is one full fragment, or a first one, some in the middle, and a last one.
fn check_order(fragment_type: u8, is_first: bool) -> Result<bool, &'static str> {
    match (fragment_type, is_first) {
        (1, true) | (4, false) => Ok(true),
        (2, true) | (3, false) => Ok(false),
        (1..=4, true) => Err("a record begins with a fragment of its middle"),
        (1..=4, false) => Err("a record begins inside of another"),
        _ => Err("the type of a fragment is not known"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A fragment as a server writes it.
    fn fragment(flags: u8, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap().to_be_bytes();
        let checksum = crc::castagnoli(data).to_be_bytes();
        [&[flags][..], &length, &checksum, data].concat()
    }

    /// All records, and how it ends.
    fn read(segment: &[u8]) -> (Vec<Vec<u8>>, Result<Next, Corruption>) {
        let mut reader = RecordReader::new(segment);
        let mut records = Vec::new();
        loop {
            match reader.next() {
                Ok(Next::Record(record, _)) => records.push(record),
                end => return (records, end),
            }
        }
    }

    fn segment() -> Vec<u8> {
        let snappy = snap::raw::Encoder::new().compress_vec(&[7; 300]).unwrap();
        let mut segment = [fragment(1, b"one"), fragment(1 | 8, &snappy), fragment(2, &vec![1; 20_000])].concat();
        segment.resize(PAGE_SIZE, 0);
        segment.extend(fragment(3, &vec![2; PAGE_SIZE - HEADER_SIZE]));
        segment.extend([fragment(4, b"end"), fragment(1, b"last")].concat());
        segment
    }

    #[test]
    fn fragments_become_records() {
        let (records, end) = read(&segment());
        let long = [vec![1; 20_000], vec![2; PAGE_SIZE - HEADER_SIZE], b"end".to_vec()].concat();
        assert_eq!(records, [b"one".to_vec(), vec![7; 300], long, b"last".to_vec()]);
        assert_eq!(end, Ok(Next::End));
    }

    #[test]
    fn a_segment_that_is_cut_ends_or_is_torn() {
        let whole = segment();
        let (records, _) = read(&whole);
        for n in (0..200).chain(19_000..21_000).chain(PAGE_SIZE..PAGE_SIZE + 50).chain(whole.len() - 50..whole.len()) {
            let (before, end) = read(&whole[..n]);
            assert_eq!(before, records[..before.len()], "{n} bytes");
            assert!(matches!(end, Ok(Next::End | Next::Torn(_))), "{n} bytes: {end:?}");
        }
    }

    #[test]
    fn damage_is_named() {
        let order = |segment: Vec<u8>| read(&segment).1.unwrap_err().to_string();
        assert_eq!(order(fragment(3, b"x")), "at byte 0: a record begins with a fragment of its middle");
        let inside = [fragment(2, b"x"), fragment(1, b"y")].concat();
        assert_eq!(order(inside), "at byte 8: a record begins inside of another");
        assert_eq!(order(vec![0, 0, 5]), "at byte 2: the padding of a page is not zero");
        assert_eq!(
            order(fragment(1 | 8, &[0xff; 5])),
            "at byte 0: the record's snappy data: snappy: corrupt input (invalid header)"
        );
    }

    proptest! {
        #[test]
        fn no_damage_gives_another_record(at in any::<prop::sample::Index>(), bits in 1_u8..) {
            let mut damaged = segment();
            let (records, _) = read(&damaged);
            let at = at.index(damaged.len());
            damaged[at] ^= bits;
            let (found, _) = read(&damaged);
            // Only the bits of compression in front of a record are not covered by its checksum.
            for (i, (found, record)) in found.iter().zip(&records).enumerate() {
                prop_assert!(found == record || bits & 0x1f != 0, "record {} with {} at {}", i, bits, at);
            }
        }
    }
}
