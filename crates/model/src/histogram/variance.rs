//! Estimated variance of observations.

use super::{Bucket, HistogramView, kahan_inc};

impl HistogramView<'_> {
    /// The estimated variance (`histogram_stdvar`). Observations are assumed to lie in the middle of their bucket: the
    /// geometric mean of the bounds for exponential schemas, zero in the zero bucket.
    pub fn variance(&self) -> f64 {
        let mean = self.sum / self.count;
        let (mut variance, mut compensation) = (0.0, 0.0);
        for bucket in self.buckets().filter(|bucket| bucket.count != 0.0) {
            let delta = self.middle(&bucket) - mean;
            (variance, compensation) = kahan_inc(bucket.count * delta * delta, variance, compensation);
        }
        (variance + compensation) / self.count
    }

    /// The square root of [`Self::variance`] (`histogram_stddev`).
    pub fn std_dev(&self) -> f64 {
        self.variance().sqrt()
    }

    fn middle(&self, bucket: &Bucket) -> f64 {
        if self.uses_custom_buckets() {
            half(bucket.upper + bucket.lower)
        } else if bucket.lower <= 0.0 && bucket.upper >= 0.0 {
            0.0
        } else {
            let middle = (bucket.upper * bucket.lower).sqrt();
            if bucket.upper < 0.0 { -middle } else { middle }
        }
    }
}

/// Prometheus adds before it halves, which can overflow where a midpoint does not.
fn half(sum: f64) -> f64 {
    sum / 2.0
}
