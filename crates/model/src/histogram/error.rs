//! Errors of histograms.

use super::{CUSTOM_BUCKETS_SCHEMA, MAX_EXPONENTIAL_SCHEMA, MIN_EXPONENTIAL_SCHEMA};
use promenade_go::strconv::{format_fixed, format_g};

/// Why a histogram is invalid or an operation on histograms is impossible, in Prometheus's words.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum HistogramError {
    /// Exponential and custom buckets cannot be combined.
    #[error("cannot apply this operation on histograms with a mix of exponential and custom bucket schemas")]
    IncompatibleSchema,
    /// A resolution can only be reduced, and only that of exponential buckets.
    #[error("cannot reduce resolution from schema {from} to {to}")]
    ResolutionNotReducible {
        /// The schema of the histogram.
        from: i32,
        /// The requested schema.
        to: i32,
    },
    /// The text notation has one list of buckets per sign, and the gaps would take too many empty buckets.
    #[error("buckets lie too far apart for the test notation")]
    TooSparse,
    /// A schema that does not exist.
    #[error(
        "histogram has an invalid schema, which must be between {MIN_EXPONENTIAL_SCHEMA} and {MAX_EXPONENTIAL_SCHEMA} for exponential buckets, or {CUSTOM_BUCKETS_SCHEMA} for custom buckets, got schema {0}"
    )]
    InvalidSchema(i32),
    /// The total is negative.
    #[error("observation count is  {}: histogram's observation count is negative", format_g(*.0))]
    NegativeCount(f64),
    /// The zero bucket's count is negative.
    #[error(
        "zero bucket has observation count of {}: histogram has a bucket whose observation count is negative",
        format_g(*.0)
    )]
    NegativeZeroCount(f64),
    /// A bucket's count is negative.
    #[error("{side} side: bucket number {number} has observation count of {}: histogram has a bucket whose observation count is negative", format_g(*.count))]
    NegativeBucketCount {
        /// `positive` or `negative`.
        side: &'static str,
        /// Its number, from 1.
        number: usize,
        /// Its count.
        count: f64,
    },
    /// A gap is negative.
    #[error("{side}: span number {number} with offset {offset}: histogram has a span whose offset is negative")]
    NegativeSpanOffset {
        /// `positive side`, `negative side` or `custom buckets`.
        side: &'static str,
        /// Its number, from 1.
        number: usize,
        /// The gap.
        offset: i32,
    },
    /// A span exceeds the range of bucket indexes.
    #[error(
        "{side}: span number {number} {edge} at bucket index {idx}: histogram has a span whose bucket index is out of range"
    )]
    SpanIndexOutOfRange {
        /// `positive side`, `negative side` or `custom buckets`.
        side: &'static str,
        /// Its number, from 1.
        number: usize,
        /// `starts` or `ends`: the end of the span that is out of range.
        edge: &'static str,
        /// The index of that end.
        idx: i64,
    },
    /// The number of buckets in spans and the number of counts differ.
    #[error(
        "{side}: spans need {n_spanned} buckets, have {n_counts} buckets: histogram spans specify different number of buckets than provided"
    )]
    SpansBucketsMismatch {
        /// `positive side`, `negative side` or `custom buckets`.
        side: &'static str,
        /// The number of buckets in spans.
        n_spanned: u64,
        /// The number of counts.
        n_counts: usize,
    },
    /// The spans exceed the custom bounds.
    #[error(
        "custom buckets: only {n_bounds} custom bounds defined which is insufficient to cover total span length of {n_spanned}: histogram custom bounds are too few"
    )]
    CustomBoundsTooFew {
        /// The number of bounds.
        n_bounds: usize,
        /// The number of buckets in spans and gaps.
        n_spanned: i64,
    },
    /// A custom bound is not greater than the one before it.
    #[error(
        "custom buckets: previous bound is {} and current is {}: histogram custom bounds must be in strictly increasing order",
        format_fixed(*.previous, 6), format_fixed(*.current, 6)
    )]
    CustomBoundsNotIncreasing {
        /// The bound before.
        previous: f64,
        /// The bound.
        current: f64,
    },
    /// A custom bound is +Inf, which is implied and must not be listed.
    #[error("custom buckets: last +Inf bound must not be explicitly defined: histogram custom bounds must be finite")]
    CustomBoundInfinite,
    /// A custom bound is NaN.
    #[error("custom buckets: histogram custom bounds must not be NaN")]
    CustomBoundNan,
    /// Custom buckets with a zero count.
    #[error("custom buckets: must have zero count of 0")]
    CustomZeroCount,
    /// Custom buckets with a zero threshold.
    #[error("custom buckets: must have zero threshold of 0")]
    CustomZeroThreshold,
    /// Custom buckets with negative spans.
    #[error("custom buckets: must not have negative spans")]
    CustomNegativeSpans,
    /// Custom buckets with negative buckets.
    #[error("custom buckets: must not have negative buckets")]
    CustomNegativeBuckets,
    /// Custom bounds with an exponential schema.
    #[error("histogram with exponential schema must not have custom bounds")]
    ExponentialCustomBounds,
}
