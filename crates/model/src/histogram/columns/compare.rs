//! Comparisons of histograms in runs: row by row if their layouts are equal.

use std::sync::Arc;

use super::{HistogramHead, SharedHistogram};
use crate::histogram::CounterResetHint;

impl SharedHistogram {
    /// Same as [`FloatHistogram::equals`](crate::FloatHistogram::equals).
    pub fn equals(&self, other: &Self) -> bool {
        if !self.has_dense_layout_of(other) {
            return self.to_float().equals(&other.to_float());
        }
        let bits = |h: HistogramHead| [h.zero_count, h.count, h.sum].map(f64::to_bits);
        let mut pairs = self.buckets().iter().zip(other.buckets());
        // A NaN threshold equals nothing.
        self.layout().zero_threshold() == other.layout().zero_threshold()
            && bits(self.head()) == bits(other.head())
            && pairs.all(|(a, b)| a.to_bits() == b.to_bits())
    }

    /// Same as [`FloatHistogram::detect_reset`](crate::FloatHistogram::detect_reset).
    pub fn detect_reset(&self, previous: &Self) -> bool {
        match self.counter_reset_hint() {
            CounterResetHint::Reset => return true,
            CounterResetHint::NotReset => return false,
            CounterResetHint::Unknown | CounterResetHint::Gauge => {}
        }
        let (now, then) = (self.head(), previous.head());
        if now.count < then.count {
            return true;
        }
        if !self.has_dense_layout_of(previous) || !self.layout().has_grid_of(previous.layout()) {
            return self.to_float().detect_reset(&previous.to_float());
        }
        let mut pairs = self.buckets().iter().zip(previous.buckets());
        now.zero_count < then.zero_count || pairs.any(|(now, then)| now < then)
    }

    /// Whether both can be added bucket by bucket without reconciliation.
    pub fn has_same_buckets(&self, other: &Self) -> bool {
        self.has_layout_of(other)
            && self.layout().has_grid_of(other.layout())
            && (!self.uses_custom_buckets() || self.layout().n_positive() == self.layout().width())
    }

    /// Whether both have the same buckets, empty ones included.
    fn has_dense_layout_of(&self, other: &Self) -> bool {
        !self.layout().is_sparse() && self.has_layout_of(other)
    }

    fn has_layout_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(self.layout(), other.layout()) || self.layout() == other.layout()
    }
}
