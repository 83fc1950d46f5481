//! `avg`: the compensated sum divided by the number of samples, or an incremental mean if the sum overflows.

use super::fold::{Fold, FoldKernel, HistogramFold, ValueUse, columns, columns_mut};
use super::sum::{compensated, merged};
use super::{AggregatorDef, AggregatorKernel};
use crate::definition::{Docs, Stability};
use crate::samples::is_absent;

pub(super) static AVG: AggregatorDef = AggregatorDef {
    name: "avg",
    param: None,
    stability: Stability::Stable,
    docs: Docs::new(
        "Averages the samples of each group.",
        "This is the arithmetic mean of floats or of native histograms. A group with both floats and histograms, or \
         with both exponential and custom buckets, has no result at that step and raises a warning.",
        "avg without (cpu) (rate(node_cpu_seconds_total{mode=\"idle\"}[5m]))",
    ),
    kernel: AggregatorKernel::Fold(Fold::new(ValueUse::Combined, HistogramFold::Mean, &Avg)),
};

/// Columns: sum or mean, its compensation, number of samples. The number is negative if the first column is a mean.
struct Avg;

/// The number of cells that are checked together before they are added without branches.
const CHUNK: usize = 64;

impl FoldKernel for Avg {
    fn n_columns(&self) -> usize {
        3
    }

    fn add_row(&self, state: &mut [f64], values: &[f64]) {
        let [sums, rests, counts] = columns_mut(state);
        let cells = sums.chunks_mut(CHUNK).zip(rests.chunks_mut(CHUNK)).zip(counts.chunks_mut(CHUNK));
        for (((sums, rests), counts), values) in cells.zip(values.chunks(CHUNK)) {
            if all_sums_stay_finite(sums, counts, values) {
                add_to_sums(sums, rests, counts, values);
            } else {
                for (i, v) in values.iter().enumerate().filter(|(_, v)| !is_absent(**v)) {
                    let cell = Cell { value: sums[i], rest: rests[i], count: counts[i] };
                    let cell = if is_absent(cell.count) { Cell::first(*v) } else { cell.add(*v) };
                    (sums[i], rests[i], counts[i]) = (cell.value, cell.rest, cell.count);
                }
            }
        }
    }

    fn merge_row(&self, state: &mut [f64], later: &[f64]) {
        let [values, rests, counts] = columns_mut(state);
        let [later_values, later_rests, later_counts] = columns(later);
        for i in 0..counts.len() {
            let later = Cell { value: later_values[i], rest: later_rests[i], count: later_counts[i] };
            if is_absent(later.count) {
                continue;
            }
            let cell = Cell { value: values[i], rest: rests[i], count: counts[i] };
            let cell = if is_absent(cell.count) { later } else { cell.merge(later) };
            (values[i], rests[i], counts[i]) = (cell.value, cell.rest, cell.count);
        }
    }

    fn finish_row(&self, state: &[f64], out: &mut [f64]) {
        let [values, rests, counts] = columns(state);
        for (((value, rest), count), out) in values.iter().zip(rests).zip(counts).zip(out) {
            let is_mean = *count < 0.0;
            let result = if is_mean { value + rest } else { value / count + rest / count };
            *out = if is_absent(*count) { *count } else { result };
        }
    }
}

/// Whether no cell is a mean or becomes one.
fn all_sums_stay_finite(sums: &[f64], counts: &[f64], values: &[f64]) -> bool {
    let mut leaves = false;
    for ((sum, count), v) in sums.iter().zip(counts).zip(values) {
        leaves |= (sum + v).is_infinite() || *count < 0.0;
    }
    !leaves
}

fn add_to_sums(sums: &mut [f64], rests: &mut [f64], counts: &mut [f64], values: &[f64]) {
    for (((sum, rest), count), v) in sums.iter_mut().zip(rests).zip(counts).zip(values) {
        let (first, skip) = (is_absent(*count), is_absent(*v));
        let (next_sum, next_rest) = compensated(*v, *sum, *rest);
        let (s, r, n) = if first { (*v, 0.0, 1.0) } else { (next_sum, next_rest, *count + 1.0) };
        *sum = if skip { *sum } else { s };
        *rest = if skip { *rest } else { r };
        *count = if skip { *count } else { n };
    }
}

/// One cell of a state.
#[derive(Clone, Copy)]
struct Cell {
    value: f64,
    rest: f64,
    count: f64,
}

impl Cell {
    fn first(v: f64) -> Self {
        Self { value: v, rest: 0.0, count: 1.0 }
    }

    fn add(self, v: f64) -> Self {
        if self.count > 0.0 {
            let (value, rest) = compensated(v, self.value, self.rest);
            if !value.is_infinite() {
                return Self { value, rest, count: self.count + 1.0 };
            }
        }
        let mean = self.into_mean();
        let n = -mean.count + 1.0;
        let share = (n - 1.0) / n;
        let (value, rest) = compensated(v / n, share * mean.value, share * mean.rest);
        Self { value, rest, count: -n }
    }

    fn merge(self, later: Self) -> Self {
        if self.count > 0.0 && later.count > 0.0 {
            let (value, rest) = merged((later.value, later.rest), self.value, self.rest);
            if !value.is_infinite() {
                return Self { value, rest, count: self.count + later.count };
            }
        }
        let (own, later) = (self.into_mean(), later.into_mean());
        let n = own.count + later.count;
        let (own_share, later_share) = (own.count / n, later.count / n);
        let more = (later_share * later.value, later_share * later.rest);
        let (value, rest) = merged(more, own_share * own.value, own_share * own.rest);
        Self { value, rest, count: n }
    }

    fn into_mean(self) -> Self {
        if self.count < 0.0 {
            return self;
        }
        Self { value: self.value / self.count, rest: self.rest / self.count, count: -self.count }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fold::tests::{check, fold};
    use super::*;
    use crate::samples::ABSENT;

    #[test]
    fn means() {
        let inf = f64::INFINITY;
        check(&Avg, &[1.0, 2.0, 3.0, ABSENT, 6.0], 3.0);
        check(&Avg, &[1e100, 1.0, -1e100, 1.0], 0.5);
        check(&Avg, &[f64::MAX, f64::MAX, f64::MAX], f64::MAX);
        check(&Avg, &[-f64::MAX, -f64::MAX], -f64::MAX);
        check(&Avg, &[1.0, inf, 2.0], inf);
        check(&Avg, &[inf], inf);
        check(&Avg, &[-inf, 1.0, -inf], -inf);
        check(&Avg, &[inf, 1.0, -inf], f64::NAN);
        check(&Avg, &[1.0, f64::NAN], f64::NAN);
        check(&Avg, &[ABSENT], ABSENT);
    }

    #[test]
    fn cells_do_not_disturb_each_other() {
        let mut rows = vec![vec![1.0; 3 * CHUNK]; 3];
        for row in &mut rows {
            row[CHUNK] = f64::MAX;
        }
        let out = fold(&Avg, &rows, 3);
        let (large, others): (Vec<_>, Vec<_>) = out.into_iter().enumerate().partition(|(i, _)| *i == CHUNK);
        assert!(large[0].1.is_finite() && large[0].1 > 1e308);
        assert!(others.iter().all(|(_, v)| v.to_bits() == 1.0_f64.to_bits()), "{others:?}");
    }
}
