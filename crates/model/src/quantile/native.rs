//! Quantiles and fractions of native histograms.

use crate::annotations::Annotation;
use crate::histogram::{Bucket, HistogramView, PlacedCount};
use crate::value::SourceRange;
use promenade_go::math::{exp2, log2};

/// The effect of NaN observations on a quantile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum NanObservations {
    /// None.
    #[default]
    None,
    /// They count as larger than all others, which raises the quantile.
    Skew,
    /// The quantile falls among them.
    Result,
}

/// A quantile of a native histogram.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NativeQuantile {
    /// The quantile.
    pub value: f64,
    /// The effect of NaN observations.
    pub nan_observations: NanObservations,
}

/// A fraction of the observations of a native histogram.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NativeFraction {
    /// The fraction.
    pub value: f64,
    /// Whether there are NaN observations, which are excluded from the fraction.
    pub has_nan_observations: bool,
}

impl NativeQuantile {
    /// The info that Prometheus adds.
    pub fn annotation(&self, metric_name: &str, range: SourceRange) -> Option<Annotation> {
        match self.nan_observations {
            NanObservations::None => None,
            NanObservations::Skew => Some(Annotation::native_histogram_quantile_nan_skew(metric_name, range)),
            NanObservations::Result => Some(Annotation::native_histogram_quantile_nan_result(metric_name, range)),
        }
    }
}

impl NativeFraction {
    /// The info that Prometheus adds.
    pub fn annotation(&self, metric_name: &str, range: SourceRange) -> Option<Annotation> {
        self.has_nan_observations.then(|| Annotation::native_histogram_fraction_nans(metric_name, range))
    }
}

/// The quantile of a native histogram (`histogram_quantile`), interpolated on a logarithmic scale in exponential
/// buckets and linearly in custom buckets and the zero bucket.
///
/// NaN for a NaN quantile and without observations; −Inf below 0, +Inf above 1.
pub fn native_quantile(quantile: f64, h: &HistogramView<'_>) -> NativeQuantile {
    let plain = |value| NativeQuantile { value, nan_observations: NanObservations::None };
    if quantile < 0.0 {
        return plain(f64::NEG_INFINITY);
    }
    if quantile > 1.0 {
        return plain(f64::INFINITY);
    }
    if h.count == 0.0 || quantile.is_nan() {
        return plain(f64::NAN);
    }
    // NaN observations are in the total but in no bucket, so the search must start from below.
    let is_forward = h.sum.is_nan() || quantile < 0.5;
    let rank = if is_forward { quantile * h.count } else { (1.0 - quantile) * h.count };
    let mut counts = h.placed_counts();
    let (found, mut count) =
        if is_forward { search(counts.by_ref(), rank) } else { search(counts.by_ref().rev(), rank) };
    let mut bucket = found.map_or_else(Bucket::default, |found| h.bucket(found));
    if let Some(value) = fit_open_bucket(h, &mut bucket) {
        return plain(value);
    }
    if count > h.count {
        count = h.count;
    }
    if count < rank {
        return if h.sum.is_nan() {
            NativeQuantile { value: f64::NAN, nan_observations: NanObservations::Result }
        } else {
            plain(bucket.upper)
        };
    }
    let mut nan_observations = NanObservations::None;
    let in_bucket = if is_forward { rank - (count - bucket.count) } else { count - rank };
    if h.sum.is_nan() {
        // If the total exceeds the sum of all buckets, there are NaN observations.
        if counts.fold(count, |sum, rest| sum + rest.count) < h.count {
            nan_observations = NanObservations::Skew;
        }
    }
    NativeQuantile { value: interpolate(h, &bucket, in_bucket / bucket.count), nan_observations }
}

/// The bucket that reaches the rank, or the last one, and the cumulative count.
fn search(counts: impl Iterator<Item = PlacedCount>, rank: f64) -> (Option<PlacedCount>, f64) {
    let mut last = None;
    let mut count = 0.0;
    for placed in counts {
        last = Some(placed);
        if placed.count == 0.0 {
            continue;
        }
        count += placed.count;
        if count >= rank {
            break;
        }
    }
    (last, count)
}

/// Cuts the zero bucket and the custom bucket from −Inf at zero where that is their natural bound; returns the quantile
/// if a custom bucket is open without such a bound.
fn fit_open_bucket(h: &HistogramView<'_>, bucket: &mut Bucket) -> Option<f64> {
    if h.uses_custom_buckets() {
        if bucket.lower == f64::NEG_INFINITY {
            if bucket.upper <= 0.0 {
                return Some(bucket.upper);
            }
            bucket.lower = 0.0;
        } else if bucket.upper == f64::INFINITY {
            return Some(bucket.lower);
        }
    } else if bucket.lower < 0.0 && bucket.upper > 0.0 {
        cut_zero_bucket(h, bucket);
    }
    None
}

/// The zero bucket ends at zero on a side without buckets if the other side has some.
fn cut_zero_bucket(h: &HistogramView<'_>, bucket: &mut Bucket) {
    match (h.has_negative(), h.has_positive()) {
        (false, true) => bucket.lower = 0.0,
        (true, false) => bucket.upper = 0.0,
        _ => {}
    }
}

fn interpolate(h: &HistogramView<'_>, bucket: &Bucket, fraction: f64) -> f64 {
    if h.uses_custom_buckets() || (bucket.lower <= 0.0 && bucket.upper >= 0.0) {
        return bucket.lower + (bucket.upper - bucket.lower) * fraction;
    }
    let (lower, upper) = (log2(bucket.lower.abs()), log2(bucket.upper.abs()));
    if bucket.lower > 0.0 {
        exp2(lower + (upper - lower) * fraction)
    } else {
        -exp2(upper + (lower - upper) * (1.0 - fraction))
    }
}

/// The fraction of the observations of a native histogram between two values (`histogram_fraction`), interpolated as
/// [`native_quantile`] does.
///
/// NaN if a value is NaN and without observations; 0 if `lower` is not below `upper`.
pub fn native_fraction(lower: f64, upper: f64, h: &HistogramView<'_>) -> NativeFraction {
    let plain = |value| NativeFraction { value, has_nan_observations: false };
    if h.count == 0.0 || lower.is_nan() || upper.is_nan() {
        return plain(f64::NAN);
    }
    if lower >= upper {
        return plain(0.0);
    }
    let (lower_rank, upper_rank) = (rank_of(lower, h), rank_of(upper, h));
    let mut count = h.count;
    let mut has_nan_observations = false;
    if h.sum.is_nan() {
        count = h.buckets().fold(0.0, |sum, bucket| sum + bucket.count);
        has_nan_observations = count < h.count;
    }
    let limit = |rank: Option<f64>| rank.map_or(count, |rank| if rank > count { count } else { rank });
    NativeFraction { value: (limit(upper_rank) - limit(lower_rank)) / h.count, has_nan_observations }
}

/// The number of observations below a value; `None` if it is above all buckets.
fn rank_of(value: f64, h: &HistogramView<'_>) -> Option<f64> {
    let mut rank = 0.0;
    for mut bucket in h.buckets() {
        let is_zero_bucket = !h.uses_custom_buckets() && bucket.lower <= 0.0 && bucket.upper >= 0.0;
        if is_zero_bucket {
            cut_zero_bucket(h, &mut bucket);
        } else if h.uses_custom_buckets() && bucket.lower == f64::NEG_INFINITY && bucket.upper > 0.0 {
            bucket.lower = 0.0;
        }
        if bucket.lower >= value {
            return Some(rank);
        }
        if bucket.lower < value && bucket.upper > value {
            let is_linear = h.uses_custom_buckets() || is_zero_bucket;
            // The distribution in a bucket from −Inf is unknown: all observations count.
            let is_open = is_linear && bucket.lower == f64::NEG_INFINITY;
            return Some(if is_open {
                bucket.count
            } else {
                rank + bucket.count * bucket.fraction_below(value, is_linear)
            });
        }
        rank += bucket.count;
    }
    None
}
