//! Reconciliation of zero buckets of different widths.

use super::kahan::Compensation;
use super::{FloatHistogram, kahan_inc};

/// Count and compensation of the zero bucket.
type ZeroCount = (f64, f64);

impl FloatHistogram {
    /// Widens the zero bucket until it covers `other`'s and does not end inside a nonempty bucket of either; returns
    /// the count of `other`'s zero bucket at that width.
    pub(super) fn reconcile_zero(&mut self, other: &Self, mut compensation: Option<&mut Compensation>) -> ZeroCount {
        let (mut count, mut rest) = (other.zero_count, 0.0);
        let mut threshold = other.zero_threshold;
        while threshold != self.zero_threshold {
            if self.zero_threshold > threshold {
                (count, threshold, rest) = other.zero_count_within(self.zero_threshold, None);
            }
            if threshold > self.zero_threshold {
                let own_rest;
                (self.zero_count, self.zero_threshold, own_rest) =
                    self.zero_count_within(threshold, compensation.as_deref());
                if let Some(c) = compensation.as_deref_mut() {
                    c.zero_count = own_rest;
                }
                self.clear_below_threshold(compensation.as_deref_mut());
            } else if self.zero_threshold.is_nan() || threshold.is_nan() {
                break;
            }
        }
        (count, rest)
    }

    /// The zero count for a wider threshold, the threshold, moved up to the end of a nonempty bucket that contains it,
    /// and the compensation of the count.
    pub(super) fn zero_count_within(&self, threshold: f64, compensation: Option<&Compensation>) -> (f64, f64, f64) {
        let mut rest = compensation.map_or(0.0, |c| c.zero_count);
        if threshold == self.zero_threshold {
            return (self.zero_count, threshold, rest);
        }
        let mut threshold = threshold;
        loop {
            // As in Prometheus, the compensation carries over from one attempt to the next.
            let mut count = self.zero_count;
            threshold = self.swallow_positive(threshold, &mut count, &mut rest, compensation);
            let wider = self.swallow_negative(threshold, &mut count, &mut rest, compensation);
            if wider > threshold {
                threshold = wider;
            } else {
                return (count, threshold, rest);
            }
        }
    }

    fn swallow_positive(
        &self,
        threshold: f64,
        count: &mut f64,
        rest: &mut f64,
        compensation: Option<&Compensation>,
    ) -> f64 {
        for (i, bucket) in self.positive_buckets().enumerate() {
            if bucket.lower >= threshold {
                break;
            }
            (*count, *rest) = kahan_inc(bucket.count, *count, *rest);
            if let Some(c) = compensation {
                (*count, *rest) = kahan_inc(c.positive[i], *count, *rest);
            }
            if bucket.upper > threshold {
                return if bucket.count == 0.0 { threshold } else { bucket.upper };
            }
        }
        threshold
    }

    fn swallow_negative(
        &self,
        threshold: f64,
        count: &mut f64,
        rest: &mut f64,
        compensation: Option<&Compensation>,
    ) -> f64 {
        for (i, bucket) in self.negative_buckets().enumerate() {
            if bucket.upper <= -threshold {
                break;
            }
            (*count, *rest) = kahan_inc(bucket.count, *count, *rest);
            if let Some(c) = compensation {
                (*count, *rest) = kahan_inc(c.negative[i], *count, *rest);
            }
            if bucket.lower < -threshold {
                return if bucket.count == 0.0 { threshold } else { -bucket.lower };
            }
        }
        threshold
    }

    /// Removes the buckets within the zero bucket, which already counts them.
    fn clear_below_threshold(&mut self, compensation: Option<&mut Compensation>) {
        let n_positive = self.positive_buckets().take_while(|b| b.lower < self.zero_threshold).count();
        let n_negative = self.negative_buckets().take_while(|b| b.upper > -self.zero_threshold).count();
        self.positive.counts[..n_positive].fill(0.0);
        self.negative.counts[..n_negative].fill(0.0);
        if let Some(c) = compensation {
            c.positive[..n_positive].fill(0.0);
            c.negative[..n_negative].fill(0.0);
            self.positive.compact(0, Some(&mut c.positive));
            self.negative.compact(0, Some(&mut c.negative));
        } else {
            self.compact(0);
        }
    }
}
