//! `sum`: compensated addition.

use super::fold::{FoldKernel, HistogramFold, columns, columns_mut};
use super::{AggregatorDef, AggregatorKernel};
use crate::definition::{Docs, Stability};
use crate::samples::is_absent;

pub(super) static SUM: AggregatorDef = AggregatorDef {
    name: "sum",
    param: None,
    stability: Stability::Stable,
    docs: Docs {
        summary: "Adds up the samples of each group.",
        details: "Floats are added with compensation for rounding. Native histograms are added bucket by bucket, in \
                  the coarsest resolution among them. Where floats and histograms meet in a group, or histograms with \
                  exponential and with custom buckets, the group has no result at that step and a warning says so.",
        args: &["v"],
        example: "sum by (job) (rate(http_requests_total[5m]))",
    },
    kernel: AggregatorKernel::Fold(&Sum),
};

/// Columns: sum, compensation.
struct Sum;

impl FoldKernel for Sum {
    fn n_columns(&self) -> usize {
        2
    }

    fn histograms(&self) -> HistogramFold {
        HistogramFold::Sum
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

/// Adds `v` to a sum and what rounding has left of it (Kahan's summation as Neumaier improved it). An infinite sum has
/// no rest.
#[inline]
pub(super) fn compensated(v: f64, sum: f64, rest: f64) -> (f64, f64) {
    let total = sum + v;
    let sum_is_larger = sum.abs() >= v.abs();
    let (large, small) = if sum_is_larger { (sum, v) } else { (v, sum) };
    let lost = (large - total) + small;
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
