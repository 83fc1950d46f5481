//! Files that hold queries: where each query stands, and how to change it and nothing else.

mod offsets;
pub mod yaml;

pub use offsets::OffsetMap;
