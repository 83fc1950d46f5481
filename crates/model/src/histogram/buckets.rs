//! Buckets with their bounds, and walking along them.

use std::fmt;
use std::iter::{Chain, Rev};
use std::option;

use super::bounds::bucket_bound;
use super::{CUSTOM_BUCKETS_SCHEMA, FloatHistogram, IndexedCounts};
use crate::float::format_g;
use crate::go_math::log2;

/// A bucket of a native histogram.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Bucket {
    /// Lower bound.
    pub lower: f64,
    /// Upper bound.
    pub upper: f64,
    /// Whether an observation at the lower bound is in it.
    pub lower_inclusive: bool,
    /// Whether an observation at the upper bound is in it.
    pub upper_inclusive: bool,
    /// Observations in it.
    pub count: f64,
    /// Index in the schema; 0 for the zero bucket.
    pub idx: i32,
}

impl Bucket {
    /// The part of the bucket's width below `value`, which must lie inside of finite bounds: on a linear scale, or on
    /// the logarithmic one of exponential buckets.
    pub fn fraction_below(&self, value: f64, linear: bool) -> f64 {
        if linear {
            return (value - self.lower) / (self.upper - self.lower);
        }
        let (lower, upper, v) = (log2(self.lower.abs()), log2(self.upper.abs()), log2(value.abs()));
        if value > 0.0 { (v - lower) / (upper - lower) } else { 1.0 - ((v - upper) / (lower - upper)) }
    }
}

impl fmt::Display for Bucket {
    /// `(1,2]:3`, brackets showing which bounds are inclusive.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let open = if self.lower_inclusive { '[' } else { '(' };
        let close = if self.upper_inclusive { ']' } else { ')' };
        write!(f, "{open}{},{}{close}:{}", format_g(self.lower), format_g(self.upper), format_g(self.count))
    }
}

/// The buckets of a histogram from both ends, see [`FloatHistogram::buckets`].
#[derive(Debug, Clone)]
pub struct BucketIter<'a> {
    inner: Chain<Chain<Rev<SignedBuckets<'a>>, option::IntoIter<Bucket>>, SignedBuckets<'a>>,
    zero_threshold: f64,
}

impl FloatHistogram {
    /// All buckets in ascending order, empty ones too but for the zero bucket; a bucket that reaches into the zero
    /// bucket is cut at its threshold. `rev()` gives them in descending order.
    pub fn buckets(&self) -> BucketIter<'_> {
        let zero = (self.zero_count > 0.0 && !self.uses_custom_buckets()).then(|| self.zero_bucket());
        BucketIter {
            inner: self.signed_negative().rev().chain(zero).chain(self.signed_positive()),
            zero_threshold: self.zero_threshold,
        }
    }

    /// The positive or custom buckets in ascending order.
    pub fn positive_buckets(&self) -> impl DoubleEndedIterator<Item = Bucket> + use<'_> + Clone {
        self.signed_positive()
    }

    /// The negative buckets in descending order, beginning next to the zero bucket.
    pub fn negative_buckets(&self) -> impl DoubleEndedIterator<Item = Bucket> + use<'_> + Clone {
        self.signed_negative()
    }

    /// The zero bucket; meaningless for custom buckets, which have none.
    pub fn zero_bucket(&self) -> Bucket {
        Bucket {
            lower: -self.zero_threshold,
            upper: self.zero_threshold,
            lower_inclusive: true,
            upper_inclusive: true,
            count: self.zero_count,
            idx: 0,
        }
    }

    fn signed_positive(&self) -> SignedBuckets<'_> {
        SignedBuckets {
            counts: self.positive.indexed(),
            schema: self.schema,
            custom_values: &self.custom_values,
            is_positive: true,
        }
    }

    fn signed_negative(&self) -> SignedBuckets<'_> {
        SignedBuckets {
            counts: self.negative.indexed(),
            schema: self.schema,
            custom_values: &self.custom_values,
            is_positive: false,
        }
    }
}

impl BucketIter<'_> {
    fn cut(&self, mut bucket: Bucket) -> Bucket {
        if bucket.upper < 0.0 && bucket.upper > -self.zero_threshold {
            bucket.upper = -self.zero_threshold;
        } else if bucket.lower > 0.0 && bucket.lower < self.zero_threshold {
            bucket.lower = self.zero_threshold;
        }
        bucket
    }
}

impl Iterator for BucketIter<'_> {
    type Item = Bucket;

    fn next(&mut self) -> Option<Bucket> {
        self.inner.next().map(|bucket| self.cut(bucket))
    }
}

impl DoubleEndedIterator for BucketIter<'_> {
    fn next_back(&mut self) -> Option<Bucket> {
        self.inner.next_back().map(|bucket| self.cut(bucket))
    }
}

/// The buckets of one sign away from zero.
#[derive(Debug, Clone)]
struct SignedBuckets<'a> {
    counts: IndexedCounts<'a>,
    schema: i32,
    custom_values: &'a [f64],
    is_positive: bool,
}

impl SignedBuckets<'_> {
    fn bucket(&self, (idx, count): (i32, f64)) -> Bucket {
        let outer = bucket_bound(idx, self.schema, self.custom_values);
        let inner = bucket_bound(idx.wrapping_sub(1), self.schema, self.custom_values);
        let (lower, upper) = if self.is_positive { (inner, outer) } else { (-outer, -inner) };
        let (lower_inclusive, upper_inclusive) =
            if self.schema == CUSTOM_BUCKETS_SCHEMA { (idx == 0, true) } else { (lower < 0.0, upper > 0.0) };
        Bucket { lower, upper, lower_inclusive, upper_inclusive, count, idx }
    }
}

impl Iterator for SignedBuckets<'_> {
    type Item = Bucket;

    fn next(&mut self) -> Option<Bucket> {
        self.counts.next().map(|item| self.bucket(item))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.counts.size_hint()
    }
}

impl DoubleEndedIterator for SignedBuckets<'_> {
    fn next_back(&mut self) -> Option<Bucket> {
        self.counts.next_back().map(|item| self.bucket(item))
    }
}
