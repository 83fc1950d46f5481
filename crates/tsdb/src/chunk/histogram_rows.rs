//! Where decoded histograms go: rows of runs of one layout.

use std::sync::Arc;

use promenade_model::histogram::{
    FloatHistogram, HistogramHead, HistogramLayout, HistogramRun, MAX_EXPONENTIAL_SCHEMA, SharedHistogram,
    is_valid_schema,
};
use promenade_model::value::is_stale_nan;

use super::bits::BitReader;
use super::histogram_layout;
use crate::Corruption;

/// Collects the histograms of a chunk. A stale marker has no buckets and no layout, as Prometheus gives it.
pub(super) struct HistogramRows<'a> {
    layout: Arc<HistogramLayout>,
    run: HistogramRun,
    stale: Option<SharedHistogram>,
    out: &'a mut Vec<SharedHistogram>,
}

impl<'a> HistogramRows<'a> {
    /// Reads the layout, and makes room for as many histograms as can be in the bits that are left.
    pub(super) fn read(
        bits: &mut BitReader<'_>,
        bucket_size: usize,
        n_claimed: usize,
        out: &'a mut Vec<SharedHistogram>,
    ) -> Result<Self, Corruption> {
        let layout = Arc::new(histogram_layout::read(bits, bucket_size)?);
        let n = n_claimed.min(bits.n_left() / layout.width().max(1));
        Ok(Self { run: HistogramRun::new(layout.clone(), n), layout, stale: None, out })
    }

    /// The number of positive or custom buckets, which come before the negative ones.
    pub(super) fn n_positive(&self) -> usize {
        self.layout.n_positive()
    }

    /// The number of buckets.
    pub(super) fn width(&self) -> usize {
        self.layout.width()
    }

    /// Appends a histogram. Its buckets, which are zero, are to be filled; a stale marker has none.
    pub(super) fn push(&mut self, head: HistogramHead) -> Option<&mut [f64]> {
        if is_stale_nan(head.sum) {
            self.flush();
            let stale = self.stale.get_or_insert_with(|| SharedHistogram::from(&FloatHistogram::stale()));
            self.out.push(stale.clone());
            return None;
        }
        Some(self.run.push(head))
    }

    fn flush(&mut self) {
        if !self.run.is_empty() {
            let run = std::mem::replace(&mut self.run, HistogramRun::new(self.layout.clone(), 0));
            self.out.extend(run.into_histograms());
        }
    }

    /// Appends what was collected. Schemas of servers to come are reduced to the highest of today.
    pub(super) fn finish(mut self, start: usize) -> Result<(), Corruption> {
        self.flush();
        if is_valid_schema(self.layout.schema()) {
            return Ok(());
        }
        for histogram in &mut self.out[start..] {
            if !histogram.is_stale() {
                *histogram = reduced(histogram)?;
            }
        }
        Ok(())
    }
}

fn reduced(histogram: &SharedHistogram) -> Result<SharedHistogram, Corruption> {
    let reduced = histogram.to_float().with_schema(MAX_EXPONENTIAL_SCHEMA);
    reduced.map(SharedHistogram::from).map_err(|e| Corruption::new(0, e.to_string()))
}
