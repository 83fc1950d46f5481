//! What can go wrong in a store.

use promenade_model::Labels;

/// An error of a store. A query that meets one fails with it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StorageError {
    /// The data cannot be read or is damaged.
    #[error("{message}")]
    Data {
        /// What is wrong and where.
        message: String,
    },
    /// A store selected two series with the same labels.
    #[error("the store has two series with the labels {labels}")]
    DuplicateSeries {
        /// Their labels.
        labels: Labels,
    },
    /// A store loaded another number of series than it was asked for.
    #[error("the store loaded {loaded} series where {asked} were asked for")]
    SeriesCount {
        /// How many were asked for.
        asked: usize,
        /// How many it loaded.
        loaded: usize,
    },
    /// The store failed for a reason of its own.
    #[error(transparent)]
    Other(#[from] Box<dyn std::error::Error + Send + Sync>),
}
