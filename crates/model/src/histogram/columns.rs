//! Histograms of one layout stored as rows of a matrix, with a single copy of the layout.

mod compare;
mod layout;
mod run;
mod scale;
mod sum;
mod trim;
mod union;
mod writer;

use std::fmt;
use std::sync::Arc;

pub use self::layout::HistogramLayout;
pub use self::run::{HistogramHead, HistogramRun, RunGatherer};
pub use self::scale::Factor;
pub use self::sum::RowSum;
pub use self::union::BucketRange;
pub use self::writer::RunWriter;
use super::{CUSTOM_BUCKETS_SCHEMA, CounterResetHint, FloatHistogram};
use crate::value::is_stale_nan;

/// A histogram that is a row of a run. Clones share the immutable run.
#[derive(Clone)]
pub struct SharedHistogram {
    run: Arc<HistogramRun>,
    row: u32,
}

impl SharedHistogram {
    /// The run that contains it.
    #[inline]
    pub fn run(&self) -> &Arc<HistogramRun> {
        &self.run
    }

    /// The index of its row in the run.
    #[inline]
    pub fn row(&self) -> usize {
        self.row as usize
    }

    /// Whether both are rows of the same run.
    #[inline]
    pub fn shares_run(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.run, &other.run)
    }

    /// The positions of its buckets.
    #[inline]
    pub fn layout(&self) -> &Arc<HistogramLayout> {
        self.run.layout()
    }

    /// Count, sum, zero bucket and hint.
    #[inline]
    pub fn head(&self) -> HistogramHead {
        self.run.heads()[self.row as usize]
    }

    /// The head as an operand of arithmetic, without a zero count if buckets are custom.
    pub fn head_of_operand(&self) -> HistogramHead {
        let head = self.head();
        let zero_count = if self.uses_custom_buckets() { 0.0 } else { head.zero_count };
        HistogramHead { zero_count, ..head }
    }

    /// The counts of the positive buckets, then of the negative ones.
    #[inline]
    pub fn buckets(&self) -> &[f64] {
        self.run.row(self.row as usize)
    }

    /// All observations.
    #[inline]
    pub fn count(&self) -> f64 {
        self.head().count
    }

    /// Sum of the observations.
    #[inline]
    pub fn sum(&self) -> f64 {
        self.head().sum
    }

    /// The counter reset hint.
    #[inline]
    pub fn counter_reset_hint(&self) -> CounterResetHint {
        self.head().counter_reset_hint
    }

    /// Whether it is a stale marker.
    #[inline]
    pub fn is_stale(&self) -> bool {
        is_stale_nan(self.sum())
    }

    /// Whether it has custom buckets.
    pub fn uses_custom_buckets(&self) -> bool {
        self.layout().schema() == CUSTOM_BUCKETS_SCHEMA
    }

    /// A stand-alone copy.
    pub fn to_float(&self) -> FloatHistogram {
        let mut histogram = self.layout().histogram(self.head(), self.buckets());
        if self.layout().is_sparse() {
            histogram.compact(0);
        }
        histogram
    }

    /// The same histogram with another hint.
    #[must_use]
    pub fn with_hint(&self, counter_reset_hint: CounterResetHint) -> Self {
        let mut run = HistogramRun::new(self.layout().clone(), 1);
        run.push(HistogramHead { counter_reset_hint, ..self.head() }).copy_from_slice(self.buckets());
        Self { run: Arc::new(run), row: 0 }
    }
}

impl From<&FloatHistogram> for SharedHistogram {
    fn from(histogram: &FloatHistogram) -> Self {
        let mut run = HistogramRun::new(Arc::new(HistogramLayout::of(histogram)), 1);
        push(&mut run, histogram);
        Self { run: Arc::new(run), row: 0 }
    }
}

impl From<FloatHistogram> for SharedHistogram {
    fn from(histogram: FloatHistogram) -> Self {
        Self::from(&histogram)
    }
}

impl From<Arc<FloatHistogram>> for SharedHistogram {
    fn from(histogram: Arc<FloatHistogram>) -> Self {
        Self::from(&*histogram)
    }
}

fn push(run: &mut HistogramRun, histogram: &FloatHistogram) {
    let (positive, negative) = run.push(HistogramHead::of(histogram)).split_at_mut(histogram.positive.len());
    positive.copy_from_slice(&histogram.positive.counts);
    negative.copy_from_slice(&histogram.negative.counts);
}

impl PartialEq for SharedHistogram {
    fn eq(&self, other: &Self) -> bool {
        self.to_float() == other.to_float()
    }
}

impl fmt::Debug for SharedHistogram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_float().fmt(f)
    }
}

impl fmt::Display for SharedHistogram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_float().fmt(f)
    }
}
