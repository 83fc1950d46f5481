//! `sum`: compensated addition.

use super::fold::{Fold, FoldKernel, HistogramFold, ValueUse, columns, columns_mut};
use super::{AggregatorDef, AggregatorKernel};
use crate::definition::{Docs, Stability};
use crate::samples::is_absent;

pub(super) static SUM: AggregatorDef = AggregatorDef {
    name: "sum",
    param: None,
    stability: Stability::Stable,
    docs: Docs::new(
        "Adds up the samples of each group.",
        "Floats are added with compensation for rounding. Native histograms are added bucket by bucket, in the \
         coarsest resolution among them. A group with both floats and histograms, or with both exponential and custom \
         buckets, has no result at that step and raises a warning.",
        "sum by (job) (rate(http_requests_total[5m]))",
    ),
    kernel: AggregatorKernel::Fold(Fold::new(ValueUse::Combined, HistogramFold::Sum, &Sum)),
};

/// Columns: sum, compensation.
struct Sum;

impl FoldKernel for Sum {
    fn n_columns(&self) -> usize {
        2
    }

    fn add_row(&self, state: &mut [f64], values: &[f64]) {
        let [sums, rests] = columns_mut(state);
        for ((sum, rest), v) in sums.iter_mut().zip(rests).zip(values) {
            let first = is_absent(*sum);
            let (next_sum, next_rest) = compensated(*v, *sum, *rest);
            let next_sum = if first { *v } else { next_sum };
            let next_rest = if first { 0.0 } else { next_rest };
            let skip = is_absent(*v);
            *sum = if skip { *sum } else { next_sum };
            *rest = if skip { *rest } else { next_rest };
        }
    }

    fn merge_row(&self, state: &mut [f64], later: &[f64]) {
        let [sums, rests] = columns_mut(state);
        let [later_sums, later_rests] = columns(later);
        for (((sum, rest), v), r) in sums.iter_mut().zip(rests).zip(later_sums).zip(later_rests) {
            if is_absent(*v) {
                continue;
            }
            (*sum, *rest) = if is_absent(*sum) { (*v, *r) } else { merged((*v, *r), *sum, *rest) };
        }
    }

    fn finish_row(&self, state: &[f64], out: &mut [f64]) {
        let [sums, rests] = columns(state);
        for ((sum, rest), out) in sums.iter().zip(rests).zip(out) {
            *out = if is_absent(*sum) { *sum } else { sum + rest };
        }
    }
}

/// Adds `v` to a compensated sum. An infinite sum has no compensation.
///
/// Bit-identical to Prometheus's Kahan-Neumaier summation, since both compute the error of an addition exactly. This
/// variant (Knuth's) needs no comparison, so it vectorizes.
#[inline]
pub(super) fn compensated(v: f64, sum: f64, rest: f64) -> (f64, f64) {
    let total = sum + v;
    let added = total - sum;
    let lost = (sum - (total - added)) + (v - added);
    (total, if total.is_infinite() { 0.0 } else { rest + lost })
}

/// Adds a compensated sum to another.
#[inline]
pub(super) fn merged(later: (f64, f64), sum: f64, rest: f64) -> (f64, f64) {
    let (total, rest) = compensated(later.0, sum, rest);
    (total, if total.is_infinite() { 0.0 } else { rest + later.1 })
}

#[cfg(test)]
mod tests {
    use super::super::fold::tests::check;
    use super::*;
    use crate::samples::ABSENT;
    use promenade_model::histogram::kahan_inc;

    #[test]
    fn rounding_errors_are_those_of_neumaiers_sum() {
        let mut seed = 1_u64;
        let mut next = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            // Arbitrary bits, numbers of similar magnitude, or subnormal numbers.
            let bits = seed.rotate_right(2);
            match seed >> 62 {
                0 => f64::from_bits(bits),
                1 => f64::from_bits(0x3ff0_0000_0000_0000 | bits >> 12),
                2 => -f64::from_bits(0x4010_0000_0000_0000 | bits >> 12),
                _ => [0.0, -0.0, f64::MAX, -f64::MAX, f64::INFINITY, f64::MIN_POSITIVE, 5e-324][bits as usize % 7],
            }
        };
        for _ in 0..200_000 {
            let (v, sum, rest) = (next(), next(), next());
            let (found, expected) = (compensated(v, sum, rest), kahan_inc(v, sum, rest));
            let same = |a: f64, b: f64| a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan());
            assert!(same(found.0, expected.0) && same(found.1, expected.1), "{v:e} + {sum:e}: {found:?}, {expected:?}");
        }
    }

    #[test]
    fn sums() {
        let inf = f64::INFINITY;
        check(&Sum, &[1e100, 1.0, -1e100, 1.0], 2.0);
        check(&Sum, &[1.0, 1e100, 1.0, -1e100], 2.0);
        check(&Sum, &[0.1; 10], 1.0);
        check(&Sum, &[1.0, inf, 2.0], inf);
        check(&Sum, &[1.0, inf, -inf], f64::NAN);
        check(&Sum, &[f64::MAX, f64::MAX, 1.0], inf);
        check(&Sum, &[1.0, f64::NAN, 2.0], f64::NAN);
        check(&Sum, &[ABSENT, 3.0, ABSENT], 3.0);
        check(&Sum, &[ABSENT, ABSENT], ABSENT);
    }
}
