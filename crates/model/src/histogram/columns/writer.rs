//! Writes the results of consecutive steps with one layout into one matrix.

use std::sync::Arc;

use super::{HistogramHead, HistogramLayout, HistogramRun, RowSum, SharedHistogram};

/// Collects histograms until the layout changes. Empty buckets are absent from results.
#[derive(Debug, Default)]
pub struct RunWriter {
    /// The layout of the input samples, and the open run, which is sparse.
    open: Option<(Arc<HistogramLayout>, HistogramRun)>,
    steps: Vec<u32>,
}

impl RunWriter {
    /// Appends the histogram of a step, computed from samples of a layout, for the caller to fill its buckets.
    #[inline]
    pub fn push(
        &mut self,
        step_idx: usize,
        layout: &Arc<HistogramLayout>,
        head: HistogramHead,
        out: &mut Vec<(u32, SharedHistogram)>,
    ) -> &mut [f64] {
        if !self.open.as_ref().is_some_and(|(known, _)| Arc::ptr_eq(known, layout) || known == layout) {
            self.finish(out);
        }
        self.steps.push(step_idx as u32);
        let new_run = || HistogramRun::new(Arc::new(HistogramLayout::clone(layout).into_sparse()), 0);
        self.open.get_or_insert_with(|| (layout.clone(), new_run())).1.push(head)
    }

    /// Appends `f` of each number of a sum; returns `false` and appends nothing if it turns a nonzero bucket into zero.
    pub fn push_sum(
        &mut self,
        step_idx: usize,
        sum: RowSum<'_>,
        f: impl Fn(f64) -> f64,
        out: &mut Vec<(u32, SharedHistogram)>,
    ) -> bool {
        let HistogramHead { zero_count, count, sum: total, .. } = sum.head;
        let head = HistogramHead { zero_count: f(zero_count), count: f(count), sum: f(total), ..sum.head };
        let is_exact = sum.write(self.push(step_idx, sum.layout, head, out), f);
        if !is_exact {
            self.pop();
        }
        is_exact
    }

    /// Removes the last histogram.
    fn pop(&mut self) {
        if let Some((_, run)) = &mut self.open {
            run.pop();
            self.steps.pop();
        }
    }

    /// Appends the collected histograms to a row.
    pub fn finish(&mut self, out: &mut Vec<(u32, SharedHistogram)>) {
        if let Some((_, run)) = self.open.take() {
            out.extend(self.steps.drain(..).zip(run.into_histograms()));
        }
    }
}
