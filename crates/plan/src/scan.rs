//! Reads of a query from its store: one scan per selector, or for several selectors.

use promenade_model::{Matcher, TimestampMs};

use crate::logical::{Grouping, NodeId};

/// The name of a function or an aggregator in the catalogue.
pub type CatalogueName = &'static str;

/// A selection from the store that serves one or more selectors.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Scan {
    /// All matchers, including the one on the metric name.
    pub matchers: Vec<Matcher>,
    /// First millisecond to read.
    pub start_ms: TimestampMs,
    /// Last millisecond to read.
    pub end_ms: TimestampMs,
    /// Milliseconds between evaluations; 0 for an instant query.
    pub step_ms: i64,
    /// Length of the range selector; 0 for an instant selector.
    pub range_ms: i64,
    /// The function or aggregator directly around the selector.
    #[cfg_attr(feature = "serde", serde(with = "promenade_functions::by_name::either"))]
    pub func: Option<CatalogueName>,
    /// The grouping of the aggregation directly around the selector; `None` if there is no such aggregation.
    pub grouping: Option<Grouping>,
    /// Only count and sum of native histograms are read.
    pub skip_buckets: bool,
    /// Start timestamps are read.
    pub start_timestamps: bool,
    /// The [`VectorSelector`](crate::VectorSelector) and [`MatrixSelector`](crate::MatrixSelector) nodes that it
    /// serves.
    pub nodes: Vec<NodeId>,
}
