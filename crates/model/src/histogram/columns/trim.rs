//! The operators `</` and `>/` on histograms in runs.

use std::sync::Arc;

use super::{HistogramHead, HistogramLayout, HistogramRun, SharedHistogram};
use crate::histogram::trim::Trimmed;
use crate::histogram::{HistogramView, TrimSide};

impl SharedHistogram {
    /// Same as [`FloatHistogram::trim`](crate::FloatHistogram::trim), each histogram with the value for its index.
    pub fn trimmed(histograms: &[Self], side: TrimSide, value_of: impl Fn(usize) -> f64) -> Vec<Self> {
        let mut out = Vec::with_capacity(histograms.len());
        for same in histograms.chunk_by(Self::shares_run) {
            let layout = HistogramLayout::clone(same[0].layout()).into_sparse();
            let mut run = HistogramRun::new(Arc::new(layout), same.len());
            let first_idx = out.len();
            let is_cut: Vec<bool> = same
                .iter()
                .enumerate()
                .map(|(i, one)| push_trimmed(&mut run, one, side, value_of(first_idx + i)))
                .collect();
            let mut cut = run.into_histograms();
            out.extend(same.iter().zip(is_cut).map(|(whole, is_cut)| {
                let cut = if is_cut { cut.next() } else { None };
                cut.unwrap_or_else(|| whole.clone())
            }));
        }
        out
    }
}

/// Appends the trimmed histogram; returns `false` and appends nothing if it is unchanged.
fn push_trimmed(run: &mut HistogramRun, histogram: &SharedHistogram, side: TrimSide, value: f64) -> bool {
    let n_positive = histogram.layout().n_positive();
    let head = histogram.head_of_operand();
    let row = run.push(head);
    row.copy_from_slice(histogram.buckets());
    let (positive, negative) = row.split_at_mut(n_positive.min(histogram.buckets().len()));
    let trimmed = HistogramView::from(histogram).dense().trim(value, side, positive, negative);
    match trimmed {
        Some(Trimmed { zero_count, count, sum }) => {
            run.set_last_head(HistogramHead { zero_count, count, sum, ..head });
        }
        // Custom buckets have no zero bucket: its count is dropped in any case.
        None if head.zero_count.to_bits() != histogram.head().zero_count.to_bits() => {}
        None => {
            run.pop();
            return false;
        }
    }
    true
}
