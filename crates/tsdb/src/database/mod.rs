//! A data directory as a store.

mod blocks;
mod select;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use promenade_model::Matcher;
use promenade_storage::{BoxFuture, MetricMetadata, SelectHints, SeriesSet, Storage, StorageError, TimeRange};

use crate::TsdbError;
use crate::block::{Block, Ulid};

pub use blocks::is_data_directory;

/// A read-only store over a Prometheus data directory as it was when it was opened. Cloning it is cheap.
///
/// It never writes and takes no lock, so that a Prometheus may write to the directory meanwhile. Blocks that Prometheus
/// deletes stay readable. [`Tsdb::reopen`] gives the directory as it is now.
#[derive(Debug, Clone)]
pub struct Tsdb {
    folder: PathBuf,
    /// In the order of their first time.
    blocks: Vec<Arc<Block>>,
}

impl Tsdb {
    /// Opens a data directory: the folder that Prometheus has as `--storage.tsdb.path`.
    ///
    /// # Errors
    /// Where it cannot be read, is no data directory, or a file of it is damaged.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, TsdbError> {
        let folder = folder.as_ref();
        if !is_data_directory(folder)? {
            return Err(TsdbError::NotADataDirectory { path: folder.to_owned() });
        }
        Self { folder: folder.to_owned(), blocks: Vec::new() }.reopen()
    }

    /// The directory as it is now. What is open stays open and is shared, so that only what is new is read.
    ///
    /// # Errors
    /// As [`Tsdb::open`].
    pub fn reopen(&self) -> Result<Self, TsdbError> {
        let blocks = blocks::open_all(&self.folder, &self.blocks)?;
        Ok(Self { folder: self.folder.clone(), blocks })
    }

    /// The blocks in the order of their first time.
    pub fn blocks(&self) -> &[Arc<Block>] {
        &self.blocks
    }

    /// A block by its name; the newest where none is given.
    pub fn block(&self, ulid: Option<Ulid>) -> Option<&Arc<Block>> {
        match ulid {
            Some(ulid) => self.blocks.iter().find(|block| block.meta().ulid == ulid),
            None => self.blocks.iter().max_by_key(|block| block.meta().ulid.time_ms()),
        }
    }

    /// From the oldest sample to the newest, as the blocks and the head say; none where there is no sample.
    pub fn time(&self) -> Option<TimeRange> {
        let times = self.blocks.iter().map(|block| block.meta());
        let times = times.map(|meta| TimeRange { start_ms: meta.min_time, end_ms: meta.max_time.saturating_sub(1) });
        times.reduce(|a, b| TimeRange { start_ms: a.start_ms.min(b.start_ms), end_ms: a.end_ms.max(b.end_ms) })
    }
}

impl Storage for Tsdb {
    fn select<'a>(
        &'a self,
        matchers: &'a [Matcher],
        hints: &'a SelectHints,
    ) -> BoxFuture<'a, Result<SeriesSet, StorageError>> {
        Box::pin(async move { Ok(self.select_series(matchers, hints.time)?) })
    }

    /// As Prometheus does, all of a block is looked at that has samples in the range of time.
    fn label_names<'a>(
        &'a self,
        matchers: &'a [Matcher],
        time: TimeRange,
    ) -> BoxFuture<'a, Result<Vec<String>, StorageError>> {
        Box::pin(async move { Ok(self.names(matchers, time)?) })
    }

    /// As Prometheus does, all of a block is looked at that has samples in the range of time.
    fn label_values<'a>(
        &'a self,
        name: &'a str,
        matchers: &'a [Matcher],
        time: TimeRange,
    ) -> BoxFuture<'a, Result<Vec<String>, StorageError>> {
        Box::pin(async move { Ok(self.values(name, matchers, time)?) })
    }

    fn metadata<'a>(&'a self, metric: Option<&'a str>) -> BoxFuture<'a, Result<Vec<MetricMetadata>, StorageError>> {
        let _ = metric;
        Box::pin(async { Ok(Vec::new()) })
    }
}
