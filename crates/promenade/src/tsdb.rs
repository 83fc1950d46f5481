//! The store over the data directory of a Prometheus server: blocks, head and write-ahead log.

pub use promenade_tsdb::{
    Analysis, Block, BlockMeta, BlockStats, ByteReader, CacheCounts, CacheStats, ChunkAnalysis, ChunkMeta, Corruption,
    Index, MappedFile, Tsdb, TsdbError, TsdbOptions, Ulid, block, chunk, head, index, is_data_directory,
};
