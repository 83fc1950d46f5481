//! Errors of evaluation.

use std::time::Duration;

use promenade_functions::error::FunctionError;
use promenade_go::strconv::{format_g, quote_go};
use promenade_model::Labels;
use promenade_storage::StorageError;

/// An error of evaluation. Errors that Prometheus has too use its words.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExecError {
    /// Two samples of one step have the same labels.
    #[error("vector cannot contain metrics with the same labelset")]
    DuplicateLabelset,
    /// Two series of the "one" side of a binary operation have the same signature.
    #[error(
        "found duplicate series for the match group {group} on the {side} hand-side of the operation: [{first}, {second}]\
         ;many-to-many matching not allowed: matching labels must be unique on one side"
    )]
    ManyToMany {
        /// The matching labels.
        group: Labels,
        /// The "one" side: `left` or `right`.
        side: &'static str,
        /// One of the series.
        first: Labels,
        /// Another one.
        second: Labels,
    },
    /// Several series match one, without `group_left` or `group_right`.
    #[error("multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)")]
    ManyToOneNotExplicit,
    /// With `group_left` or `group_right`, two results of a match have the same labels.
    #[error("multiple matches for labels: grouping labels must ensure unique matches")]
    GroupingNotUnique,
    /// Two info series with the same timestamp describe the same series.
    #[error("found duplicate series for info metric: existing {first} @ {time_ms}, new {second} @ {time_ms}")]
    DuplicateInfoSeries {
        /// One of them.
        first: Labels,
        /// The other.
        second: Labels,
        /// The timestamp of their samples in milliseconds.
        time_ms: f64,
    },
    /// An info series has native histograms.
    #[error("this should be an info metric, with float samples: {labels}")]
    InfoHistogram {
        /// Its labels.
        labels: Labels,
    },
    /// Info series give a label different values.
    #[error("conflicting label: {name}")]
    ConflictingLabel {
        /// The label.
        name: String,
    },
    /// A parameter of an aggregation is not a number.
    #[error("{parameter} value is NaN")]
    NanParameter {
        /// Prometheus's name of the parameter.
        parameter: &'static str,
    },
    /// The parameter of an aggregation is less than any integer.
    #[error("Scalar value {} underflows int64", format_g(*.value))]
    ParameterUnderflow {
        /// Its value.
        value: f64,
    },
    /// The parameter of an aggregation is greater than any integer.
    #[error("Scalar value {} overflows int64", format_g(*.value))]
    ParameterOverflow {
        /// Its value.
        value: f64,
    },
    /// The label of `count_values` is not a valid label name.
    #[error("invalid label name {}", quote_go(.name))]
    InvalidLabelName {
        /// The invalid name.
        name: String,
    },
    /// A range selector with a modifier for floats selects native histograms.
    #[error("{modifier} modifier is not supported with histograms")]
    ModifierOverHistograms {
        /// `anchored` or `smoothed`.
        modifier: &'static str,
    },
    /// A hand-made plan gives an operation a value of the wrong type.
    #[error("the plan gives {operation} a value of the wrong type")]
    IllTypedPlan {
        /// The function, the operator or the expected type.
        operation: &'static str,
    },
    /// A function received invalid arguments.
    #[error(transparent)]
    Function(#[from] FunctionError),
    /// The store failed.
    #[error("expanding series: {0}")]
    Storage(#[from] StorageError),
    /// The query exceeds the limit of samples held at once.
    #[error("query processing would load too many samples into memory in query execution: max_samples is {limit}")]
    TooManySamples {
        /// The limit.
        limit: u64,
    },
    /// The query exceeds the limit of series.
    #[error("query would load too many series into memory in query execution: max_series is {limit}")]
    TooManySeries {
        /// The limit.
        limit: u64,
    },
    /// The query exceeds the limit of samples read.
    #[error("query would read too many samples in query execution: max_samples_read is {limit}")]
    TooManySamplesRead {
        /// The limit.
        limit: u64,
    },
    /// The query has too many steps.
    #[error("query has {n_steps} steps where at most {limit} can be computed: use a longer step or a shorter range")]
    TooManySteps {
        /// The number of steps.
        n_steps: u64,
        /// The limit.
        limit: u64,
    },
    /// The query exceeds its memory limit.
    #[error(
        "query needs more than its {limit} bytes of memory: narrow its selectors or its time range, or raise the limit"
    )]
    OutOfMemory {
        /// The limit in bytes.
        limit: u64,
    },
    /// The query timed out.
    #[error("query timed out in expression evaluation: timeout is {limit:?}")]
    Timeout {
        /// The time limit.
        limit: Duration,
    },
    /// The query was cancelled.
    #[error("query was canceled in expression evaluation")]
    Canceled,
    /// The store is not ready, and the thread must not block.
    #[error("the store is not ready and this thread cannot wait for it: await the query instead")]
    NotReady,
}

/// The error classes of Prometheus's API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The query or its times are invalid, regardless of the data.
    Parse,
    /// The query fails with this data.
    Execution,
    /// A limit was exceeded.
    Limit,
    /// The query timed out.
    Timeout,
    /// The query was cancelled.
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
            Self::Storage(_) | Self::NotReady => ErrorKind::Storage,
            Self::TooManySamples { .. }
            | Self::TooManySeries { .. }
            | Self::TooManySamplesRead { .. }
            | Self::TooManySteps { .. }
            | Self::OutOfMemory { .. } => ErrorKind::Limit,
            Self::Timeout { .. } => ErrorKind::Timeout,
            Self::Canceled => ErrorKind::Canceled,
            _ => ErrorKind::Execution,
        }
    }
}
