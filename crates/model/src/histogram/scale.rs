//! Multiplication and division of a histogram by a number.

use super::{Buckets, CounterResetHint, FloatHistogram};

impl FloatHistogram {
    /// Multiplies all counts and the sum; a negative factor turns the histogram into a gauge.
    pub fn mul(&mut self, factor: f64) {
        self.forget_zero_of_custom();
        self.for_each(|value| *value *= factor);
        if factor < 0.0 {
            self.counter_reset_hint = CounterResetHint::Gauge;
        }
    }

    /// Divides all counts and the sum. A negative divisor turns the histogram into a gauge, zero removes its buckets.
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

    /// Custom buckets have no zero bucket, but 0 times a non-finite number puts NaN there. As in Prometheus, histograms
    /// computed from this one drop it.
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
