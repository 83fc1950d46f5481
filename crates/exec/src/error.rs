//! What can go wrong while a query is evaluated.

use std::time::Duration;

use promenade_functions::error::FunctionError;
use promenade_go::strconv::{format_g, quote_go};
use promenade_model::Labels;
use promenade_storage::StorageError;

/// An error of evaluation. The words of those that Prometheus knows are Prometheus's.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExecError {
    /// Two samples of one step have the same labels.
    #[error("vector cannot contain metrics with the same labelset")]
    DuplicateLabelset,
    /// Two series of the "one" side of a binary operation match the same series.
    #[error(
        "found duplicate series for the match group {group} on the {side} hand-side of the operation: [{first}, {second}]\
         ;many-to-many matching not allowed: matching labels must be unique on one side"
    )]
    ManyToMany {
        /// The labels that match.
        group: Labels,
        /// Which side is the "one" side: `left` or `right`.
        side: &'static str,
        /// One of the series.
        first: Labels,
        /// Another.
        second: Labels,
    },
    /// Several series match one, without `group_left` or `group_right`.
    #[error("multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)")]
    ManyToOneNotExplicit,
    /// With `group_left` or `group_right`, two results of a match have the same labels.
    #[error("multiple matches for labels: grouping labels must ensure unique matches")]
    GroupingNotUnique,
    /// Two info series of the same time say something about the same series.
    #[error("found duplicate series for info metric: existing {first} @ {time_ms}, new {second} @ {time_ms}")]
    DuplicateInfoSeries {
        /// One of them.
        first: Labels,
        /// The other.
        second: Labels,
        /// The time of their samples in milliseconds.
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
    /// A parameter of an aggregation is no number.
    #[error("{parameter} value is NaN")]
    NanParameter {
        /// What Prometheus calls the parameter.
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
    /// The label of `count_values` cannot be a label name.
    #[error("invalid label name {}", quote_go(.name))]
    InvalidLabelName {
        /// As it is written.
        name: String,
    },
    /// A range selector with a modifier that only floats have selects native histograms.
    #[error("{modifier} modifier is not supported with histograms")]
    ModifierOverHistograms {
        /// `anchored` or `smoothed`.
        modifier: &'static str,
    },
    /// A plan that was made by hand gives an operation a value of a type that it does not take.
    #[error("the plan gives {operation} a value of the wrong type")]
    IllTypedPlan {
        /// The function, the operator or the type that was expected.
        operation: &'static str,
    },
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
