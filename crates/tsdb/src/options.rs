//! Options of a data directory.

/// Options of a [`Tsdb`](crate::Tsdb).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct TsdbOptions {
    /// The most bytes of decoded chunks that are kept for later queries; 0 keeps none. The default is 256 MiB.
    pub chunk_cache_bytes: u64,
    /// The most bytes of selected series (labels and positions in the index) that are kept for later queries; 0 keeps none.
    /// The default is 64 MiB.
    pub selection_cache_bytes: u64,
}

promenade_model::setters!(TsdbOptions { chunk_cache_bytes: u64, selection_cache_bytes: u64 });

impl TsdbOptions {
    /// Without caches, for a single query.
    pub const UNCACHED: Self = Self { chunk_cache_bytes: 0, selection_cache_bytes: 0 };
}

impl Default for TsdbOptions {
    fn default() -> Self {
        Self { chunk_cache_bytes: 256 << 20, selection_cache_bytes: 64 << 20 }
    }
}
