//! Iteration over buckets with their bounds.

use std::fmt;

use super::bounds::bucket_bound;
use super::{FloatHistogram, HistogramView, IndexedCounts, Span};
use promenade_go::math::log2;
use promenade_go::strconv::format_g;

/// A bucket of a native histogram.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Bucket {
    /// Lower bound.
    pub lower: f64,
    /// Upper bound.
    pub upper: f64,
    /// Whether the lower bound is included.
    pub lower_inclusive: bool,
    /// Whether the upper bound is included.
    pub upper_inclusive: bool,
    /// Observations in it.
    pub count: f64,
    /// Index in the schema; 0 for the zero bucket.
    pub idx: i32,
}

impl Bucket {
    /// The fraction of the bucket's width below `value`, which must lie inside of finite bounds: linear, or logarithmic
    /// for exponential buckets.
    pub fn fraction_below(&self, value: f64, linear: bool) -> f64 {
        if linear {
            return (value - self.lower) / (self.upper - self.lower);
        }
        let (lower, upper, v) = (log2(self.lower.abs()), log2(self.upper.abs()), log2(value.abs()));
        if value > 0.0 { (v - lower) / (upper - lower) } else { 1.0 - ((v - upper) / (lower - upper)) }
    }
}

impl fmt::Display for Bucket {
    /// `(1,2]:3`; the brackets show which bounds are inclusive.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let open = if self.lower_inclusive { '[' } else { '(' };
        let close = if self.upper_inclusive { ']' } else { ')' };
        write!(f, "{open}{},{}{close}:{}", format_g(self.lower), format_g(self.upper), format_g(self.count))
    }
}

/// Position and count of a bucket whose bounds are not yet computed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PlacedCount {
    place: Place,
    /// Observations in it.
    pub(crate) count: f64,
}

/// The position of a bucket.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    Negative(i32),
    Zero,
    /// Also custom buckets.
    Positive(i32),
}

/// Double-ended iterator over the buckets of a histogram, see [`HistogramView::buckets`].
#[derive(Debug, Clone)]
pub struct BucketIter<'a> {
    histogram: HistogramView<'a>,
    counts: PlacedCounts<'a>,
}

/// Double-ended iterator over positions and counts of the buckets of a histogram.
#[derive(Debug, Clone)]
pub(crate) struct PlacedCounts<'a> {
    negative: SignedCounts<'a>,
    zero: Option<f64>,
    positive: SignedCounts<'a>,
}

impl FloatHistogram {
    /// Same as [`HistogramView::buckets`].
    pub fn buckets(&self) -> BucketIter<'_> {
        HistogramView::from(self).buckets()
    }

    /// The positive or custom buckets in ascending order.
    pub fn positive_buckets(&self) -> impl DoubleEndedIterator<Item = Bucket> + use<'_> + Clone {
        HistogramView::from(self).positive_buckets()
    }

    /// The negative buckets in descending order, starting at the zero bucket.
    pub fn negative_buckets(&self) -> impl DoubleEndedIterator<Item = Bucket> + use<'_> + Clone {
        HistogramView::from(self).negative_buckets()
    }
}

impl<'a> HistogramView<'a> {
    /// Position and count of each of the [`buckets`](Self::buckets).
    pub(crate) fn placed_counts(&self) -> PlacedCounts<'a> {
        PlacedCounts {
            negative: self.negative.counts(),
            zero: Some(self.zero_count).filter(|count| *count > 0.0 && !self.uses_custom_buckets()),
            positive: self.positive.counts(),
        }
    }

    /// A bucket with its bounds. A bucket that overlaps the zero bucket is cut at its threshold.
    pub(crate) fn bucket(&self, PlacedCount { place, count }: PlacedCount) -> Bucket {
        let mut bucket = match place {
            Place::Zero => return self.zero_bucket(),
            Place::Negative(idx) => self.negative_bucket(idx, count),
            Place::Positive(idx) => self.positive_bucket(idx, count),
        };
        if bucket.upper < 0.0 && bucket.upper > -self.zero_threshold {
            bucket.upper = -self.zero_threshold;
        } else if bucket.lower > 0.0 && bucket.lower < self.zero_threshold {
            bucket.lower = self.zero_threshold;
        }
        bucket
    }

    /// The zero bucket; meaningless for custom buckets.
    pub(super) fn zero_bucket(&self) -> Bucket {
        Bucket {
            lower: -self.zero_threshold,
            upper: self.zero_threshold,
            lower_inclusive: true,
            upper_inclusive: true,
            count: self.zero_count,
            idx: 0,
        }
    }

    /// The positive or custom buckets in ascending order, uncut.
    pub(super) fn positive_buckets(self) -> impl DoubleEndedIterator<Item = Bucket> + use<'a> + Clone {
        self.positive.counts().map(move |(idx, count)| self.positive_bucket(idx, count))
    }

    /// The negative buckets in descending order, starting at the zero bucket, uncut.
    pub(super) fn negative_buckets(self) -> impl DoubleEndedIterator<Item = Bucket> + use<'a> + Clone {
        self.negative.counts().map(move |(idx, count)| self.negative_bucket(idx, count))
    }

    fn positive_bucket(&self, idx: i32, count: f64) -> Bucket {
        let (lower, upper) = (self.bound(idx.wrapping_sub(1)), self.bound(idx));
        self.bounded(idx, count, lower, upper)
    }

    fn negative_bucket(&self, idx: i32, count: f64) -> Bucket {
        let (lower, upper) = (-self.bound(idx), -self.bound(idx.wrapping_sub(1)));
        self.bounded(idx, count, lower, upper)
    }

    fn bound(&self, idx: i32) -> f64 {
        bucket_bound(idx, self.schema, self.custom_values)
    }

    fn bounded(&self, idx: i32, count: f64, lower: f64, upper: f64) -> Bucket {
        let (lower_inclusive, upper_inclusive) =
            if self.uses_custom_buckets() { (idx == 0, true) } else { (lower < 0.0, upper > 0.0) };
        Bucket { lower, upper, lower_inclusive, upper_inclusive, count, idx }
    }
}

impl<'a> BucketIter<'a> {
    pub(super) fn new(histogram: HistogramView<'a>) -> Self {
        Self { histogram, counts: histogram.placed_counts() }
    }
}

impl Iterator for BucketIter<'_> {
    type Item = Bucket;

    fn next(&mut self) -> Option<Bucket> {
        self.counts.next().map(|placed| self.histogram.bucket(placed))
    }
}

impl DoubleEndedIterator for BucketIter<'_> {
    fn next_back(&mut self) -> Option<Bucket> {
        self.counts.next_back().map(|placed| self.histogram.bucket(placed))
    }
}

impl PlacedCounts<'_> {
    fn negative((idx, count): (i32, f64)) -> PlacedCount {
        PlacedCount { place: Place::Negative(idx), count }
    }

    fn positive((idx, count): (i32, f64)) -> PlacedCount {
        PlacedCount { place: Place::Positive(idx), count }
    }

    fn take_zero(&mut self) -> Option<PlacedCount> {
        self.zero.take().map(|count| PlacedCount { place: Place::Zero, count })
    }
}

impl Iterator for PlacedCounts<'_> {
    type Item = PlacedCount;

    fn next(&mut self) -> Option<PlacedCount> {
        let negative = self.negative.next_back().map(Self::negative);
        negative.or_else(|| self.take_zero()).or_else(|| self.positive.next().map(Self::positive))
    }
}

impl DoubleEndedIterator for PlacedCounts<'_> {
    fn next_back(&mut self) -> Option<PlacedCount> {
        let positive = self.positive.next_back().map(Self::positive);
        positive.or_else(|| self.take_zero()).or_else(|| self.negative.next().map(Self::negative))
    }
}

/// Index and count of the present buckets of one sign, away from zero.
#[derive(Debug, Clone)]
pub(super) struct SignedCounts<'a> {
    counts: IndexedCounts<'a>,
    /// Whether empty buckets are skipped.
    is_sparse: bool,
}

impl<'a> SignedCounts<'a> {
    pub(super) fn new(spans: &'a [Span], counts: &'a [f64], is_sparse: bool) -> Self {
        Self { counts: IndexedCounts::new(spans, counts), is_sparse }
    }
}

impl Iterator for SignedCounts<'_> {
    type Item = (i32, f64);

    fn next(&mut self) -> Option<(i32, f64)> {
        if self.is_sparse { self.counts.find(|(_, count)| *count != 0.0) } else { self.counts.next() }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let (n, _) = self.counts.size_hint();
        (if self.is_sparse { 0 } else { n }, Some(n))
    }
}

impl DoubleEndedIterator for SignedCounts<'_> {
    fn next_back(&mut self) -> Option<(i32, f64)> {
        if self.is_sparse { self.counts.rfind(|(_, count)| *count != 0.0) } else { self.counts.next_back() }
    }
}
