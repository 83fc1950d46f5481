//! Errors of stores.

use promenade_model::Labels;

/// An error of a store. It fails the query.
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
    /// A store loaded a different number of series than requested.
    #[error("the store loaded {loaded} series where {asked} were asked for")]
    SeriesCount {
        /// The number of requested series.
        asked: usize,
        /// The number of loaded series.
        loaded: usize,
    },
    /// Any other error of the store.
    #[error(transparent)]
    Other(#[from] Box<dyn std::error::Error + Send + Sync>),
}
