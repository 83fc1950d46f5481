//! The result of a query.

use promenade_model::{Annotations, Labels, SharedHistogram, TimestampMs};
use promenade_storage::SampleValue;

use crate::column::FloatColumn;
use crate::{ExecError, QueryStats};

/// The outcome of a query. Annotations and statistics are present even if it failed.
#[derive(Debug)]
pub struct QueryOutput {
    /// The value or the error.
    pub value: Result<QueryValue, ExecError>,
    /// Warnings and infos.
    pub annotations: Annotations,
    /// Statistics of the query.
    pub stats: QueryStats,
}

impl QueryOutput {
    /// The outcome of a query that failed before it raised annotations.
    pub(crate) fn failed(error: ExecError) -> Self {
        Self::of_nothing(Err(error))
    }

    /// The outcome of a query that read nothing.
    pub(crate) fn of_nothing(value: Result<QueryValue, ExecError>) -> Self {
        Self { value, annotations: Annotations::default(), stats: QueryStats::default() }
    }
}

/// The value of a query.
#[derive(Debug, Clone, PartialEq)]
pub enum QueryValue {
    /// One float at the evaluation time.
    Scalar(TimestampMs, f64),
    /// A string.
    String(String),
    /// An instant vector; its order is significant if the query sorts.
    Vector(TimestampMs, Vec<InstantSample>),
    /// A range vector, sorted by labels.
    Matrix(Vec<RangeSeries>),
}

/// One sample of an instant vector.
#[derive(Debug, Clone, PartialEq)]
pub struct InstantSample {
    /// Its labels.
    pub labels: Labels,
    /// Its value.
    pub value: SampleValue,
}

/// One series of a range vector.
#[derive(Debug, Clone, PartialEq)]
pub struct RangeSeries {
    /// Its labels.
    pub labels: Labels,
    /// Floats sorted by time.
    pub floats: FloatColumn,
    /// Histograms sorted by time.
    pub histograms: Vec<(TimestampMs, SharedHistogram)>,
}
