//! `min` and `max`.

use super::fold::{Fold, FoldKernel, HistogramFold, ValueUse};
use super::{AggregatorDef, AggregatorKernel};
use crate::definition::{Docs, Stability};
use crate::samples::is_absent;

pub(super) static MIN: AggregatorDef = AggregatorDef {
    name: "min",
    param: None,
    stability: Stability::Stable,
    docs: Docs::new(
        "Finds the smallest value of each group.",
        "The result is `NaN` only if all values are `NaN`. Native histograms are ignored with an info.",
        "min by (instance) (node_filesystem_avail_bytes)",
    ),
    kernel: AggregatorKernel::Fold(Fold::new(ValueUse::Picked, HistogramFold::Ignore, &Min)),
};

pub(super) static MAX: AggregatorDef = AggregatorDef {
    name: "max",
    param: None,
    stability: Stability::Stable,
    docs: Docs::new(
        "Finds the largest value of each group.",
        "The result is `NaN` only if all values are `NaN`. Native histograms are ignored with an info.",
        "max by (job) (process_resident_memory_bytes)",
    ),
    kernel: AggregatorKernel::Fold(Fold::new(ValueUse::Picked, HistogramFold::Ignore, &Max)),
};

/// Columns: smallest value.
struct Min;

/// Columns: largest value.
struct Max;

impl FoldKernel for Min {
    fn n_columns(&self) -> usize {
        1
    }

    fn add_row(&self, state: &mut [f64], values: &[f64]) {
        // An absent cell is a NaN too, which any value replaces.
        for (min, v) in state.iter_mut().zip(values) {
            let take = (min.is_nan() || *min > *v) && !is_absent(*v);
            *min = if take { *v } else { *min };
        }
    }

    fn merge_row(&self, state: &mut [f64], later: &[f64]) {
        self.add_row(state, later);
    }

    fn finish_row(&self, state: &[f64], out: &mut [f64]) {
        out.copy_from_slice(state);
    }
}

impl FoldKernel for Max {
    fn n_columns(&self) -> usize {
        1
    }

    fn add_row(&self, state: &mut [f64], values: &[f64]) {
        for (max, v) in state.iter_mut().zip(values) {
            let take = (max.is_nan() || *max < *v) && !is_absent(*v);
            *max = if take { *v } else { *max };
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
    fn extremes_prefer_anything_to_nan() {
        let (nan, inf) = (f64::NAN, f64::INFINITY);
        for (values, min, max) in [
            (&[3.0, 1.0, 2.0] as &[f64], 1.0, 3.0),
            (&[nan, 1.0, nan, 2.0], 1.0, 2.0),
            (&[nan, nan], nan, nan),
            (&[inf, -inf, nan], -inf, inf),
            (&[ABSENT, nan, ABSENT], nan, nan),
            (&[ABSENT, ABSENT], ABSENT, ABSENT),
        ] {
            check(&Min, values, min);
            check(&Max, values, max);
        }
    }
}
