//! Date functions, applied to the floats of a vector or to the evaluation time.

use std::sync::Arc;

use promenade_plan::Grid;

use crate::evaluator::{Evaluated, Evaluator};
use crate::operators::call::per_step;
use crate::operators::rowwise::{FloatMap, map_rows};
use crate::operators::scalar_row;
use crate::{ExecError, Operator};

/// Builds the operator.
pub(crate) fn build(
    evaluator: &Evaluator<'_>,
    input: Option<Arc<dyn Operator>>,
    grid: Grid,
    f: fn(f64) -> f64,
) -> Result<Evaluated, ExecError> {
    if let Some(input) = input {
        return Ok(map_rows(evaluator, input, FloatMap(f)));
    }
    let column = per_step(grid, |t_ms| f((t_ms / 1000) as f64));
    Ok(Evaluated::Vector(scalar_row(evaluator.ctx, column, grid)?))
}
