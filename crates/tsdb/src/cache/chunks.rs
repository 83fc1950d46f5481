//! Decoded chunks.

use std::sync::Arc;

use promenade_model::SharedHistogram;
use promenade_storage::{SampleBuffer, Samples};
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::CacheCounts;

/// About how many bytes a chunk takes, to size the table.
const EXPECTED_BYTES: u64 = 2 << 10;
/// Bytes of an entry beside its samples: the key, the pointer, the headers of the columns and the cache's own.
const ENTRY_BYTES: usize = size_of::<SampleBuffer>() + size_of::<Key>() + 64;

/// A block and the reference of a chunk in it.
type Key = (u64, u64);

/// Decoded chunks, bounded in bytes.
pub(crate) struct ChunkCache(Cache<Key, Arc<SampleBuffer>, Bytes>);

impl ChunkCache {
    pub(super) fn new(max_bytes: u64) -> Self {
        let n_entries = usize::try_from(max_bytes / EXPECTED_BYTES).unwrap_or(usize::MAX).max(1);
        Self(Cache::with_weighter(n_entries, max_bytes, Bytes))
    }

    pub(crate) fn get(&self, block: u64, reference: u64) -> Option<Arc<SampleBuffer>> {
        self.0.get(&(block, reference))
    }

    /// Keeps a copy of all samples of a chunk.
    pub(crate) fn insert(&self, block: u64, reference: u64, samples: &Samples<'_>) {
        let Samples { floats, histograms } = samples;
        let columns = SampleBuffer {
            timestamps: floats.timestamps.to_vec(),
            values: floats.values.to_vec(),
            start_timestamps: floats.start_timestamps.to_vec(),
            histogram_timestamps: histograms.timestamps.to_vec(),
            histograms: histograms.histograms.to_vec(),
            histogram_start_timestamps: histograms.start_timestamps.to_vec(),
        };
        self.0.insert((block, reference), Arc::new(columns));
    }

    pub(super) fn counts(&self) -> CacheCounts {
        super::counts(&self.0)
    }
}

impl std::fmt::Debug for ChunkCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("ChunkCache").field(&self.counts()).finish()
    }
}

/// Weighs chunks by their memory.
#[derive(Debug, Clone, Copy)]
struct Bytes;

impl Weighter<Key, Arc<SampleBuffer>> for Bytes {
    fn weight(&self, _: &Key, samples: &Arc<SampleBuffer>) -> u64 {
        let runs = samples.histograms.chunk_by(SharedHistogram::shares_run);
        let of_runs: usize = runs.filter_map(<[_]>::first).map(|histogram| histogram.run().n_bytes()).sum();
        (ENTRY_BYTES + samples.n_bytes() + of_runs) as u64
    }
}
