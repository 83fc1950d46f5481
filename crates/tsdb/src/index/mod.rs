//! The index of a block: which series it has, their labels, and where their chunks are.

mod labels;
mod postings;
mod select;
mod series;
mod symbols;
mod table;
mod toc;

use std::path::Path;
use std::sync::OnceLock;

use crate::mapping::MappedFile;
use crate::{ByteReader, Corruption, TsdbError, crc};

pub use postings::Postings;
pub use series::ChunkMeta;
use symbols::Symbols;
use table::PostingsTable;
pub use table::Values;
use toc::Toc;

const MAGIC: u32 = 0xBAAA_D700;
/// Magic number and version.
const HEADER_LEN: usize = 5;

/// An index file. Its tables are read when they are needed first.
#[derive(Debug)]
pub struct Index {
    file: MappedFile,
    version: Version,
    toc: Toc,
    symbols: OnceLock<Symbols>,
    table: OnceLock<PostingsTable>,
}

/// Versions of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Version {
    /// Symbols and series are known by their offset in the file; the table of postings is in any order.
    V1,
    /// Symbols are numbered, series are at multiples of 16 bytes; the table of postings is sorted. Version 3 is the same.
    V2,
}

impl Index {
    /// Opens an index file.
    ///
    /// # Errors
    /// Returns an error if it cannot be read, or its header or table of contents is damaged.
    pub fn open(path: &Path) -> Result<Self, TsdbError> {
        let file = MappedFile::open(path)?;
        let (version, toc) = header(&file).map_err(|e| e.in_file(path))?;
        Ok(Self { file, version, toc, symbols: OnceLock::new(), table: OnceLock::new() })
    }

    /// The size of the file in bytes.
    pub fn n_bytes(&self) -> u64 {
        self.file.len() as u64
    }

    /// The error of this file for what is wrong in it.
    fn error(&self, corruption: Corruption) -> TsdbError {
        corruption.in_file(self.file.path())
    }

    fn symbols(&self) -> Result<&Symbols, Corruption> {
        if let Some(symbols) = self.symbols.get() {
            return Ok(symbols);
        }
        let symbols = Symbols::read(&self.file, self.version, self.toc.symbols)?;
        Ok(self.symbols.get_or_init(|| symbols))
    }

    fn table(&self) -> Result<&PostingsTable, Corruption> {
        if let Some(table) = self.table.get() {
            return Ok(table);
        }
        let table = PostingsTable::read(&self.file, self.version, self.toc.postings_table)?;
        Ok(self.table.get_or_init(|| table))
    }
}

fn header(file: &[u8]) -> Result<(Version, Toc), Corruption> {
    let mut reader = ByteReader::new(file);
    let magic = reader.be_u32()?;
    if magic != MAGIC {
        return Err(Corruption::new(0, format!("the magic number is {magic:08x}, an index has {MAGIC:08x}")));
    }
    let version = match reader.u8()? {
        1 => Version::V1,
        2 | 3 => Version::V2,
        other => return Err(Corruption::new(4, format!("version {other} of the format of an index is unknown"))),
    };
    Ok((version, Toc::read(file)?))
}

/// The body of a section: a length in 32 bits, the body, and its checksum.
fn section(file: &[u8], offset: u64) -> Result<ByteReader<'_>, Corruption> {
    let mut reader = ByteReader::from_offset(file, offset)?;
    let n = reader.be_u32()? as usize;
    let body = reader.sub(n)?;
    let claimed = reader.be_u32()?;
    crc::check(body.rest(), claimed, body.offset())?;
    Ok(body)
}
