//! Unary minus.

use std::sync::Arc;

use promenade_functions::samples::{ScalarColumn, is_absent};
use promenade_model::SharedHistogram;
use promenade_model::histogram::Factor;
use promenade_plan::{Grid, Node};

use super::duplicates;
use super::rowwise::{CellMap, Rowwise};
use crate::physical::{Builder, Value};
use crate::{Block, ExecError, RowMeta, Task};

/// Builds the operator.
pub(crate) fn build(builder: &mut Builder<'_>, expr: &Node, grid: Grid) -> Result<Value, ExecError> {
    match builder.build(expr, grid)? {
        Value::Scalar(ScalarColumn::Const(v)) => Ok(Value::Scalar(ScalarColumn::Const(-v))),
        Value::Scalar(ScalarColumn::PerStep(values)) => {
            Ok(Value::Scalar(ScalarColumn::PerStep(values.into_iter().map(|v| -v).collect())))
        }
        Value::Vector(input) => {
            let meta: Arc<[RowMeta]> = input.series().iter().map(|row| row.without_name(builder.ctx)).collect();
            let operator = Arc::new(Rowwise { input, meta, map: Negation });
            Ok(Value::Vector(duplicates::merge_series(builder, operator)?))
        }
        other => Ok(other),
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
