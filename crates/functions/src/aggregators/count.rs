//! `count`: the number of samples.

use super::fold::{Fold, FoldKernel, HistogramFold, ValueUse};
use super::{AggregatorDef, AggregatorKernel};
use crate::definition::{Docs, Stability};
use crate::samples::is_absent;

pub(super) static COUNT: AggregatorDef = AggregatorDef {
    name: "count",
    param: None,
    stability: Stability::Stable,
    docs: Docs::new(
        "Counts the samples of each group.",
        "Both float and histogram samples count. A group without samples has no result, rather than 0.",
        "count by (job) (up == 0)",
    ),
    kernel: AggregatorKernel::Fold(Fold::new(ValueUse::Ignored, HistogramFold::Presence, &Count)),
};

/// Columns: number of samples.
struct Count;

impl FoldKernel for Count {
    fn n_columns(&self) -> usize {
        1
    }

    fn add_row(&self, state: &mut [f64], values: &[f64]) {
        for (n, v) in state.iter_mut().zip(values) {
            let next = if is_absent(*n) { 1.0 } else { *n + 1.0 };
            *n = if is_absent(*v) { *n } else { next };
        }
    }

    fn merge_row(&self, state: &mut [f64], later: &[f64]) {
        for (n, more) in state.iter_mut().zip(later) {
            let next = if is_absent(*n) { *more } else { *n + *more };
            *n = if is_absent(*more) { *n } else { next };
        }
    }

    fn finish_row(&self, state: &[f64], out: &mut [f64]) {
        out.copy_from_slice(state);
    }
}

#[cfg(test)]
mod tests {
    use super::super::fold::tests::check;
    use super::*;
    use crate::samples::ABSENT;

    #[test]
    fn counts() {
        check(&Count, &[7.0, f64::NAN, ABSENT, f64::INFINITY], 3.0);
        check(&Count, &[ABSENT], ABSENT);
    }
}
