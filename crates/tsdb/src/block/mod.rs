//! Blocks: immutable folders with the series of a range of time.

mod meta;
mod segments;
mod tombstones;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::TsdbError;
use crate::index::Index;

pub use meta::{BlockMeta, BlockStats, Ulid};
pub use segments::{RawChunk, Segments};
pub use tombstones::Tombstones;
pub(crate) use tombstones::is_deleted;

const INDEX_FILE: &str = "index";

static NEXT_ID: AtomicU64 = AtomicU64::new(0);

/// An open block. Its files stay readable when Prometheus deletes them.
#[derive(Debug)]
pub struct Block {
    folder: PathBuf,
    meta: BlockMeta,
    n_meta_bytes: u64,
    files: Arc<Files>,
    tombstones: Tombstones,
}

/// What never changes.
#[derive(Debug)]
struct Files {
    /// Unlike that of any other block that this process has opened.
    id: u64,
    index: Index,
    segments: Segments,
}

impl Block {
    /// Opens the block of a folder whose `meta.json` was read.
    ///
    /// # Errors
    /// Returns an error if a file cannot be read or is damaged.
    pub fn open(folder: &Path, meta: BlockMeta) -> Result<Self, TsdbError> {
        let meta_file = folder.join(meta::META_FILE);
        let n_meta_bytes = std::fs::metadata(&meta_file).map_err(|e| TsdbError::io(&meta_file, e))?.len();
        let segments = Segments::open(folder)?;
        let index = Index::open(&folder.join(INDEX_FILE))?;
        let tombstones = Tombstones::read(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
            meta,
            n_meta_bytes,
            files: Arc::new(Files { id: NEXT_ID.fetch_add(1, Ordering::Relaxed), index, segments }),
            tombstones,
        })
    }

    /// The block as it is now: nothing but its tombstones can have changed, in which case it is a new one that shares the
    /// files; `None` if it has not changed.
    ///
    /// # Errors
    /// Returns an error if the tombstones cannot be read or are damaged.
    pub(crate) fn changed(&self) -> Result<Option<Self>, TsdbError> {
        let tombstones = Tombstones::read(&self.folder)?;
        if tombstones == self.tombstones {
            return Ok(None);
        }
        let (folder, meta) = (self.folder.clone(), self.meta.clone());
        Ok(Some(Self { folder, meta, n_meta_bytes: self.n_meta_bytes, files: Arc::clone(&self.files), tombstones }))
    }

    /// The block's folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What the block says of itself.
    pub fn meta(&self) -> &BlockMeta {
        &self.meta
    }

    /// Identifies the files of the block among all that this process has opened.
    pub(crate) fn id(&self) -> u64 {
        self.files.id
    }

    /// The index.
    pub fn index(&self) -> &Index {
        &self.files.index
    }

    /// What is deleted.
    pub fn tombstones(&self) -> &Tombstones {
        &self.tombstones
    }

    /// The size of all files in bytes.
    pub fn n_bytes(&self) -> u64 {
        self.files.index.n_bytes() + self.files.segments.n_bytes() + self.tombstones.n_bytes() + self.n_meta_bytes
    }

    /// The chunk of a reference of the index.
    ///
    /// # Errors
    /// Returns an error if there is no such chunk, or it is damaged.
    pub fn chunk(&self, reference: u64) -> Result<RawChunk<'_>, TsdbError> {
        self.files.segments.chunk(reference, &self.folder)
    }

    /// How the samples of a chunk are encoded, where it can be seen without reading it.
    pub(crate) fn encoding(&self, reference: u64) -> Option<u8> {
        self.files.segments.encoding(reference)
    }
}
