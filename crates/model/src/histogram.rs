//! Native histograms with float counts: exponential schemas −4..8 and custom buckets.
//!
//! Results are bit-identical to Prometheus's (`model/histogram/float_histogram.go`): same order of operations, same
//! compensation.

mod add;
mod bounds;
mod buckets;
mod columns;
mod compact;
mod custom;
mod error;
mod kahan;
mod layout;
mod reset;
mod resolution;
mod scale;
mod size;
mod text;
mod trim;
mod validate;
mod variance;
mod view;
mod zero;

use std::sync::{Arc, LazyLock};

pub use self::add::Reconciliation;
pub use self::bounds::bucket_bound;
pub(crate) use self::buckets::PlacedCount;
pub use self::buckets::{Bucket, BucketIter};
pub use self::columns::{
    BucketRange, Factor, HistogramHead, HistogramLayout, HistogramRun, RowSum, RunGatherer, RunWriter, SharedHistogram,
};
pub use self::error::HistogramError;
pub use self::kahan::{KahanHistogram, kahan_inc};
pub use self::layout::{IndexedCounts, LayoutBuilder};
pub use self::size::PointSizes;
pub use self::trim::TrimSide;
pub use self::view::HistogramView;
use crate::value::{is_stale_nan, stale_nan};

/// A native histogram whose counts are floats (Prometheus `model/histogram.FloatHistogram`).
#[derive(Debug, Clone, PartialEq)]
pub struct FloatHistogram {
    /// The counter reset hint.
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
    /// Upper bounds of custom buckets without `+Inf`; empty for exponential schemas.
    pub custom_values: Arc<[f64]>,
}

/// The schema number of custom buckets.
pub const CUSTOM_BUCKETS_SCHEMA: i32 = -53;
/// The lowest exponential schema: each bucket is 2^16 times as wide as the one before.
pub const MIN_EXPONENTIAL_SCHEMA: i32 = -4;
/// The highest exponential schema: 256 buckets for each power of two.
pub const MAX_EXPONENTIAL_SCHEMA: i32 = 8;

/// Whether a counter reset is known to have occurred between a histogram and its predecessor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[repr(u8)]
pub enum CounterResetHint {
    /// Unknown.
    #[default]
    Unknown = 0,
    /// There was a reset.
    Reset = 1,
    /// There was no reset.
    NotReset = 2,
    /// A gauge, which has no resets.
    Gauge = 3,
}

/// A run of consecutive buckets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// The number of skipped buckets since the previous span; for the first span, the index of its first bucket.
    pub offset: i32,
    /// Number of buckets.
    pub length: u32,
}

/// The buckets of one sign: spans, shared between samples of equal layout, and one count per bucket.
#[derive(Debug, Clone, PartialEq)]
pub struct Buckets {
    /// The layout.
    pub spans: Arc<[Span]>,
    /// Absolute counts, one for each bucket of the spans.
    pub counts: Vec<f64>,
}

static NO_SPANS: LazyLock<Arc<[Span]>> = LazyLock::new(|| Arc::from([]));
static NO_BOUNDS: LazyLock<Arc<[f64]>> = LazyLock::new(|| Arc::from([]));

/// Whether the schema is one of exponential buckets.
pub const fn is_exponential_schema(schema: i32) -> bool {
    MIN_EXPONENTIAL_SCHEMA <= schema && schema <= MAX_EXPONENTIAL_SCHEMA
}

/// Whether the schema exists.
pub const fn is_valid_schema(schema: i32) -> bool {
    is_exponential_schema(schema) || schema == CUSTOM_BUCKETS_SCHEMA
}

/// Whether custom bounds are equal.
pub fn custom_bounds_match(a: &[f64], b: &[f64]) -> bool {
    a == b
}

impl Default for FloatHistogram {
    /// A histogram of schema 0 without observations.
    fn default() -> Self {
        Self {
            counter_reset_hint: CounterResetHint::Unknown,
            schema: 0,
            zero_threshold: 0.0,
            zero_count: 0.0,
            count: 0.0,
            sum: 0.0,
            positive: Buckets::default(),
            negative: Buckets::default(),
            custom_values: NO_BOUNDS.clone(),
        }
    }
}

impl FloatHistogram {
    /// The stale marker of a series of histograms.
    pub fn stale() -> Self {
        Self { sum: stale_nan(), ..Self::default() }
    }

    /// Whether it is a stale marker.
    pub fn is_stale(&self) -> bool {
        is_stale_nan(self.sum)
    }

    /// Whether it has custom buckets.
    pub const fn uses_custom_buckets(&self) -> bool {
        self.schema == CUSTOM_BUCKETS_SCHEMA
    }

    /// Its size in bytes in Prometheus's memory; a point with a histogram counts as (`size` + 8) / 16 samples.
    pub fn size(&self) -> usize {
        const STRUCT: usize = 168;
        let n_spans = self.positive.spans.len() + self.negative.spans.len();
        let n_counts = self.positive.counts.len() + self.negative.counts.len();
        STRUCT + 8 * (n_spans + n_counts + self.custom_values.len())
    }

    /// Whether both are equal bit by bit, ignoring the counter reset hint and empty spans.
    pub fn equals(&self, other: &Self) -> bool {
        self.schema == other.schema
            && same_bits(self.count, other.count)
            && same_bits(self.sum, other.sum)
            && (!self.uses_custom_buckets() || custom_bounds_match(&self.custom_values, &other.custom_values))
            && self.zero_threshold == other.zero_threshold
            && same_bits(self.zero_count, other.zero_count)
            && self.negative.equals(&other.negative)
            && self.positive.equals(&other.positive)
    }

    /// Whether a count, the sum or a bound is infinite.
    pub fn has_overflow(&self) -> bool {
        [self.zero_count, self.count, self.sum]
            .iter()
            .chain(&self.positive.counts)
            .chain(&self.negative.counts)
            .chain(&*self.custom_values)
            .any(|v| v.is_infinite())
    }
}

impl Default for Buckets {
    fn default() -> Self {
        Self { spans: NO_SPANS.clone(), counts: Vec::new() }
    }
}

impl Buckets {
    /// Buckets from spans and counts.
    pub fn new(spans: impl Into<Arc<[Span]>>, counts: Vec<f64>) -> Self {
        Self { spans: spans.into(), counts }
    }

    /// The number of buckets.
    pub fn len(&self) -> usize {
        self.counts.len()
    }

    /// Whether there are no buckets.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// Index and count of each bucket, sorted by index.
    pub fn indexed(&self) -> IndexedCounts<'_> {
        IndexedCounts::new(&self.spans, &self.counts)
    }

    fn equals(&self, other: &Self) -> bool {
        (Arc::ptr_eq(&self.spans, &other.spans) || layout::spans_match(&self.spans, &other.spans))
            && self.counts.len() == other.counts.len()
            && self.counts.iter().zip(&other.counts).all(|(a, b)| same_bits(*a, *b))
    }
}

fn same_bits(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits()
}
