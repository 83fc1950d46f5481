//! The store over the data directory of a Prometheus server: blocks, head and write-ahead log.

pub use promenade_tsdb::{
    Analysis, Block, BlockMeta, BlockStats, ByteReader, ChunkAnalysis, ChunkMeta, Corruption, Index, MappedFile, Tsdb,
    TsdbError, Ulid, block, chunk, head, index, is_data_directory,
};
