//! The storage trait of Promenade and its in-memory store.

pub mod error;
pub mod filtered;
pub mod hints;
pub mod memory;
pub mod selection;
pub mod series;
pub mod storage;

pub use error::StorageError;
pub use filtered::FilteredStorage;
pub use hints::{SelectHints, TimeRange};
pub use memory::{MemorySeries, MemoryStorage, MemoryStorageBuilder, SampleValue, SeriesId};
pub use selection::{SampledSeries, SelectionSample};
pub use series::{SampleBuffer, Samples, Series, SeriesSet};
pub use storage::{BoxFuture, MetricMetadata, MetricType, Storage};
