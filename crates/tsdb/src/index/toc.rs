//! The table of contents, which is the end of an index file.

use super::HEADER_LEN;
use crate::{ByteReader, Corruption, crc};

/// Six offsets of 64 bits.
const BODY_LEN: usize = 6 * 8;
const CRC_LEN: usize = 4;

/// Where the sections of an index are; 0 says that there is none. Label indices are not used any more, by Prometheus
/// neither.
#[derive(Debug, Clone, Copy)]
pub(super) struct Toc {
    pub(super) symbols: u64,
    pub(super) postings_table: u64,
}

impl Toc {
    pub(super) fn read(file: &[u8]) -> Result<Self, Corruption> {
        let len = BODY_LEN + CRC_LEN;
        let start = file.len().checked_sub(len).filter(|start| *start >= HEADER_LEN);
        let start =
            start.ok_or_else(|| Corruption::new(file.len() as u64, "the file ends before its table of contents"))?;
        let mut reader = ByteReader::from_offset(file, start as u64)?;
        let mut body = reader.sub(BODY_LEN)?;
        crc::check(body.rest(), reader.be_u32()?, body.offset())?;
        let symbols = body.be_u64()?;
        let [_series, _label_indices, _label_table, _postings] =
            [body.be_u64()?, body.be_u64()?, body.be_u64()?, body.be_u64()?];
        Ok(Self { symbols, postings_table: body.be_u64()? })
    }
}
