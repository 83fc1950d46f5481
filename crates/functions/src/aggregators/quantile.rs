//! `quantile`: a quantile of values.

use std::cmp::Ordering;

use super::{AggregatorDef, AggregatorKernel};
use crate::definition::{Docs, Stability};
use crate::param::{Param, ParamRole};
use crate::samples::ABSENT;

pub(super) static QUANTILE: AggregatorDef = AggregatorDef {
    name: "quantile",
    param: Some(Param::scalar("φ", ParamRole::Quantile)),
    stability: Stability::Stable,
    docs: Docs::new(
        "Computes the φ-quantile (0 ≤ φ ≤ 1) of the values of each group.",
        "The result is interpolated between neighbouring values. `NaN` counts as the smallest value. The result is \
         `-Inf` for φ < 0, `+Inf` for φ > 1, and `NaN` for φ = `NaN`, each with a warning. Native histograms are \
         ignored with an info; for quantiles of observations, use `histogram_quantile`.",
        "quantile by (job) (0.9, process_resident_memory_bytes)",
    ),
    kernel: AggregatorKernel::Quantile,
};

/// The quantile of the values, which are reordered; absent without values.
pub fn quantile_of(q: f64, values: &mut [f64]) -> f64 {
    if values.is_empty() {
        return ABSENT;
    }
    if q.is_nan() {
        return f64::NAN;
    }
    if !(0.0..=1.0).contains(&q) {
        return if q < 0.0 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    let rank = q * (values.len() - 1) as f64;
    let (lower_idx, weight) = (rank.floor() as usize, rank - rank.floor());
    let (_, lower, above) = values.select_nth_unstable_by(lower_idx, |a, b| nan_first(*a, *b));
    if weight == 0.0 {
        return *lower;
    }
    let upper = above.iter().copied().min_by(|a, b| nan_first(*a, *b)).unwrap_or(*lower);
    *lower * (1.0 - weight) + upper * weight
}

fn nan_first(a: f64, b: f64) -> Ordering {
    a.partial_cmp(&b).unwrap_or_else(|| b.is_nan().cmp(&a.is_nan()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::is_absent;

    #[test]
    fn interpolates_and_puts_nan_first() {
        let check = |q: f64, values: &[f64], expected: f64| {
            let found = quantile_of(q, &mut values.to_vec());
            assert!(found == expected || (found.is_nan() && expected.is_nan()), "{q} of {values:?}: {found}");
        };
        let (inf, nan) = (f64::INFINITY, f64::NAN);
        check(0.5, &[3.0, 1.0, 2.0], 2.0);
        check(0.5, &[4.0, 1.0, 2.0, 3.0], 2.5);
        check(0.0, &[3.0, 1.0], 1.0);
        check(1.0, &[3.0, 1.0], 3.0);
        check(0.9, &[5.0], 5.0);
        check(0.5, &[nan, 1.0, 2.0], 1.0);
        check(0.0, &[1.0, nan], nan);
        check(0.0, &[1.0, inf], 1.0);
        check(0.5, &[inf, -inf, 1.0], 1.0);
        check(1.0, &[-inf, inf], inf);
        check(0.75, &[1.0, inf], inf);
        check(-0.1, &[1.0], -inf);
        check(1.1, &[1.0], inf);
        check(nan, &[1.0], nan);
        assert!(is_absent(quantile_of(0.5, &mut [])));
    }
}
