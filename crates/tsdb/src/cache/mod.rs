//! What is kept of blocks for the next query: decoded chunks, and the series that matchers select.
//!
//! Blocks never change, so nothing that is kept is ever stale. Deletions are applied when samples are read, after the cache.

mod chunks;
mod selections;

use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::TsdbOptions;

pub(crate) use chunks::ChunkCache;
pub(crate) use selections::{Selection, SelectionCache};

/// The caches of a data directory.
#[derive(Debug, Default)]
pub(crate) struct Caches {
    pub(crate) chunks: Option<ChunkCache>,
    pub(crate) selections: Option<SelectionCache>,
}

/// How often the caches of a [`Tsdb`](crate::Tsdb) were asked, and what they hold. All are 0 if a cache is off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CacheStats {
    /// Decoded chunks.
    pub chunks: CacheCounts,
    /// The series of a block that matchers select.
    pub selections: CacheCounts,
}

/// The counts of one cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CacheCounts {
    /// Lookups that found an entry.
    pub hits: u64,
    /// Lookups that found none.
    pub misses: u64,
    /// Entries.
    pub entries: usize,
    /// Size of the entries in bytes.
    pub bytes: u64,
}

impl Caches {
    pub(crate) fn new(options: TsdbOptions) -> Self {
        let TsdbOptions { chunk_cache_bytes, selection_cache_bytes } = options;
        Self {
            chunks: (chunk_cache_bytes > 0).then(|| ChunkCache::new(chunk_cache_bytes)),
            selections: (selection_cache_bytes > 0).then(|| SelectionCache::new(selection_cache_bytes)),
        }
    }

    pub(crate) fn stats(&self) -> CacheStats {
        CacheStats {
            chunks: self.chunks.as_ref().map(ChunkCache::counts).unwrap_or_default(),
            selections: self.selections.as_ref().map(SelectionCache::counts).unwrap_or_default(),
        }
    }
}

fn counts<K, V, W>(cache: &Cache<K, V, W>) -> CacheCounts
where
    K: Eq + std::hash::Hash,
    V: Clone,
    W: Weighter<K, V> + Clone,
{
    CacheCounts { hits: cache.hits(), misses: cache.misses(), entries: cache.len(), bytes: cache.weight() }
}
