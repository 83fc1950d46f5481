//! What a query reads from its store: one scan for each selector, or for several that can share one.

use promenade_model::{Matcher, TimestampMs};

use crate::logical::{Grouping, NodeId};

/// The name of a function or an aggregator of the catalogue.
pub type CatalogueName = &'static str;

/// One selection from the store, from which one or several selectors are served.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Scan {
    /// All conditions on a series, the one on the metric name included.
    pub matchers: Vec<Matcher>,
    /// First millisecond that is read.
    pub start_ms: TimestampMs,
    /// Last millisecond that is read.
    pub end_ms: TimestampMs,
    /// Milliseconds between evaluations; 0 for an instant query.
    pub step_ms: i64,
    /// Length of the range selector; 0 for an instant selector.
    pub range_ms: i64,
    /// The function or aggregator right around the selector.
    #[cfg_attr(feature = "serde", serde(with = "promenade_functions::by_name::either"))]
    pub func: Option<CatalogueName>,
    /// The grouping of the aggregation right around the selector; none where there is no such aggregation.
    pub grouping: Option<Grouping>,
    /// Of native histograms only count and sum are read.
    pub skip_buckets: bool,
    /// Start timestamps are read.
    pub start_timestamps: bool,
    /// The [`VectorSelector`](crate::VectorSelector) and [`MatrixSelector`](crate::MatrixSelector) nodes that are
    /// served from it.
    pub nodes: Vec<NodeId>,
}
