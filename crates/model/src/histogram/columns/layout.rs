//! The common layout of the histograms of a run.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::HistogramHead;
use crate::histogram::bounds::exponential_bound;
use crate::histogram::{Buckets, FloatHistogram, Span, is_exponential_schema};

/// Everything that determines the positions of the buckets of a run's histograms.
#[derive(Debug, Clone)]
pub struct HistogramLayout {
    schema: i32,
    zero_threshold: f64,
    pub(super) positive: Arc<[Span]>,
    pub(super) negative: Arc<[Span]>,
    custom_values: Arc<[f64]>,
    pub(super) n_positive: usize,
    pub(super) n_negative: usize,
    is_sparse: bool,
}

impl HistogramLayout {
    /// The layout of a histogram.
    pub fn of(histogram: &FloatHistogram) -> Self {
        let FloatHistogram { schema, zero_threshold, positive, negative, custom_values, .. } = histogram;
        Self {
            schema: *schema,
            zero_threshold: *zero_threshold,
            positive: positive.spans.clone(),
            negative: negative.spans.clone(),
            custom_values: custom_values.clone(),
            n_positive: positive.len(),
            n_negative: negative.len(),
            is_sparse: false,
        }
    }

    /// The layout of a schema, without buckets.
    pub fn without_buckets(schema: i32) -> Self {
        Self::of(&FloatHistogram { schema, ..FloatHistogram::default() })
    }

    /// The same layout as sparse: a bucket whose count is zero is absent from that histogram.
    #[must_use]
    pub fn into_sparse(mut self) -> Self {
        self.is_sparse = true;
        self
    }

    /// −4..8, or [`CUSTOM_BUCKETS_SCHEMA`](crate::histogram::CUSTOM_BUCKETS_SCHEMA).
    pub fn schema(&self) -> i32 {
        self.schema
    }

    /// Half the width of the zero bucket.
    pub fn zero_threshold(&self) -> f64 {
        self.zero_threshold
    }

    /// The number of buckets of both signs, which is the number of columns of the matrix.
    pub fn width(&self) -> usize {
        self.n_positive + self.n_negative
    }

    /// The number of positive or custom buckets, which come before the negative ones.
    pub fn n_positive(&self) -> usize {
        self.n_positive
    }

    /// The spans of the positive or custom buckets.
    pub fn positive_spans(&self) -> &[Span] {
        &self.positive
    }

    /// The spans of the negative buckets.
    pub fn negative_spans(&self) -> &[Span] {
        &self.negative
    }

    /// Whether buckets with a count of zero are absent.
    pub fn is_sparse(&self) -> bool {
        self.is_sparse
    }

    /// Upper bounds of custom buckets.
    pub fn custom_values(&self) -> &Arc<[f64]> {
        &self.custom_values
    }

    /// Whether histograms of both layouts can be added bucket by bucket without reconciliation.
    pub fn has_grid_of(&self, other: &Self) -> bool {
        self.schema == other.schema
            && self.zero_threshold == other.zero_threshold
            && (Arc::ptr_eq(&self.custom_values, &other.custom_values) || self.custom_values == other.custom_values)
            && !self.reaches_into_zero()
            && !other.reaches_into_zero()
    }

    /// Whether a bucket lies within the zero bucket, so that sums skip it.
    pub fn reaches_into_zero(&self) -> bool {
        let first = |spans: &[Span]| spans.iter().find(|s| s.length > 0).map(|_| first_idx(spans));
        self.zero_threshold > 0.0
            && is_exponential_schema(self.schema)
            && [&self.positive, &self.negative]
                .into_iter()
                .filter_map(|spans| first(spans))
                .any(|idx| exponential_bound(idx, self.schema) <= self.zero_threshold)
    }

    /// A histogram of this layout, empty buckets included.
    pub(in crate::histogram) fn histogram(&self, head: HistogramHead, buckets: &[f64]) -> FloatHistogram {
        let HistogramHead { counter_reset_hint, zero_count, count, sum } = head;
        let (positive, negative) = buckets.split_at(self.n_positive.min(buckets.len()));
        FloatHistogram {
            counter_reset_hint,
            schema: self.schema,
            zero_threshold: self.zero_threshold,
            zero_count,
            count,
            sum,
            positive: Buckets { spans: self.positive.clone(), counts: positive.to_vec() },
            negative: Buckets { spans: self.negative.clone(), counts: negative.to_vec() },
            custom_values: self.custom_values.clone(),
        }
    }

    /// The same layout with other positive and negative buckets.
    pub(super) fn with_buckets(&self, [positive, negative]: [Arc<[Span]>; 2]) -> Self {
        let (n_positive, n_negative) = (n_buckets(&positive), n_buckets(&negative));
        Self { positive, negative, n_positive, n_negative, ..self.clone() }
    }

    /// Size in bytes, spans and bounds included.
    pub fn n_bytes(&self) -> usize {
        size_of::<Self>() + (self.positive.len() + self.negative.len() + self.custom_values.len()) * 8
    }
}

/// The number of buckets in spans.
pub(super) fn n_buckets(spans: &[Span]) -> usize {
    spans.iter().map(|span| span.length as usize).sum()
}

/// The index of the first bucket.
fn first_idx(spans: &[Span]) -> i32 {
    let n_empty = spans.iter().take_while(|span| span.length == 0).count();
    spans[..(n_empty + 1).min(spans.len())].iter().fold(0_i32, |idx, span| idx.wrapping_add(span.offset))
}

fn same_slice<T: PartialEq>(a: &Arc<[T]>, b: &Arc<[T]>) -> bool {
    Arc::ptr_eq(a, b) || a == b
}

impl PartialEq for HistogramLayout {
    fn eq(&self, other: &Self) -> bool {
        self.schema == other.schema
            && self.zero_threshold.to_bits() == other.zero_threshold.to_bits()
            && (self.n_positive, self.n_negative, self.is_sparse)
                == (other.n_positive, other.n_negative, other.is_sparse)
            && same_slice(&self.positive, &other.positive)
            && same_slice(&self.negative, &other.negative)
            && same_slice(&self.custom_values, &other.custom_values)
    }
}

impl Eq for HistogramLayout {}

impl Hash for HistogramLayout {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.schema, self.n_positive, self.n_negative, &self.positive, &self.negative).hash(state);
    }
}
