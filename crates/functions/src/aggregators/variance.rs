//! `stddev` and `stdvar`: Welford's method; states are merged by Chan's formula.

use super::fold::{Fold, FoldKernel, HistogramFold, ValueUse, columns, columns_mut};
use super::{AggregatorDef, AggregatorKernel};
use crate::definition::{Docs, Stability};
use crate::samples::is_absent;

pub(super) static STDDEV: AggregatorDef = AggregatorDef {
    name: "stddev",
    param: None,
    stability: Stability::Stable,
    docs: Docs::new(
        "Computes the population standard deviation of the values of each group.",
        "The result is `NaN` if any value is `NaN` or infinite. Native histograms are ignored with an info.",
        "stddev by (job) (process_resident_memory_bytes)",
    ),
    kernel: AggregatorKernel::Fold(Fold::new(ValueUse::Combined, HistogramFold::Ignore, &Variance { root: true })),
};

pub(super) static STDVAR: AggregatorDef = AggregatorDef {
    name: "stdvar",
    param: None,
    stability: Stability::Stable,
    docs: Docs::new(
        "Computes the population variance of the values of each group.",
        "The result is `NaN` if any value is `NaN` or infinite. Native histograms are ignored with an info.",
        "stdvar by (job) (process_resident_memory_bytes)",
    ),
    kernel: AggregatorKernel::Fold(Fold::new(ValueUse::Combined, HistogramFold::Ignore, &Variance { root: false })),
};

/// Columns: number of values, mean, sum of squared distances from the mean.
struct Variance {
    /// Whether the result is the square root.
    root: bool,
}

impl FoldKernel for Variance {
    fn n_columns(&self) -> usize {
        3
    }

    fn add_row(&self, state: &mut [f64], values: &[f64]) {
        let [counts, means, squares] = columns_mut(state);
        for (((count, mean), square), v) in counts.iter_mut().zip(means).zip(squares).zip(values) {
            let (first, skip) = (is_absent(*count), is_absent(*v));
            let next_count = *count + 1.0;
            let delta = *v - *mean;
            let next_mean = *mean + delta / next_count;
            let next_square = *square + delta * (*v - next_mean);
            let first_square = if v.is_finite() { 0.0 } else { f64::NAN };
            let (n, m, s) = if first { (1.0, *v, first_square) } else { (next_count, next_mean, next_square) };
            *count = if skip { *count } else { n };
            *mean = if skip { *mean } else { m };
            *square = if skip { *square } else { s };
        }
    }

    fn merge_row(&self, state: &mut [f64], later: &[f64]) {
        let [counts, means, squares] = columns_mut(state);
        let [later_counts, later_means, later_squares] = columns(later);
        let own = counts.iter_mut().zip(means).zip(squares);
        for (((count, mean), square), ((n, m), s)) in own.zip(later_counts.iter().zip(later_means).zip(later_squares)) {
            if is_absent(*n) {
                continue;
            }
            if is_absent(*count) {
                (*count, *mean, *square) = (*n, *m, *s);
                continue;
            }
            let total = *count + n;
            let delta = m - *mean;
            let share = n / total;
            *square += s + delta * delta * (*count * share);
            *mean += delta * share;
            *count = total;
        }
    }

    fn finish_row(&self, state: &[f64], out: &mut [f64]) {
        let [counts, _, squares] = columns(state);
        for ((count, square), out) in counts.iter().zip(squares).zip(out) {
            let variance = square / count;
            let result = if self.root { variance.sqrt() } else { variance };
            *out = if is_absent(*count) { *count } else { result };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fold::tests::check;
    use super::*;
    use crate::samples::ABSENT;

    #[test]
    fn variances() {
        let stdvar = Variance { root: false };
        let inf = f64::INFINITY;
        check(&stdvar, &[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0], 4.0);
        check(&stdvar, &[1e9 + 4.0, ABSENT, 1e9 + 7.0, 1e9 + 13.0, 1e9 + 16.0], 22.5);
        check(&stdvar, &[5.0], 0.0);
        check(&stdvar, &[ABSENT], ABSENT);
        check(&stdvar, &[f64::NAN], f64::NAN);
        check(&stdvar, &[inf], f64::NAN);
        check(&stdvar, &[1.0, inf, 2.0], f64::NAN);
        check(&stdvar, &[1.0, 2.0, f64::NAN, 2.0], f64::NAN);
        check(&Variance { root: true }, &[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0], 2.0);
    }
}
