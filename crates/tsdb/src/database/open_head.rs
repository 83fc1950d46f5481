//! The head of a data directory, as it was when it was read.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use promenade_model::TimestampMs;
use promenade_storage::{MemoryStorage, MemoryStorageBuilder, StorageError};

use crate::{TsdbError, head};

/// Folders of the head.
pub(super) const FOLDERS: [&str; 3] = ["wal", "wbl", "chunks_head"];

/// What is not in blocks, in memory.
#[derive(Debug)]
pub(super) struct OpenHead {
    pub(super) storage: MemoryStorage,
    pub(super) warnings: Vec<String>,
    stamp: Stamp,
}

/// By which it is seen whether the head has changed: its files with their sizes and times, and the time before which
/// samples are in blocks.
#[derive(Debug, PartialEq, Eq)]
struct Stamp {
    files: Vec<(PathBuf, u64, Option<SystemTime>)>,
    min_valid_time: TimestampMs,
}

impl OpenHead {
    /// Reads the head of a data directory.
    ///
    /// # Errors
    /// Returns an error if it cannot be read or its checkpoint is damaged.
    pub(super) fn read(folder: &Path, min_valid_time: TimestampMs) -> Result<Self, TsdbError> {
        // What is written while it is read is seen at the next time.
        let stamp = Stamp::of(folder, min_valid_time);
        let head = head::read(folder, min_valid_time)?;
        let mut builder = MemoryStorageBuilder::new();
        for series in head.series {
            let damaged = |e: StorageError| TsdbError::io(folder, std::io::Error::other(e));
            builder.append_series(&series.labels, series.samples).map_err(damaged)?;
        }
        head.metadata.into_iter().for_each(|metadata| builder.set_metadata(metadata));
        let warnings = head.warnings.iter().map(ToString::to_string).collect();
        Ok(Self { storage: builder.build(), warnings, stamp })
    }

    /// Whether the directory has the head that was read.
    pub(super) fn is_current(&self, folder: &Path, min_valid_time: TimestampMs) -> bool {
        self.stamp == Stamp::of(folder, min_valid_time)
    }
}

impl Stamp {
    fn of(folder: &Path, min_valid_time: TimestampMs) -> Self {
        let mut pending: Vec<PathBuf> = FOLDERS.iter().map(|name| folder.join(name)).collect();
        let mut files = Vec::new();
        while let Some(path) = pending.pop() {
            // What cannot be read here is reported where it is read.
            let Ok(metadata) = path.metadata() else { continue };
            if metadata.is_dir() {
                pending.extend(std::fs::read_dir(&path).into_iter().flatten().flatten().map(|entry| entry.path()));
            } else {
                files.push((path, metadata.len(), metadata.modified().ok()));
            }
        }
        files.sort();
        Self { files, min_valid_time }
    }
}
