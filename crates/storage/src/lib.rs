//! The storage trait of Promenade and its in-memory store.

pub mod error;
pub mod hints;
pub mod series;
pub mod storage;

pub use error::StorageError;
pub use hints::{SelectHints, TimeRange};
pub use series::{SampleBuffer, Samples, Series, SeriesSet};
pub use storage::{BoxFuture, MetricMetadata, MetricType, Storage};
