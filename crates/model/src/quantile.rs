//! Quantiles and fractions of samples, of classic histograms and of native ones (Prometheus `promql/quantile.go`).

mod classic;
mod native;

pub use self::classic::{
    ClassicBucket, ClassicQuantile, MonotonicityFix, almost_equal, classic_fraction, classic_quantile, sound_quantiles,
};
pub use self::native::{NanObservations, NativeFraction, NativeQuantile, native_fraction, native_quantile};

/// Sorts the values, NaN first, and returns their quantile, interpolated linearly between ranks: NaN without values and
/// for a NaN quantile, −Inf below 0 and +Inf above 1.
pub fn sample_quantile(quantile: f64, values: &mut [f64]) -> f64 {
    if values.is_empty() || quantile.is_nan() {
        return f64::NAN;
    }
    if quantile < 0.0 {
        return f64::NEG_INFINITY;
    }
    if quantile > 1.0 {
        return f64::INFINITY;
    }
    values.sort_unstable_by(|a, b| b.is_nan().cmp(&a.is_nan()).then_with(|| a.total_cmp(b)));
    let n = values.len() as f64;
    let rank = quantile * (n - 1.0);
    let lower = rank.floor().max(0.0);
    let weight = rank - rank.floor();
    if weight == 0.0 {
        return values[lower as usize];
    }
    let upper = (lower + 1.0).min(n - 1.0);
    values[lower as usize] * (1.0 - weight) + values[upper as usize] * weight
}
