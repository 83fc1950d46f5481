//! Histograms times and by a number.

use super::{Buckets, CounterResetHint, FloatHistogram};

impl FloatHistogram {
    /// Multiplies all counts and the sum; a negative factor makes a gauge of it.
    pub fn mul(&mut self, factor: f64) {
        self.forget_zero_of_custom();
        self.for_each(|value| *value *= factor);
        if factor < 0.0 {
            self.counter_reset_hint = CounterResetHint::Gauge;
        }
    }

    /// Divides all counts and the sum; a negative divisor makes a gauge of it, zero takes its buckets.
    pub fn div(&mut self, divisor: f64) {
        self.forget_zero_of_custom();
        if divisor == 0.0 {
            self.positive = Buckets::default();
            self.negative = Buckets::default();
        }
        self.for_each(|value| *value /= divisor);
        if divisor < 0.0 {
            self.counter_reset_hint = CounterResetHint::Gauge;
        }
    }

    /// Custom buckets have no zero bucket, though 0 times a number that is not finite puts NaN there. As in Prometheus it
    /// is gone in the next histogram that is made of this one.
    pub(super) fn forget_zero_of_custom(&mut self) {
        if self.uses_custom_buckets() {
            self.zero_count = 0.0;
        }
    }

    fn for_each(&mut self, mut change: impl FnMut(&mut f64)) {
        change(&mut self.zero_count);
        change(&mut self.count);
        change(&mut self.sum);
        self.positive.counts.iter_mut().for_each(&mut change);
        self.negative.counts.iter_mut().for_each(&mut change);
    }
}
