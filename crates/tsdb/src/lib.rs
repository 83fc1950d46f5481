//! A read-only store over the data directory of a Prometheus server.
//!
//! ```no_run
//! use promenade_tsdb::Tsdb;
//!
//! let tsdb = Tsdb::open("/var/lib/prometheus")?;
//! println!("{} blocks", tsdb.blocks().len());
//! # Ok::<(), promenade_tsdb::TsdbError>(())
//! ```

// Without the feature `threads` of storage, series need not be `Send`; they are shared all the same.
#![allow(clippy::arc_with_non_send_sync)]

pub mod analysis;
pub mod block;
pub mod bytes;
mod cache;
pub mod chunk;
pub mod crc;
pub mod database;
pub mod error;
pub mod head;
pub mod index;
mod mapping;
mod options;
mod series;

pub use analysis::{Analysis, ChunkAnalysis};
pub use block::{Block, BlockMeta, BlockStats, Ulid};
pub use bytes::ByteReader;
pub use cache::{CacheCounts, CacheStats};
pub use database::{Tsdb, is_data_directory};
pub use error::{Corruption, TsdbError};
pub use index::{ChunkMeta, Index};
pub use mapping::MappedFile;
pub use options::TsdbOptions;
