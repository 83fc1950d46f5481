//! `group`: 1 for each group.

use super::fold::{Fold, FoldKernel, HistogramFold, ValueUse};
use super::{AggregatorDef, AggregatorKernel};
use crate::definition::{Docs, Stability};
use crate::samples::is_absent;

pub(super) static GROUP: AggregatorDef = AggregatorDef {
    name: "group",
    param: None,
    stability: Stability::Stable,
    docs: Docs::new(
        "Returns 1 for each group that has any sample.",
        "Both float and histogram samples count, regardless of their value.",
        "count(group by (instance) (up))",
    ),
    kernel: AggregatorKernel::Fold(Fold::new(ValueUse::Ignored, HistogramFold::Presence, &Group)),
};

/// Columns: 1.
struct Group;

impl FoldKernel for Group {
    fn n_columns(&self) -> usize {
        1
    }

    fn add_row(&self, state: &mut [f64], values: &[f64]) {
        for (one, v) in state.iter_mut().zip(values) {
            *one = if is_absent(*v) { *one } else { 1.0 };
        }
    }

    fn merge_row(&self, state: &mut [f64], later: &[f64]) {
        self.add_row(state, later);
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
    fn groups() {
        check(&Group, &[ABSENT, f64::NAN], 1.0);
        check(&Group, &[5.0, -3.0], 1.0);
        check(&Group, &[ABSENT], ABSENT);
    }
}
