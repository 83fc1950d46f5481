//! A read-only store over the data directory of a Prometheus server.

pub mod bytes;
pub mod chunk;
pub mod crc;
pub mod error;
pub mod head;

pub use bytes::ByteReader;
pub use error::{Corruption, TsdbError};
