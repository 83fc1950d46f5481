//! A borrowed histogram, stand-alone or a row of a run.

use super::buckets::SignedCounts;
use super::{BucketIter, CUSTOM_BUCKETS_SCHEMA, FloatHistogram, HistogramHead, SharedHistogram, Span};

/// A borrowed view of a histogram.
#[derive(Debug, Clone, Copy)]
pub struct HistogramView<'a> {
    pub(crate) schema: i32,
    pub(crate) zero_threshold: f64,
    pub(crate) zero_count: f64,
    pub(crate) count: f64,
    pub(crate) sum: f64,
    pub(super) positive: SideView<'a>,
    pub(super) negative: SideView<'a>,
    pub(super) custom_values: &'a [f64],
}

/// The buckets of one sign.
#[derive(Debug, Clone, Copy)]
pub(super) struct SideView<'a> {
    pub(super) spans: &'a [Span],
    pub(super) counts: &'a [f64],
    /// Whether buckets with a count of zero are absent.
    pub(super) is_sparse: bool,
}

impl<'a> HistogramView<'a> {
    /// All buckets in ascending order, empty ones included except the zero bucket. A bucket that overlaps the zero
    /// bucket is cut at its threshold. `rev()` iterates in descending order.
    pub fn buckets(&self) -> BucketIter<'a> {
        BucketIter::new(*self)
    }

    /// The same histogram with the empty buckets of its layout.
    pub(super) fn dense(mut self) -> Self {
        (self.positive.is_sparse, self.negative.is_sparse) = (false, false);
        self
    }

    /// Whether it has custom buckets.
    pub fn uses_custom_buckets(&self) -> bool {
        self.schema == CUSTOM_BUCKETS_SCHEMA
    }

    /// Whether there is a positive bucket, empty or not.
    pub(crate) fn has_positive(&self) -> bool {
        self.positive.counts().next().is_some()
    }

    /// Whether there is a negative bucket, empty or not.
    pub(crate) fn has_negative(&self) -> bool {
        self.negative.counts().next().is_some()
    }
}

impl<'a> SideView<'a> {
    /// Index and count of each present bucket.
    pub(super) fn counts(&self) -> SignedCounts<'a> {
        SignedCounts::new(self.spans, self.counts, self.is_sparse)
    }
}

impl<'a> From<&'a FloatHistogram> for HistogramView<'a> {
    fn from(histogram: &'a FloatHistogram) -> Self {
        let FloatHistogram { schema, zero_threshold, zero_count, count, sum, positive, negative, .. } = histogram;
        Self {
            schema: *schema,
            zero_threshold: *zero_threshold,
            zero_count: *zero_count,
            count: *count,
            sum: *sum,
            positive: SideView { spans: &positive.spans, counts: &positive.counts, is_sparse: false },
            negative: SideView { spans: &negative.spans, counts: &negative.counts, is_sparse: false },
            custom_values: &histogram.custom_values,
        }
    }
}

impl<'a> From<&'a SharedHistogram> for HistogramView<'a> {
    fn from(histogram: &'a SharedHistogram) -> Self {
        let (layout, buckets) = (histogram.layout(), histogram.buckets());
        let HistogramHead { zero_count, count, sum, .. } = histogram.head();
        let (positive, negative) = buckets.split_at(layout.n_positive().min(buckets.len()));
        let side = |spans, counts| SideView { spans, counts, is_sparse: layout.is_sparse() };
        Self {
            schema: layout.schema(),
            zero_threshold: layout.zero_threshold(),
            zero_count,
            count,
            sum,
            positive: side(layout.positive_spans(), positive),
            negative: side(layout.negative_spans(), negative),
            custom_values: layout.custom_values(),
        }
    }
}
