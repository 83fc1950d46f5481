//! Entries of series: labels, and the time and place of each chunk.

use promenade_model::{Labels, TimestampMs};
use promenade_storage::TimeRange;

use super::symbols::Symbols;
use super::{Index, Version};
use crate::{ByteReader, Corruption, TsdbError, crc};

/// Series of version 2 begin at multiples of so many bytes.
const ALIGNMENT: u64 = 16;

/// A chunk as the index knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChunkMeta {
    /// Time of the first sample.
    pub min_ms: TimestampMs,
    /// Time of the last sample.
    pub max_ms: TimestampMs,
    /// The number of the segment in the upper 32 bits, the offset in it in the lower ones.
    pub reference: u64,
}

impl ChunkMeta {
    /// Whether a sample of the chunk may lie in a range of time.
    pub const fn overlaps(&self, time: TimeRange) -> bool {
        self.min_ms <= time.end_ms && time.start_ms <= self.max_ms
    }
}

impl Index {
    /// The labels of a series, and the chunks, which are appended to `chunks`.
    ///
    /// # Errors
    /// Returns an error if there is no such series, or its entry is damaged.
    pub fn series(&self, id: u32, chunks: &mut Vec<ChunkMeta>) -> Result<Labels, TsdbError> {
        self.read_series(id, chunks).map_err(|e| self.error(e))
    }

    /// The chunks of a series, which are appended to `chunks`.
    ///
    /// # Errors
    /// Returns an error if there is no such series, or its entry is damaged.
    pub fn chunks(&self, id: u32, chunks: &mut Vec<ChunkMeta>) -> Result<(), TsdbError> {
        let mut read = || {
            let mut entry = self.entry(id)?;
            for _ in 0..2 * entry.count(2)? {
                entry.uvarint()?;
            }
            read_chunks(&mut entry, chunks)
        };
        read().map_err(|e| self.error(e))
    }

    fn read_series(&self, id: u32, chunks: &mut Vec<ChunkMeta>) -> Result<Labels, Corruption> {
        let mut entry = self.entry(id)?;
        let labels = read_labels(&mut entry, self.symbols()?, &self.file)?;
        read_chunks(&mut entry, chunks)?;
        Ok(labels)
    }

    /// The value of a label of a series; `""` where it does not have it.
    pub(super) fn label_of(&self, id: u32, name: &str) -> Result<&str, Corruption> {
        let mut found = "";
        self.each_label(id, |known, value| {
            if known == name {
                found = value;
            }
            known < name
        })?;
        Ok(found)
    }

    /// Visits the names and values of a series until `visit` says that it needs no more.
    pub(super) fn each_label<'a>(
        &'a self,
        id: u32,
        mut visit: impl FnMut(&'a str, &'a str) -> bool,
    ) -> Result<(), Corruption> {
        let mut entry = self.entry(id)?;
        let symbols = self.symbols()?;
        for _ in 0..entry.count(2)? {
            let (name, value) = pair(&mut entry, symbols, &self.file)?;
            if !visit(name, value) {
                break;
            }
        }
        Ok(())
    }

    /// The body of the entry of a series: its length, the body, and its checksum.
    fn entry(&self, id: u32) -> Result<ByteReader<'_>, Corruption> {
        let offset = if self.version == Version::V1 { u64::from(id) } else { u64::from(id) * ALIGNMENT };
        let mut reader = ByteReader::from_offset(&self.file, offset)?;
        let n = reader.count(1)?;
        let body = reader.sub(n)?;
        crc::check(body.rest(), reader.be_u32()?, body.offset())?;
        Ok(body)
    }
}

fn pair<'f>(entry: &mut ByteReader<'_>, symbols: &Symbols, file: &'f [u8]) -> Result<(&'f str, &'f str), Corruption> {
    let at = entry.offset();
    let (name, value) = (entry.uvarint()?, entry.uvarint()?);
    Ok((symbols.get(file, name, at)?, symbols.get(file, value, at)?))
}

fn read_labels(entry: &mut ByteReader<'_>, symbols: &Symbols, file: &[u8]) -> Result<Labels, Corruption> {
    let n_labels = entry.count(2)?;
    let mut pairs: Vec<(&str, &str)> = Vec::with_capacity(n_labels);
    for _ in 0..n_labels {
        let at = *entry;
        let pair = pair(entry, symbols, file)?;
        if pairs.last().is_some_and(|last| last.0 >= pair.0) {
            return Err(at.corruption(format!("the label {:?} is not in order", pair.0)));
        }
        if !pair.1.is_empty() {
            pairs.push(pair);
        }
    }
    Ok(Labels::from_sorted_pairs(pairs))
}

/// Reads the chunks: times as differences from the time before, references as differences from the one before.
fn read_chunks(entry: &mut ByteReader<'_>, chunks: &mut Vec<ChunkMeta>) -> Result<(), Corruption> {
    // A chunk takes three bytes at least.
    let n_chunks = entry.count(3)?;
    let mut last: Option<ChunkMeta> = None;
    for _ in 0..n_chunks {
        let at = *entry;
        let overflow = || at.corruption("the time of a chunk has more than 64 bits");
        let after = |t: i64, difference: u64| t.checked_add_unsigned(difference).ok_or_else(overflow);
        let min_ms = match last {
            None => entry.varint()?,
            Some(last) => after(last.max_ms, entry.uvarint()?)?,
        };
        let max_ms = after(min_ms, entry.uvarint()?)?;
        let reference = match last {
            None => entry.uvarint()?,
            Some(last) => last.reference.wrapping_add_signed(entry.varint()?),
        };
        if last.is_some_and(|last| min_ms <= last.max_ms) {
            return Err(at.corruption("a chunk does not begin after the one before it"));
        }
        let chunk = ChunkMeta { min_ms, max_ms, reference };
        chunks.push(chunk);
        last = Some(chunk);
    }
    Ok(())
}
