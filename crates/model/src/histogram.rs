//! Native histograms with float counts: exponential schemas −4..8 and custom buckets.

use std::sync::Arc;

/// The schema number that says custom buckets.
pub const CUSTOM_BUCKETS_SCHEMA: i32 = -53;

/// What is known of counter resets between a histogram and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[repr(u8)]
pub enum CounterResetHint {
    /// Nothing is known.
    #[default]
    Unknown = 0,
    /// There was a reset.
    Reset = 1,
    /// There was none.
    NotReset = 2,
    /// It is a gauge, which has no resets.
    Gauge = 3,
}

/// A run of consecutive buckets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// Gap to the end of the previous span; for the first span the index of its first bucket.
    pub offset: i32,
    /// Number of buckets.
    pub length: u32,
}

/// The buckets of one sign: spans, shared between samples of equal layout, and a count for each bucket.
#[derive(Debug, Clone, PartialEq)]
pub struct Buckets {
    /// The layout.
    pub spans: Arc<[Span]>,
    /// Absolute counts, one for each bucket of the spans.
    pub counts: Vec<f64>,
}

/// A native histogram whose counts are floats (Prometheus `model/histogram.FloatHistogram`).
#[derive(Debug, Clone, PartialEq)]
pub struct FloatHistogram {
    /// What is known of resets.
    pub counter_reset_hint: CounterResetHint,
    /// −4..8, or [`CUSTOM_BUCKETS_SCHEMA`].
    pub schema: i32,
    /// Half the width of the zero bucket.
    pub zero_threshold: f64,
    /// Observations in the zero bucket.
    pub zero_count: f64,
    /// All observations.
    pub count: f64,
    /// Sum of the observations; the stale marker ends a series of histograms.
    pub sum: f64,
    /// Buckets of positive observations, or the custom buckets.
    pub positive: Buckets,
    /// Buckets of negative observations.
    pub negative: Buckets,
    /// Upper bounds of custom buckets, `+Inf` left out; empty for exponential schemas.
    pub custom_values: Arc<[f64]>,
}
