//! The storage trait of Promenade and its stores: in memory, over Arrow record batches, filtered, united.

// Without threads a store need be neither `Send` nor `Sync`.
#![cfg_attr(not(feature = "threads"), allow(clippy::arc_with_non_send_sync))]

#[cfg(feature = "arrow")]
pub mod arrow;
pub mod error;
pub mod filtered;
pub mod head_hints;
pub mod hints;
pub mod memory;
mod pointers;
pub mod selection;
pub mod series;
pub mod series_set;
pub mod storage;
pub mod threads;
pub mod union;

#[cfg(feature = "arrow")]
pub use arrow::ArrowStorage;
pub use error::StorageError;
pub use filtered::FilteredStorage;
pub use head_hints::HeadHints;
pub use hints::{SelectHints, TimeRange};
pub use memory::{MemorySeries, MemoryStorage, MemoryStorageBuilder, SampleValue, SeriesId, StartTimestamp};
pub use selection::{SampledSeries, SelectionSample};
pub use series::{SampleBuffer, Samples, Series};
pub use series_set::SeriesSet;
pub use storage::{BoxFuture, MetricMetadata, MetricType, Storage};
pub use threads::{MaybeSend, MaybeSync};
pub use union::UnionStorage;
