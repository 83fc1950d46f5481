//! A data directory as a store.

mod blocks;
mod open_head;
mod select;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use promenade_model::{Matcher, TimestampMs};
use promenade_storage::{BoxFuture, MetricMetadata, SelectHints, SeriesSet, Storage, StorageError, TimeRange};

use crate::block::{Block, Ulid};
use crate::cache::Caches;
use crate::{CacheStats, TsdbError, TsdbOptions};

pub use blocks::is_data_directory;
use open_head::OpenHead;

/// A read-only store over a Prometheus data directory as it was when it was opened. Cloning it is cheap.
///
/// It never writes and takes no lock, so that a Prometheus may write to the directory meanwhile. Blocks that Prometheus
/// deletes stay readable. [`Tsdb::reopen`] gives the directory as it is now.
#[derive(Debug, Clone)]
pub struct Tsdb {
    folder: PathBuf,
    /// In the order of their first time.
    blocks: Vec<Arc<Block>>,
    head: Option<Arc<OpenHead>>,
    caches: Arc<Caches>,
}

impl Tsdb {
    /// Opens a data directory: the folder that Prometheus has as `--storage.tsdb.path`.
    ///
    /// # Errors
    /// Returns an error if it cannot be read, is no data directory, or a file of it is damaged.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, TsdbError> {
        Self::open_with(folder, TsdbOptions::default())
    }

    /// Opens a data directory with options.
    ///
    /// # Errors
    /// As [`Tsdb::open`].
    pub fn open_with(folder: impl AsRef<Path>, options: TsdbOptions) -> Result<Self, TsdbError> {
        let folder = folder.as_ref();
        if !is_data_directory(folder)? {
            return Err(TsdbError::NotADataDirectory { path: folder.to_owned() });
        }
        let caches = Arc::new(Caches::new(options));
        Self { folder: folder.to_owned(), blocks: Vec::new(), head: None, caches }.reopen()
    }

    /// The directory as it is now. What is open stays open and is shared, caches too, so that only what is new is read.
    ///
    /// # Errors
    /// As [`Tsdb::open`].
    pub fn reopen(&self) -> Result<Self, TsdbError> {
        // Samples go from the head to a block before they leave the head. So blocks that are listed behind the head have what
        // the head has no more, and those that are listed before say what of the head they have.
        let blocks = blocks::open_all(&self.folder, &self.blocks)?;
        let head = self.head_behind(&blocks)?;
        let blocks = blocks::open_all(&self.folder, &blocks)?;
        let caches = Arc::clone(&self.caches);
        Ok(Self { folder: self.folder.clone(), blocks, head: Some(head), caches })
    }

    fn head_behind(&self, blocks: &[Arc<Block>]) -> Result<Arc<OpenHead>, TsdbError> {
        let in_order = blocks.iter().map(|block| block.meta()).filter(|meta| !meta.is_out_of_order());
        let min_valid_time = in_order.map(|meta| meta.max_time).max().unwrap_or(TimestampMs::MIN);
        match &self.head {
            Some(head) if head.is_current(&self.folder, min_valid_time) => Ok(Arc::clone(head)),
            _ => OpenHead::read(&self.folder, min_valid_time).map(Arc::new),
        }
    }

    /// How often the caches were asked since the directory was opened, and what they hold.
    pub fn cache_stats(&self) -> CacheStats {
        self.caches.stats()
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

    /// What could not be read of the head, where Prometheus would drop it too: a log that is damaged ends there.
    pub fn warnings(&self) -> &[String] {
        self.head.as_ref().map_or(&[], |head| &head.warnings)
    }

    /// From the oldest sample to the newest, as the blocks and the head say; `None` if there is no sample.
    pub fn time(&self) -> Option<TimeRange> {
        let times = self.blocks.iter().map(|block| block.meta());
        let times = times.map(|meta| TimeRange { start_ms: meta.min_time, end_ms: meta.max_time.saturating_sub(1) });
        let times = times.chain(self.head.as_ref().and_then(|head| head.storage.time()));
        times.reduce(|a, b| TimeRange { start_ms: a.start_ms.min(b.start_ms), end_ms: a.end_ms.max(b.end_ms) })
    }
}

impl Storage for Tsdb {
    fn select<'a>(
        &'a self,
        matchers: &'a [Matcher],
        hints: &'a SelectHints,
    ) -> BoxFuture<'a, Result<SeriesSet, StorageError>> {
        Box::pin(self.select_series(matchers, hints))
    }

    /// As Prometheus does, all of a block is looked at that has samples in the range of time.
    fn label_names<'a>(
        &'a self,
        matchers: &'a [Matcher],
        time: TimeRange,
    ) -> BoxFuture<'a, Result<Vec<String>, StorageError>> {
        Box::pin(self.names(matchers, time))
    }

    /// As Prometheus does, all of a block is looked at that has samples in the range of time.
    fn label_values<'a>(
        &'a self,
        name: &'a str,
        matchers: &'a [Matcher],
        time: TimeRange,
    ) -> BoxFuture<'a, Result<Vec<String>, StorageError>> {
        Box::pin(self.values(name, matchers, time))
    }

    /// That of the head; blocks have none.
    fn metadata<'a>(&'a self, metric: Option<&'a str>) -> BoxFuture<'a, Result<Vec<MetricMetadata>, StorageError>> {
        Box::pin(async move {
            match &self.head {
                Some(head) => head.storage.metadata(metric).await,
                None => Ok(Vec::new()),
            }
        })
    }
}
