//! What can go wrong in a store.

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
    /// The store failed for a reason of its own.
    #[error(transparent)]
    Other(#[from] Box<dyn std::error::Error + Send + Sync>),
}
