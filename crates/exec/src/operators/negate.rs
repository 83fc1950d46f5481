//! Unary minus.

use promenade_functions::samples::{ScalarColumn, is_absent};
use promenade_model::SharedHistogram;
use promenade_model::histogram::Factor;

use super::rowwise::{CellMap, map_rows};
use crate::evaluator::{Evaluated, Evaluator};
use crate::{Block, ExecError, Task};

/// Negates all numbers of a value.
pub(crate) fn build(evaluator: &Evaluator<'_>, value: Evaluated) -> Evaluated {
    match value {
        Evaluated::Scalar(ScalarColumn::Const(v)) => Evaluated::constant(-v),
        Evaluated::Scalar(ScalarColumn::PerStep(values)) => {
            Evaluated::Scalar(ScalarColumn::PerStep(values.into_iter().map(|v| -v).collect()))
        }
        Evaluated::Vector(input) => map_rows(evaluator, input, Negation),
        other => other,
    }
}

struct Negation;

impl CellMap for Negation {
    fn apply(&self, block: &mut Block, _: &mut Task<'_>) -> Result<(), ExecError> {
        for v in block.values_mut() {
            *v = if is_absent(*v) { *v } else { -*v };
        }
        for row_idx in 0..block.n_rows() {
            let (steps, histograms): (Vec<u32>, Vec<_>) = block.take_histogram_row(row_idx).into_iter().unzip();
            let negated = SharedHistogram::scaled(&histograms, |_| Factor::Times(-1.0));
            block.set_histogram_row(row_idx, steps.into_iter().zip(negated).collect());
            block.count_row(row_idx)?;
        }
        Ok(())
    }
}
