//! Segments: the files that hold the chunks of a block.

use std::path::Path;

use crate::mapping::MappedFile;
use crate::{ByteReader, Corruption, TsdbError, crc};

/// The folder's name.
pub(super) const CHUNKS_FOLDER: &str = "chunks";
const MAGIC: u32 = 0x85BD_40DD;
const VERSION: u8 = 1;

/// The segments of a block in the order of their numbers.
#[derive(Debug)]
pub struct Segments(Vec<MappedFile>);

/// A chunk as it lies in a segment.
#[derive(Debug, Clone, Copy)]
pub struct RawChunk<'a> {
    /// How its samples are encoded.
    pub encoding: u8,
    /// The encoded samples.
    pub data: &'a [u8],
    /// Where the samples begin in the file.
    offset: u64,
    path: &'a Path,
}

impl RawChunk<'_> {
    /// The error for what is wrong at a byte of the samples.
    pub fn error(&self, corruption: Corruption) -> TsdbError {
        corruption.behind(self.offset).in_file(self.path)
    }
}

impl Segments {
    /// Opens the segments of a block's folder.
    ///
    /// # Errors
    /// Returns an error if one cannot be read or is none.
    pub fn open(folder: &Path) -> Result<Self, TsdbError> {
        let folder = folder.join(CHUNKS_FOLDER);
        let unreadable = |e| TsdbError::io(&folder, e);
        let mut paths = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            let is_number = |name: &str| !name.is_empty() && name.bytes().all(|c| c.is_ascii_digit());
            if path.file_name().and_then(|name| name.to_str()).is_some_and(is_number) {
                paths.push(path);
            }
        }
        paths.sort_unstable();
        let files = paths.iter().map(|path| {
            let file = MappedFile::open(path)?;
            check_header(&file).map_err(|e| e.in_file(path))?;
            Ok(file)
        });
        Ok(Self(files.collect::<Result<_, TsdbError>>()?))
    }

    /// The size of the files in bytes.
    pub fn n_bytes(&self) -> u64 {
        self.0.iter().map(|file| file.len() as u64).sum()
    }

    /// The chunk of a reference of the index; `folder` is that of the block, for the error where there is none.
    ///
    /// # Errors
    /// Returns an error if there is no such chunk, or it is damaged.
    pub fn chunk(&self, reference: u64, folder: &Path) -> Result<RawChunk<'_>, TsdbError> {
        let (segment, offset) = ((reference >> 32) as usize, reference & u64::from(u32::MAX));
        let Some(file) = self.0.get(segment) else {
            let problem = format!("a series of the index refers to segment {}, which is not there", segment + 1);
            return Err(Corruption::new(offset, problem).in_file(&folder.join(CHUNKS_FOLDER)));
        };
        read_chunk(file, offset).map_err(|e| e.in_file(file.path()))
    }

    /// How the samples of a chunk are encoded, where it can be seen without reading it.
    pub fn encoding(&self, reference: u64) -> Option<u8> {
        let file = self.0.get((reference >> 32) as usize)?;
        let mut reader = ByteReader::from_offset(file, reference & u64::from(u32::MAX)).ok()?;
        reader.uvarint().ok()?;
        reader.u8().ok()
    }
}

/// A length of the samples, the encoding, the samples, and the checksum of the latter two.
fn read_chunk(file: &MappedFile, offset: u64) -> Result<RawChunk<'_>, Corruption> {
    let mut reader = ByteReader::from_offset(file, offset)?;
    let n = reader.count(1)?;
    let body = reader.sub(n + 1)?;
    crc::check(body.rest(), reader.be_u32()?, body.offset())?;
    let mut samples = body;
    Ok(RawChunk { encoding: samples.u8()?, data: samples.rest(), offset: samples.offset(), path: file.path() })
}

fn check_header(file: &[u8]) -> Result<(), Corruption> {
    let mut reader = ByteReader::new(file);
    let magic = reader.be_u32()?;
    if magic != MAGIC {
        return Err(Corruption::new(
            0,
            format!("the magic number is {magic:08x}, a segment of chunks has {MAGIC:08x}"),
        ));
    }
    match reader.u8()? {
        VERSION => Ok(()),
        other => Err(Corruption::new(4, format!("version {other} of the format of chunks is unknown"))),
    }
}
