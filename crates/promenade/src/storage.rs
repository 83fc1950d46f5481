//! The storage trait, and the stores that are there.

#[cfg(feature = "arrow")]
pub use promenade_storage::ArrowStorage;
pub use promenade_storage::{
    BoxFuture, FilteredStorage, HeadHints, MaybeSend, MaybeSync, MemorySeries, MemoryStorage, MemoryStorageBuilder,
    MetricMetadata, MetricType, SampleBuffer, SampleValue, SampledSeries, Samples, SelectHints, SelectionSample,
    Series, SeriesId, SeriesSet, StartTimestamp, Storage, StorageError, TimeRange, UnionStorage, memory,
};
