//! The number of samples that a histogram counts as.
//!
//! Prometheus counts a histogram as the number of 16-byte float samples that would take the same memory.

use std::sync::Arc;

use super::{FloatHistogram, HistogramLayout, SharedHistogram};

/// Size in bytes of a histogram without spans, buckets and bounds.
const EMPTY_BYTES: u64 = 168;
/// Size in bytes of a span, a bucket or a bound.
const ITEM_BYTES: u64 = 8;
/// Size in bytes of a timestamp.
const TIMESTAMP_BYTES: u64 = 8;
/// Size in bytes of a float sample.
const SAMPLE_BYTES: u64 = 16;

impl HistogramLayout {
    /// Size in bytes of a histogram of this layout, empty buckets included.
    fn n_histogram_bytes(&self) -> u64 {
        let n_spans = self.positive_spans().len() + self.negative_spans().len();
        n_bytes(n_spans + self.width() + self.custom_values().len())
    }
}

impl SharedHistogram {
    /// The number of samples that the histogram counts as in a range vector.
    pub fn n_point_samples(&self) -> u64 {
        (self.n_bytes() + TIMESTAMP_BYTES) / SAMPLE_BYTES
    }

    /// The number of samples that the histogram counts as in an instant vector.
    pub fn n_vector_samples(&self) -> u64 {
        self.n_bytes() / SAMPLE_BYTES + 1
    }

    fn n_bytes(&self) -> u64 {
        if self.layout().is_sparse() { n_float_bytes(&self.to_float()) } else { self.layout().n_histogram_bytes() }
    }
}

/// Computes sizes of consecutive histograms, and reuses the size while the layout stays the same.
#[derive(Debug, Default)]
pub struct PointSizes {
    last: Option<(Arc<HistogramLayout>, u64)>,
}

impl PointSizes {
    /// The number of samples that the histograms count as in a range vector.
    pub fn sum<'a>(histograms: impl IntoIterator<Item = &'a SharedHistogram>) -> u64 {
        let mut size = Self::default();
        histograms.into_iter().map(|histogram| size.of(histogram)).sum()
    }

    /// The number of samples that the histogram counts as in a range vector.
    #[inline]
    pub fn of(&mut self, histogram: &SharedHistogram) -> u64 {
        match &self.last {
            Some((layout, n)) if Arc::ptr_eq(layout, histogram.layout()) => *n,
            _ => self.first_of(histogram),
        }
    }

    fn first_of(&mut self, histogram: &SharedHistogram) -> u64 {
        let n = histogram.n_point_samples();
        // Rows of a sparse layout differ in their present buckets.
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
