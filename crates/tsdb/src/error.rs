//! What can go wrong while a data directory is read, with the file and the byte.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use promenade_storage::StorageError;

/// An error of a data directory.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TsdbError {
    /// A file or folder cannot be read.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file is damaged, or is not what its name says.
    #[error("{}: {corruption}", path.display())]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What is wrong and where in the file.
        corruption: Corruption,
    },
    /// The folder is no data directory of a Prometheus server.
    #[error("{}: neither a block nor a `wal` folder is here; give the folder that Prometheus has as --storage.tsdb.path", path.display())]
    NotADataDirectory {
        /// The folder.
        path: PathBuf,
    },
}

/// Bytes that are not what the format says, before it is known which file they are of.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("at byte {offset}: {problem}")]
pub struct Corruption {
    /// The byte at which it was noticed, from the start of the file, or of what was read where that is a part.
    pub offset: u64,
    /// What is wrong.
    pub problem: Cow<'static, str>,
}

impl Corruption {
    /// A problem at a byte.
    pub fn new(offset: u64, problem: impl Into<Cow<'static, str>>) -> Self {
        Self { offset, problem: problem.into() }
    }

    /// The same problem, seen from `base` bytes further in front: that of a part of a file that begins at `base`.
    #[must_use]
    pub fn behind(self, base: u64) -> Self {
        Self { offset: self.offset.saturating_add(base), ..self }
    }

    /// The error of this file.
    pub fn in_file(self, path: &Path) -> TsdbError {
        TsdbError::Corrupt { path: path.to_owned(), corruption: self }
    }
}

impl TsdbError {
    /// A file or folder that cannot be read.
    pub fn io(path: &Path, source: std::io::Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }

    /// Whether a file or folder is not there: a server that runs deletes blocks and segments.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == std::io::ErrorKind::NotFound)
    }
}

impl From<TsdbError> for StorageError {
    fn from(e: TsdbError) -> Self {
        Self::Other(Box::new(e))
    }
}
