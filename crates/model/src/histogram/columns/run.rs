//! Histograms of one layout as rows of a matrix.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::{HistogramLayout, SharedHistogram};
use crate::histogram::{CounterResetHint, FloatHistogram};

/// The numbers of a histogram outside of the positive and negative buckets.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct HistogramHead {
    /// The counter reset hint.
    pub counter_reset_hint: CounterResetHint,
    /// Observations in the zero bucket.
    pub zero_count: f64,
    /// All observations.
    pub count: f64,
    /// Sum of the observations.
    pub sum: f64,
}

/// Histograms of one layout: one head each, and a matrix with one row of bucket counts each.
#[derive(Debug, Clone)]
pub struct HistogramRun {
    layout: Arc<HistogramLayout>,
    heads: Vec<HistogramHead>,
    /// Row-major, [`HistogramLayout::width`] columns.
    buckets: Vec<f64>,
    /// Whether a store owns it, no matter how many queries read it.
    is_stored: bool,
}

impl HistogramRun {
    /// An empty run with the given capacity.
    pub fn new(layout: Arc<HistogramLayout>, capacity: usize) -> Self {
        let buckets = Vec::with_capacity(capacity * layout.width());
        Self { layout, heads: Vec::with_capacity(capacity), buckets, is_stored: false }
    }

    /// Appends a histogram with zero buckets, for the caller to fill.
    #[inline]
    pub fn push(&mut self, head: HistogramHead) -> &mut [f64] {
        self.heads.push(head);
        let start = self.buckets.len();
        self.buckets.resize(start + self.layout.width(), 0.0);
        &mut self.buckets[start..]
    }

    /// Replaces the head of the last histogram.
    pub(super) fn set_last_head(&mut self, head: HistogramHead) {
        if let Some(last) = self.heads.last_mut() {
            *last = head;
        }
    }

    /// Removes the last histogram.
    pub fn pop(&mut self) {
        if self.heads.pop().is_some() {
            self.buckets.truncate(self.heads.len() * self.layout.width());
        }
    }

    /// The common layout.
    pub fn layout(&self) -> &Arc<HistogramLayout> {
        &self.layout
    }

    /// The number of histograms.
    pub fn len(&self) -> usize {
        self.heads.len()
    }

    /// Whether the run is empty.
    pub fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }

    /// The heads of all histograms.
    pub fn heads(&self) -> &[HistogramHead] {
        &self.heads
    }

    /// The buckets of a histogram: the positive ones, then the negative ones from zero downwards.
    #[inline]
    pub fn row(&self, row: usize) -> &[f64] {
        let width = self.layout.width();
        &self.buckets[row * width..][..width]
    }

    /// Size in bytes.
    pub fn n_bytes(&self) -> usize {
        size_of::<Self>()
            + self.layout.n_bytes()
            + self.heads.capacity() * size_of::<HistogramHead>()
            + self.buckets.capacity() * size_of::<f64>()
    }

    /// Bytes that count towards a query's memory: 0 if a store owns the run.
    pub fn n_query_bytes(&self) -> usize {
        if self.is_stored { 0 } else { self.n_bytes() }
    }

    /// The histograms.
    pub fn into_histograms(self) -> impl Iterator<Item = SharedHistogram> {
        let n = self.len() as u32;
        let run = Arc::new(self);
        (0..n).map(move |row| SharedHistogram { run: run.clone(), row })
    }
}

impl HistogramHead {
    /// The head of a histogram.
    pub fn of(histogram: &FloatHistogram) -> Self {
        let FloatHistogram { counter_reset_hint, zero_count, count, sum, .. } = *histogram;
        Self { counter_reset_hint, zero_count, count, sum }
    }
}

/// Collects the histograms of a store into runs and deduplicates layouts.
#[derive(Debug, Default)]
pub struct RunGatherer {
    layouts: FxHashSet<Arc<HistogramLayout>>,
}

impl RunGatherer {
    /// Copies histograms, with neighbours of the same layout in one run.
    pub fn gather(&mut self, histograms: &[SharedHistogram]) -> Vec<SharedHistogram> {
        let mut out = Vec::with_capacity(histograms.len());
        for same in histograms.chunk_by(|a, b| a.shares_run(b) || a.layout() == b.layout()) {
            let layout = self.shared(same[0].layout());
            let mut run = HistogramRun::new(layout, same.len());
            for histogram in same {
                run.push(histogram.head()).copy_from_slice(histogram.buckets());
            }
            run.is_stored = true;
            out.extend(run.into_histograms());
        }
        out
    }

    fn shared(&mut self, layout: &Arc<HistogramLayout>) -> Arc<HistogramLayout> {
        if let Some(known) = self.layouts.get(layout) {
            return known.clone();
        }
        self.layouts.insert(layout.clone());
        layout.clone()
    }
}
