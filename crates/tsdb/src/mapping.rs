//! The bytes of a file, mapped into memory.
#![allow(unsafe_code)] // a mapped file is only as constant as the file; the reason why it is stands at the call

use std::fs::File;
use std::io::Read;
use std::ops::Deref;
use std::path::{Path, PathBuf};

use memmap2::Mmap;

use crate::TsdbError;

/// A whole file that does not change. It stays readable when its last name is removed.
#[derive(Debug)]
pub struct MappedFile {
    path: PathBuf,
    bytes: Bytes,
}

#[derive(Debug)]
enum Bytes {
    Mapped(Mmap),
    /// Where the platform or the file system maps no files.
    Read(Vec<u8>),
}

impl MappedFile {
    /// Maps an index or a segment of chunks of a block; where that is not possible, it is read.
    ///
    /// # Errors
    /// Returns an error if it cannot be read.
    pub(crate) fn open(path: &Path) -> Result<Self, TsdbError> {
        let file = File::open(path).map_err(|e| TsdbError::io(path, e))?;
        // SAFETY: the mapped bytes must not change, and the file must not become shorter, while the map lives. Indexes
        // and segments of a block are written into a folder with a temporary name, which gets the block's name when it is
        // complete; Prometheus never writes to them again, and deletes them by removing their names, which leaves mapped
        // pages as they are. What another program that writes into a block does to its readers is the same here as in
        // Prometheus, which maps these files too.
        let mapped = unsafe { Mmap::map(&file) };
        let bytes = mapped.map_or_else(|_| read(file, path), |mapped| Ok(Bytes::Mapped(mapped)))?;
        Ok(Self { path: path.to_owned(), bytes })
    }

    /// The file's name.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

fn read(mut file: File, path: &Path) -> Result<Bytes, TsdbError> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(|e| TsdbError::io(path, e))?;
    Ok(Bytes::Read(bytes))
}

impl Deref for MappedFile {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.bytes {
            Bytes::Mapped(bytes) => bytes,
            Bytes::Read(bytes) => bytes,
        }
    }
}
