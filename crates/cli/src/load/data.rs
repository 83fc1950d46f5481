//! What the paths after `--data` hold.

use promenade::storage::TimeRange;
use promenade::{MemoryStorage, Storage, Tsdb};

/// Samples to query.
#[derive(Debug)]
pub(crate) enum Data {
    /// Files that were loaded into memory.
    Files(MemoryStorage),
    /// The data directory of a Prometheus server.
    Directory(Tsdb),
}

impl Default for Data {
    fn default() -> Self {
        Self::Files(MemoryStorage::default())
    }
}

impl Data {
    /// The store to query.
    pub(crate) fn storage(&self) -> &dyn Storage {
        match self {
            Self::Files(storage) => storage,
            Self::Directory(tsdb) => tsdb,
        }
    }

    /// From the oldest sample to the newest; none where there is no sample.
    pub(crate) fn time(&self) -> Option<TimeRange> {
        match self {
            Self::Files(storage) => storage.time(),
            Self::Directory(tsdb) => tsdb.time(),
        }
    }
}
