//! Sums and differences of two histograms of runs, bucket by bucket.

use std::sync::Arc;

use super::{HistogramHead, HistogramLayout, SharedHistogram};
use crate::histogram::{CounterResetHint, FloatHistogram};

/// The sum or the difference of two histograms with the same buckets, equal to
/// [`FloatHistogram::add`](crate::FloatHistogram::add) and [`sub`](crate::FloatHistogram::sub).
#[derive(Debug, Clone, Copy)]
pub struct RowSum<'a> {
    /// The layout of the buckets.
    pub layout: &'a Arc<HistogramLayout>,
    /// Count, sum, zero bucket, and the combined hint.
    pub head: HistogramHead,
    own: &'a [f64],
    other: &'a [f64],
    sign: f64,
}

impl SharedHistogram {
    /// This histogram plus another one times `sign`, 1 or −1; `None` if their buckets differ.
    pub fn row_sum<'a>(&'a self, other: &'a Self, sign: f64) -> Option<RowSum<'a>> {
        if !self.has_same_buckets(other) {
            return None;
        }
        let (own, more) = (self.head_of_operand(), other.head_of_operand());
        let head = HistogramHead {
            counter_reset_hint: own.counter_reset_hint.combined(more.counter_reset_hint),
            zero_count: own.zero_count + sign * more.zero_count,
            count: own.count + sign * more.count,
            sum: own.sum + sign * more.sum,
        };
        Some(RowSum { layout: self.layout(), head, own: self.buckets(), other: other.buckets(), sign })
    }
}

impl RowSum<'_> {
    /// A stand-alone copy, empty buckets included.
    pub fn to_float(&self) -> FloatHistogram {
        let buckets: Vec<f64> = self.own.iter().zip(self.other).map(|(own, other)| own + self.sign * other).collect();
        self.layout.histogram(self.head, &buckets)
    }

    /// The same as a gauge, for differences.
    #[must_use]
    pub fn of_gauge(mut self) -> Self {
        self.head.counter_reset_hint = CounterResetHint::Gauge;
        self
    }

    /// Writes `f` of each bucket of the sum; returns `false` if it turns a nonzero count into zero.
    #[inline]
    pub fn write(&self, out: &mut [f64], f: impl Fn(f64) -> f64) -> bool {
        let mut is_exact = true;
        for ((out, own), other) in out.iter_mut().zip(self.own).zip(self.other) {
            let sum = own + self.sign * other;
            *out = f(sum);
            is_exact &= (*out == 0.0) == (sum == 0.0);
        }
        is_exact
    }
}

impl CounterResetHint {
    /// The hint of a sum: a gauge plus anything is a gauge.
    #[must_use]
    pub fn combined(self, other: Self) -> Self {
        match (self, other) {
            (own, other) if own == other => own,
            (Self::Gauge, _) | (_, Self::Gauge) => Self::Gauge,
            _ => Self::Unknown,
        }
    }

    /// Whether one hint is "reset" and the other "not reset".
    pub fn contradicts(self, other: Self) -> bool {
        matches!((self, other), (Self::Reset, Self::NotReset) | (Self::NotReset, Self::Reset))
    }
}
