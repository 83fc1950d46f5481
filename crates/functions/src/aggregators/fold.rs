//! Aggregations whose state is updated row by row, all steps at once, and can be merged.

use std::fmt;

use crate::kernel::KernelRef;

/// An aggregation that folds rows into states.
///
/// A state covers all steps of one group. It is [`n_columns`](FoldKernel::n_columns) columns of `n_steps` floats, one
/// after the other, so that it can be stored, merged and sent as plain numbers. A cell without samples holds
/// [`ABSENT`](crate::samples::ABSENT) in all columns; initially all cells are absent.
pub trait FoldKernel: Send + Sync {
    /// Number of columns of a state.
    fn n_columns(&self) -> usize;

    /// Adds the floats of one row, one value per step; absent ones change nothing.
    fn add_row(&self, state: &mut [f64], values: &[f64]);

    /// Merges the state of rows that come after all rows of `state`.
    fn merge_row(&self, state: &mut [f64], later: &[f64]);

    /// Writes the result of each step; absent if there was no sample.
    fn finish_row(&self, state: &[f64], out: &mut [f64]);
}

/// The behaviour and the kernel of an aggregator that folds.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Fold {
    /// How the values of a group are used.
    pub values: ValueUse,
    /// How native histograms are treated.
    pub histograms: HistogramFold,
    /// Computes the states.
    pub kernel: KernelRef<&'static dyn FoldKernel>,
}

impl Fold {
    pub(super) const fn new(values: ValueUse, histograms: HistogramFold, kernel: &'static dyn FoldKernel) -> Self {
        Self { values, histograms, kernel: KernelRef::new(kernel) }
    }
}

/// How an aggregator uses the values of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueUse {
    /// Values are ignored (`count`).
    Ignored,
    /// The result is one of the values, or lies between two of them (`max`, `topk`, `quantile`).
    Picked,
    /// The result depends on all values, so a non-finite one spoils it (`sum`).
    Combined,
}

impl fmt::Debug for dyn FoldKernel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FoldKernel")
    }
}

/// How a fold treats native histograms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistogramFold {
    /// They are dropped with an info.
    Ignore,
    /// They count as samples; each is folded as a 1.
    Presence,
    /// They are summed. A group with floats and histograms at one step has no result there.
    Sum,
    /// They are averaged. A group with floats and histograms at one step has no result there.
    Mean,
}

/// The columns of a state.
pub(super) fn columns<const N: usize>(state: &[f64]) -> [&[f64]; N] {
    let n_steps = state.len() / N;
    std::array::from_fn(|i| &state[i * n_steps..][..n_steps])
}

/// The columns of a state, mutable.
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

    /// Folds chunks of `part` rows and merges their states.
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

    /// The result over the values of one step; asserts that it is the same, up to the last bits, for any partition.
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
