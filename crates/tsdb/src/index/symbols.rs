//! The symbol table: all names and values of labels, each once.

use super::{Version, section};
use crate::{ByteReader, Corruption};

/// The symbols of an index.
#[derive(Debug)]
pub(super) struct Symbols {
    /// Offset of the section's body in the file.
    start: u64,
    /// Offset of the end of the body in the file.
    end: u64,
    /// Offset of each symbol in the body; none in version 1, where a symbol is known by its offset in the file.
    offsets: Option<Vec<u32>>,
}

impl Symbols {
    pub(super) fn read(file: &[u8], version: Version, offset: u64) -> Result<Self, Corruption> {
        if offset == 0 {
            return Ok(Self { start: 0, end: 0, offsets: Some(Vec::new()) });
        }
        let mut body = section(file, offset)?;
        let (start, end) = (body.offset(), body.offset() + body.len() as u64);
        let n_symbols = body.be_u32()? as usize;
        // Each takes a byte at least.
        if n_symbols > body.len() {
            return Err(Corruption::new(start, format!("{n_symbols} symbols are more than the section can hold")));
        }
        let mut offsets = Vec::with_capacity(if version == Version::V1 { 0 } else { n_symbols });
        for _ in 0..n_symbols {
            let offset = (body.offset() - start) as u32;
            body.uvarint_bytes()?;
            if version != Version::V1 {
                offsets.push(offset);
            }
        }
        Ok(Self { start, end, offsets: (version != Version::V1).then_some(offsets) })
    }

    /// The symbol of a reference that stands at `at`.
    pub(super) fn get<'f>(&self, file: &'f [u8], reference: u64, at: u64) -> Result<&'f str, Corruption> {
        let unknown = || Corruption::new(at, format!("there is no symbol {reference}"));
        let offset = match &self.offsets {
            Some(offsets) => {
                let index = usize::try_from(reference).map_err(|_| unknown())?;
                self.start + u64::from(*offsets.get(index).ok_or_else(unknown)?)
            }
            None => reference,
        };
        if !(self.start..self.end).contains(&offset) {
            return Err(unknown());
        }
        ByteReader::from_offset(file, offset)?.uvarint_str()
    }
}
