//! Multiplication and division of histograms in runs.

use std::sync::Arc;

use super::{HistogramHead, HistogramLayout, HistogramRun, SharedHistogram};
use crate::histogram::CounterResetHint;

/// The factor or divisor of all counts and the sum of a histogram.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Factor {
    /// Multiply.
    Times(f64),
    /// Divide.
    By(f64),
}

impl Factor {
    fn of(self, value: f64) -> f64 {
        match self {
            Self::Times(factor) => value * factor,
            Self::By(divisor) => value / divisor,
        }
    }

    fn is_negative(self) -> bool {
        let (Self::Times(v) | Self::By(v)) = self;
        v < 0.0
    }

    /// Whether empty buckets stay empty and none disappears.
    fn keeps_empty(self) -> bool {
        match self {
            Self::Times(factor) => factor.is_finite(),
            Self::By(divisor) => divisor != 0.0 && !divisor.is_nan(),
        }
    }
}

impl SharedHistogram {
    /// Histograms scaled by the factor for their index; the layout is kept.
    pub fn scaled(histograms: &[Self], factor_of: impl Fn(usize) -> Factor) -> Vec<Self> {
        scaled(histograms, factor_of, Arc::clone)
    }

    /// Same as [`scaled`](Self::scaled), then [compacted](crate::FloatHistogram::compact).
    pub fn scaled_compact(histograms: &[Self], factor_of: impl Fn(usize) -> Factor) -> Vec<Self> {
        if (0..histograms.len()).all(|i| factor_of(i).keeps_empty()) {
            return scaled(histograms, factor_of, |layout| Arc::new(HistogramLayout::clone(layout).into_sparse()));
        }
        let each = |(i, histogram): (usize, &Self)| {
            let mut scaled = histogram.to_float();
            match factor_of(i) {
                Factor::Times(factor) => scaled.mul(factor),
                Factor::By(divisor) => scaled.div(divisor),
            }
            scaled.compact(0);
            scaled.into()
        };
        histograms.iter().enumerate().map(each).collect()
    }
}

fn scaled(
    histograms: &[SharedHistogram],
    factor_of: impl Fn(usize) -> Factor,
    layout_of: impl Fn(&Arc<HistogramLayout>) -> Arc<HistogramLayout>,
) -> Vec<SharedHistogram> {
    let mut out = Vec::with_capacity(histograms.len());
    for same in histograms.chunk_by(SharedHistogram::shares_run) {
        let mut run = HistogramRun::new(layout_of(same[0].layout()), same.len());
        for histogram in same {
            let factor = factor_of(out.len() + run.len());
            let row = run.push(scaled_head(histogram.head_of_operand(), factor));
            row.iter_mut().zip(histogram.buckets()).for_each(|(out, count)| *out = factor.of(*count));
        }
        out.extend(run.into_histograms());
    }
    out
}

fn scaled_head(head: HistogramHead, factor: Factor) -> HistogramHead {
    let HistogramHead { counter_reset_hint, zero_count, count, sum } = head;
    let counter_reset_hint = if factor.is_negative() { CounterResetHint::Gauge } else { counter_reset_hint };
    HistogramHead {
        counter_reset_hint,
        zero_count: factor.of(zero_count),
        count: factor.of(count),
        sum: factor.of(sum),
    }
}
