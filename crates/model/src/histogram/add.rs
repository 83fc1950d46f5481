//! Sums and differences of histograms.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

use super::bounds::exponential_bound;
use super::custom::{SharedBuckets, intersect_bounds};
use super::layout::{Run, Union, each_run};
use super::{Buckets, CounterResetHint, FloatHistogram, HistogramError, custom_bounds_match, is_exponential_schema};

/// What had to be reconciled to combine two histograms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reconciliation {
    /// One histogram has the hint "reset", the other "not reset".
    pub counter_reset_collision: bool,
    /// Custom bounds differed and were reduced to the common ones.
    pub bounds_reconciled: bool,
}

impl FloatHistogram {
    /// Adds a histogram. Zero buckets, resolutions and custom bounds are reconciled first. Empty buckets are kept,
    /// see [`Self::compact`].
    ///
    /// # Errors
    /// Returns an error if one has exponential and the other custom buckets; `self` is unchanged then.
    pub fn add(&mut self, other: &Self) -> Result<Reconciliation, HistogramError> {
        self.add_signed(other, 1.0)
    }

    /// Subtracts a histogram, otherwise like [`Self::add`]. For the operator `-` the caller turns the result into a
    /// gauge.
    ///
    /// # Errors
    /// Same as [`Self::add`].
    pub fn sub(&mut self, other: &Self) -> Result<Reconciliation, HistogramError> {
        self.add_signed(other, -1.0)
    }

    fn add_signed(&mut self, other: &Self, sign: f64) -> Result<Reconciliation, HistogramError> {
        self.check_compatible(other)?;
        let counter_reset_collision = self.adjust_counter_reset(other.counter_reset_hint);
        self.forget_zero_of_custom();
        if !self.uses_custom_buckets() {
            let (zero_count, _) = self.reconcile_zero(other, None);
            self.zero_count += sign * zero_count;
        }
        self.count += sign * other.count;
        self.sum += sign * other.sum;
        let bounds_reconciled = self.add_buckets(other, sign);
        Ok(Reconciliation { counter_reset_collision, bounds_reconciled })
    }

    /// Adds everything except the zero bucket; returns whether custom bounds were reconciled.
    fn add_buckets(&mut self, other: &Self, sign: f64) -> bool {
        if self.uses_custom_buckets() && !custom_bounds_match(&self.custom_values, &other.custom_values) {
            let bounds: Arc<[f64]> = intersect_bounds(&self.custom_values, &other.custom_values).into();
            let mut shared = SharedBuckets::new(&bounds);
            shared.add(&self.positive, &self.custom_values, 1.0, None);
            shared.add(&other.positive, &other.custom_values, sign, None);
            (self.positive, _) = shared.finish();
            self.custom_values = bounds;
            return true;
        }
        let (mut positive, mut negative) = (Cow::Borrowed(&other.positive), Cow::Borrowed(&other.negative));
        match other.schema.cmp(&self.schema) {
            Ordering::Less => {
                self.positive = self.positive.reduced(self.schema, other.schema);
                self.negative = self.negative.reduced(self.schema, other.schema);
                self.schema = other.schema;
            }
            Ordering::Greater => {
                positive = Cow::Owned(positive.reduced(other.schema, self.schema));
                negative = Cow::Owned(negative.reduced(other.schema, self.schema));
            }
            Ordering::Equal => {}
        }
        let (n_positive, n_negative) = (self.n_in_zero(&positive), self.n_in_zero(&negative));
        self.positive.add(&positive, n_positive, sign);
        if !self.uses_custom_buckets() {
            self.negative.add(&negative, n_negative, sign);
        }
        false
    }

    /// The number of leading buckets of another histogram that end within the zero bucket, which already counts them.
    pub(super) fn n_in_zero(&self, buckets: &Buckets) -> usize {
        if self.zero_threshold <= 0.0 || !is_exponential_schema(self.schema) {
            return 0;
        }
        buckets.indexed().take_while(|(idx, _)| exponential_bound(*idx, self.schema) <= self.zero_threshold).count()
    }

    pub(super) fn check_compatible(&self, other: &Self) -> Result<(), HistogramError> {
        if self.uses_custom_buckets() == other.uses_custom_buckets() {
            Ok(())
        } else {
            Err(HistogramError::IncompatibleSchema)
        }
    }

    /// Sets the hint of the sum and returns whether the hints contradict each other. A gauge plus anything is a gauge.
    pub(super) fn adjust_counter_reset(&mut self, other: CounterResetHint) -> bool {
        let own = self.counter_reset_hint;
        self.counter_reset_hint = own.combined(other);
        own.contradicts(other)
    }
}

impl Buckets {
    pub(super) fn has_layout_of(&self, other: &Self) -> bool {
        (Arc::ptr_eq(&self.spans, &other.spans) || self.spans == other.spans) && self.len() == other.len()
    }

    /// Adds counts times `sign`, skipping the first `n_skipped`.
    pub(super) fn add(&mut self, other: &Self, n_skipped: usize, sign: f64) {
        if self.has_layout_of(other) {
            for (own, count) in self.counts[n_skipped..].iter_mut().zip(&other.counts[n_skipped..]) {
                *own += sign * count;
            }
            return;
        }
        if self.includes(other) {
            let Self { spans, counts } = self;
            each_run(spans, &other.spans, |run| {
                let Run { own, other: position, len } = run.skip(n_skipped);
                for (own, count) in counts[own..own + len].iter_mut().zip(&other.counts[position..position + len]) {
                    *own += sign * count;
                }
            });
            return;
        }
        let union = Union::new(self, other, n_skipped);
        let count = |source: &(Option<usize>, Option<usize>)| match *source {
            (Some(i), Some(j)) => self.counts[i] + sign * other.counts[j],
            (Some(i), None) => self.counts[i],
            (None, Some(j)) => sign * other.counts[j],
            (None, None) => 0.0,
        };
        self.counts = union.sources.iter().map(count).collect();
        self.spans = union.spans;
    }
}
