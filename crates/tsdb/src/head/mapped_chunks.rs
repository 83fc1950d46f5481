//! The files of `chunks_head`: chunks of the head that are complete, in the order in which they were.

use std::path::Path;

use super::folder::number;
use crate::{ByteReader, Corruption, crc};

/// The first bytes of a file.
const MAGIC: u32 = 0x0130_BC91;
const VERSION: u8 = 1;
/// Zeros behind magic number and version.
const PADDING: usize = 3;
/// The bit of the encoding that says out of order.
const OUT_OF_ORDER: u8 = 0x80;

/// A chunk of a series in a file.
#[derive(Debug, Clone)]
pub(super) struct MappedChunk {
    pub(super) series: u64,
    /// The number of the file, then the place in the file: chunks are written in this order.
    pub(super) reference: u64,
    pub(super) min_time: i64,
    pub(super) max_time: i64,
    pub(super) encoding: u8,
    pub(super) is_out_of_order: bool,
    /// Which file of those that were read.
    pub(super) file_idx: usize,
    /// Where in the file its data lies.
    pub(super) data: std::ops::Range<usize>,
}

/// The chunks of a file up to its end or to the first damage, and what is damaged. A chunk that is being written ends the
/// file.
pub(super) fn read(path: &Path, file_idx: usize, file: &[u8]) -> (Vec<MappedChunk>, Option<Corruption>) {
    let mut chunks = Vec::new();
    if is_being_created(file) {
        return (chunks, None);
    }
    let file_number = path.file_name().and_then(|name| number(name.to_str()?)).unwrap_or(0);
    let damage = read_into(file, file_number, file_idx, &mut chunks).err();
    (chunks, damage)
}

/// Whether the header is not yet written in full.
fn is_being_created(file: &[u8]) -> bool {
    let header = [&MAGIC.to_be_bytes()[..], &[VERSION], &[0; PADDING]].concat();
    file.iter().all(|byte| *byte == 0) || (file.len() < header.len() && header.starts_with(file))
}

fn read_into(file: &[u8], file_number: u64, file_idx: usize, chunks: &mut Vec<MappedChunk>) -> Result<(), Corruption> {
    let mut r = ByteReader::new(file);
    let (magic, version) = (r.be_u32()?, r.u8()?);
    if (magic, version) != (MAGIC, VERSION) {
        return Err(Corruption::new(0, format!("the file begins with {magic:08x} {version}: it has no head chunks")));
    }
    r.take(PADDING)?;
    while !r.is_empty() {
        let start = r.offset();
        match read_chunk(file, &mut r) {
            Ok(Some(chunk)) => {
                let reference = file_number << 32 | start;
                chunks.push(MappedChunk { reference, file_idx, ..chunk });
            }
            Ok(None) => break,
            Err(damage) => return if is_torn(file, start) { Ok(()) } else { Err(damage) },
        }
    }
    Ok(())
}

/// The next chunk; `None` where nothing was written any more.
fn read_chunk(file: &[u8], r: &mut ByteReader<'_>) -> Result<Option<MappedChunk>, Corruption> {
    let start = r.offset() as usize;
    if r.rest().iter().take(24).all(|byte| *byte == 0) {
        return Ok(None);
    }
    let (series, min_time, max_time) = (r.be_u64()?, r.be_i64()?, r.be_i64()?);
    let encoding = r.u8()?;
    let len = r.uvarint_bytes()?.len();
    let end = r.offset() as usize;
    crc::check(&file[start..end], r.be_u32()?, start as u64)?;
    Ok(Some(MappedChunk {
        series,
        reference: 0,
        min_time,
        max_time,
        encoding: encoding & !OUT_OF_ORDER,
        is_out_of_order: encoding & OUT_OF_ORDER != 0,
        file_idx: 0,
        data: end - len..end,
    }))
}

/// Whether what begins at `start` is cut off: the file ends inside of it, or zeros follow.
fn is_torn(file: &[u8], start: u64) -> bool {
    let mut r = ByteReader::new(&file[start as usize..]);
    let len = r.take(25).and_then(|_| r.uvarint());
    let Ok(len) = len else { return true };
    let end = r.offset().saturating_add(len);
    let rest = usize::try_from(end).ok().and_then(|end| file[start as usize..].get(end..));
    rest.is_none_or(|rest| rest.len() < 4 || rest.iter().all(|byte| *byte == 0))
}
