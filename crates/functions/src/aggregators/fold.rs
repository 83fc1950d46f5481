//! Aggregations whose state takes in one row after the other, all steps at once, and merges with other states.

use std::fmt;

use crate::kernel::KernelRef;

/// An aggregation that folds rows into states.
///
/// A state covers all steps of one group. It is [`n_columns`](FoldKernel::n_columns) columns of `n_steps` floats, one
/// after the other, so that it can be kept, merged and sent anywhere as plain numbers. A cell that no sample has met
/// holds [`ABSENT`](crate::samples::ABSENT) in all columns; a state begins with all cells so.
pub trait FoldKernel: Send + Sync {
    /// Number of columns of a state.
    fn n_columns(&self) -> usize;

    /// Takes in the floats of one row, a value for each step; absent ones change nothing.
    fn add_row(&self, state: &mut [f64], values: &[f64]);

    /// Takes in the state of rows that come after all rows of `state`.
    fn merge_row(&self, state: &mut [f64], later: &[f64]);

    /// Writes the result of each step, absent where no sample was met.
    fn finish_row(&self, state: &[f64], out: &mut [f64]);
}

/// A fold of an aggregator: what it does, and its kernel.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Fold {
    /// What becomes of the values of a group.
    pub values: ValueUse,
    /// What happens to native histograms.
    pub histograms: HistogramFold,
    /// How states are made.
    pub kernel: KernelRef<&'static dyn FoldKernel>,
}

impl Fold {
    pub(super) const fn new(values: ValueUse, histograms: HistogramFold, kernel: &'static dyn FoldKernel) -> Self {
        Self { values, histograms, kernel: KernelRef::new(kernel) }
    }
}

/// What an aggregator makes of the values of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueUse {
    /// They do not matter (`count`).
    Ignored,
    /// The result is one of them, or lies between two of them (`max`, `topk`, `quantile`).
    Picked,
    /// All of them go into the result, so one that is not finite spoils it (`sum`).
    Combined,
}

impl fmt::Debug for dyn FoldKernel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FoldKernel")
    }
}

/// What a fold does with native histograms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistogramFold {
    /// They are left out, and an info says so.
    Ignore,
    /// They count as samples; the fold takes in a 1 for each.
    Presence,
    /// They are added up; a group with floats and histograms at one step has no result there.
    Sum,
    /// Their mean is taken; a group with floats and histograms at one step has no result there.
    Mean,
}

/// The columns of a state.
pub(super) fn columns<const N: usize>(state: &[f64]) -> [&[f64]; N] {
    let n_steps = state.len() / N;
    std::array::from_fn(|i| &state[i * n_steps..][..n_steps])
}

/// The columns of a state, to be written.
pub(super) fn columns_mut<const N: usize>(state: &mut [f64]) -> [&mut [f64]; N] {
    let n_steps = state.len() / N;
    let mut rest = state;
    std::array::from_fn(|_| {
        let (column, tail) = std::mem::take(&mut rest).split_at_mut(n_steps);
        rest = tail;
        column
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::samples::{ABSENT, is_absent};

    /// Folds rows in parts of `part` rows whose states are merged.
    pub(crate) fn fold(kernel: &dyn FoldKernel, rows: &[Vec<f64>], part: usize) -> Vec<f64> {
        let n_steps = rows[0].len();
        let empty = vec![ABSENT; kernel.n_columns() * n_steps];
        let mut state = empty.clone();
        for part in rows.chunks(part) {
            let mut later = empty.clone();
            for row in part {
                kernel.add_row(&mut later, row);
            }
            kernel.merge_row(&mut state, &later);
        }
        let mut out = vec![0.0; n_steps];
        kernel.finish_row(&state, &mut out);
        out
    }

    /// Rows of one step each.
    pub(crate) fn column(values: &[f64]) -> Vec<Vec<f64>> {
        values.iter().map(|v| vec![*v]).collect()
    }

    /// The result over the values of one step, the same in any partition, to within the last bits.
    pub(crate) fn check(kernel: &dyn FoldKernel, values: &[f64], expected: f64) {
        for part in 1..=values.len().max(1) {
            let found = fold(kernel, &column(values), part)[0];
            let close = found == expected
                || (found.is_nan() && expected.is_nan() && is_absent(found) == is_absent(expected))
                || (found - expected).abs() <= 4.0 * f64::EPSILON * expected.abs();
            assert!(close, "{values:?} in parts of {part}: {found} is not {expected}");
        }
    }
}
