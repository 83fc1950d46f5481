//! How many samples a histogram counts for.
//!
//! Prometheus counts a histogram as the float samples of 16 bytes that would fit into its memory.

use std::sync::Arc;

use super::{FloatHistogram, HistogramLayout, SharedHistogram};

/// Bytes of a histogram without spans, buckets and bounds.
const EMPTY_BYTES: u64 = 168;
/// Bytes of a span, a bucket or a bound.
const ITEM_BYTES: u64 = 8;
/// Bytes of a timestamp.
const TIMESTAMP_BYTES: u64 = 8;
/// Bytes of a float sample.
const SAMPLE_BYTES: u64 = 16;

impl HistogramLayout {
    /// Bytes of a histogram of this layout, empty buckets included.
    fn n_histogram_bytes(&self) -> u64 {
        let n_spans = self.positive_spans().len() + self.negative_spans().len();
        n_bytes(n_spans + self.width() + self.custom_values().len())
    }
}

impl SharedHistogram {
    /// How many samples the histogram counts for as a point of a series.
    pub fn n_point_samples(&self) -> u64 {
        (self.n_bytes() + TIMESTAMP_BYTES) / SAMPLE_BYTES
    }

    /// How many samples the histogram counts for as a sample of an instant vector.
    pub fn n_vector_samples(&self) -> u64 {
        self.n_bytes() / SAMPLE_BYTES + 1
    }

    fn n_bytes(&self) -> u64 {
        if self.layout().is_sparse() { n_float_bytes(&self.to_float()) } else { self.layout().n_histogram_bytes() }
    }
}

/// Sizes histograms one after the other. Those of one layout that follow each other are sized once.
#[derive(Debug, Default)]
pub struct PointSizes {
    last: Option<(Arc<HistogramLayout>, u64)>,
}

impl PointSizes {
    /// How many samples the histograms count for together as points of a series.
    pub fn sum<'a>(histograms: impl IntoIterator<Item = &'a SharedHistogram>) -> u64 {
        let mut size = Self::default();
        histograms.into_iter().map(|histogram| size.of(histogram)).sum()
    }

    /// How many samples the histogram counts for as a point of a series.
    #[inline]
    pub fn of(&mut self, histogram: &SharedHistogram) -> u64 {
        match &self.last {
            Some((layout, n)) if Arc::ptr_eq(layout, histogram.layout()) => *n,
            _ => self.first_of(histogram),
        }
    }

    fn first_of(&mut self, histogram: &SharedHistogram) -> u64 {
        let n = histogram.n_point_samples();
        // The rows of a sparse layout differ in the buckets that are there.
        self.last = (!histogram.layout().is_sparse()).then(|| (histogram.layout().clone(), n));
        n
    }
}

fn n_float_bytes(histogram: &FloatHistogram) -> u64 {
    let FloatHistogram { positive, negative, custom_values, .. } = histogram;
    n_bytes(positive.spans.len() + negative.spans.len() + positive.len() + negative.len() + custom_values.len())
}

fn n_bytes(n_items: usize) -> u64 {
    EMPTY_BYTES + ITEM_BYTES * n_items as u64
}
