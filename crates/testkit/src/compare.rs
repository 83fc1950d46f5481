//! When two values count as equal: as Prometheus's own test runner decides it.

use promenade::model::histogram::{FloatHistogram, Span};
use promenade::model::is_stale_nan;

/// The relative difference that two floats may have.
const EPSILON: f64 = 0.000_001;

/// Whether two floats are equal within a relative error of one millionth of their sum. NaN equals NaN, the stale marker
/// only itself, and 0 only 0.
pub fn floats_equal(a: f64, b: f64) -> bool {
    if is_stale_nan(a) || is_stale_nan(b) {
        return is_stale_nan(a) && is_stale_nan(b);
    }
    if a == b || (a.is_nan() && b.is_nan()) {
        return true;
    }
    let sum = a.abs() + b.abs();
    let difference = (a - b).abs();
    if a == 0.0 || b == 0.0 || sum < f64::MIN_POSITIVE {
        return difference < EPSILON * f64::MIN_POSITIVE;
    }
    difference / sum.min(f64::MAX) < EPSILON
}

/// Whether two histograms are equal: layout exactly after both are compacted, counts as [`floats_equal`], the reset
/// hint only where `with_hint` says so.
pub fn histograms_equal(expected: &FloatHistogram, actual: &FloatHistogram, with_hint: bool) -> bool {
    let (mut a, mut b) = (expected.clone(), actual.clone());
    a.compact(0);
    b.compact(0);
    a.schema == b.schema
        && floats_equal(a.count, b.count)
        && floats_equal(a.sum, b.sum)
        && bits(&a.custom_values) == bits(&b.custom_values)
        && a.zero_threshold == b.zero_threshold
        && floats_equal(a.zero_count, b.zero_count)
        && layout(&a.negative.spans) == layout(&b.negative.spans)
        && layout(&a.positive.spans) == layout(&b.positive.spans)
        && counts_equal(&a.negative.counts, &b.negative.counts)
        && counts_equal(&a.positive.counts, &b.positive.counts)
        && (!with_hint || a.counter_reset_hint == b.counter_reset_hint)
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|v| v.to_bits()).collect()
}

/// Spans without empty ones.
fn layout(spans: &[Span]) -> Vec<(i32, u32)> {
    let mut out: Vec<(i32, u32)> = Vec::new();
    let mut gap = 0;
    for span in spans {
        gap += span.offset;
        if span.length > 0 {
            out.push((std::mem::take(&mut gap), span.length));
        }
    }
    out
}

fn counts_equal(a: &[f64], b: &[f64]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| floats_equal(*a, *b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use promenade::model::stale_nan;

    #[test]
    fn floats() {
        let cases = [
            (1.0, 1.000_001, true),
            (1.0, 1.000_01, false),
            (0.0, 1e-300, false),
            (0.0, -0.0, true),
            (f64::NAN, f64::NAN, true),
            (f64::NAN, 1.0, false),
            (stale_nan(), f64::NAN, false),
            (stale_nan(), stale_nan(), true),
            (f64::INFINITY, f64::INFINITY, true),
            (f64::INFINITY, f64::NEG_INFINITY, false),
            (f64::MAX, f64::MAX * 0.999_999_9, true),
        ];
        for (a, b, equal) in cases {
            assert_eq!(floats_equal(a, b), equal, "{a} {b}");
            assert_eq!(floats_equal(b, a), equal, "{b} {a}");
        }
    }
}
