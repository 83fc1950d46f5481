//! What can go wrong while a query is evaluated.

use std::time::Duration;

use promenade_functions::error::FunctionError;
use promenade_storage::StorageError;

/// An error of evaluation. The words of those that Prometheus knows are Prometheus's.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExecError {
    /// Two samples of one step have the same labels.
    #[error("vector cannot contain metrics with the same labelset")]
    DuplicateLabelset,
    /// The query is at fault in a way that only the data shows, such as a many-to-many match.
    #[error("{0}")]
    Execution(String),
    /// A function got arguments that it cannot work with.
    #[error(transparent)]
    Function(#[from] FunctionError),
    /// The store failed.
    #[error("expanding series: {0}")]
    Storage(#[from] StorageError),
    /// The query holds more samples at once than it may.
    #[error("query processing would load too many samples into memory in query execution: max_samples is {limit}")]
    TooManySamples {
        /// How many it may hold.
        limit: u64,
    },
    /// The query selects more series than it may.
    #[error("query would load too many series into memory in query execution: max_series is {limit}")]
    TooManySeries {
        /// How many it may select.
        limit: u64,
    },
    /// The query reads more samples than it may.
    #[error("query would read too many samples in query execution: max_samples_read is {limit}")]
    TooManySamplesRead {
        /// How many it may read.
        limit: u64,
    },
    /// The query has more steps than can be counted.
    #[error("query has {n_steps} steps where at most {limit} can be computed: use a longer step or a shorter range")]
    TooManySteps {
        /// How many it has.
        n_steps: u64,
        /// How many it may have.
        limit: u64,
    },
    /// The query needs more memory than it may have.
    #[error(
        "query needs more than its {limit} bytes of memory: narrow its selectors or its time range, or raise the limit"
    )]
    OutOfMemory {
        /// How many bytes it may have.
        limit: u64,
    },
    /// The deadline has passed.
    #[error("query timed out in expression evaluation: timeout is {limit:?}")]
    Timeout {
        /// How long it may take.
        limit: Duration,
    },
    /// Somebody cancelled the query.
    #[error("query was canceled in expression evaluation")]
    Canceled,
    /// The store is not ready, and the thread cannot wait for it.
    #[error("the store is not ready and this thread cannot wait for it: await the query instead")]
    NotReady,
}

/// The classes of errors that Prometheus's API tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The query or its times are at fault, whatever the data.
    Parse,
    /// The query is at fault with this data.
    Execution,
    /// A limit was met.
    Limit,
    /// The deadline has passed.
    Timeout,
    /// Somebody cancelled the query.
    Canceled,
    /// The store failed.
    Storage,
}

impl ErrorKind {
    /// The name of the class.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Parse => "parse",
            Self::Execution => "execution",
            Self::Limit => "limit",
            Self::Timeout => "timeout",
            Self::Canceled => "canceled",
            Self::Storage => "storage",
        }
    }
}

impl ExecError {
    /// The class of the error.
    pub const fn kind(&self) -> ErrorKind {
        match self {
            Self::DuplicateLabelset | Self::Execution(_) | Self::Function(_) => ErrorKind::Execution,
            Self::Storage(_) | Self::NotReady => ErrorKind::Storage,
            Self::TooManySamples { .. }
            | Self::TooManySeries { .. }
            | Self::TooManySamplesRead { .. }
            | Self::TooManySteps { .. }
            | Self::OutOfMemory { .. } => ErrorKind::Limit,
            Self::Timeout { .. } => ErrorKind::Timeout,
            Self::Canceled => ErrorKind::Canceled,
        }
    }
}
