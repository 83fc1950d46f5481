//! Functions of the calendar: of the floats of a vector, or of the evaluation time.

use promenade_plan::{CallNode, Grid};

use crate::ExecError;
use crate::operators::call::per_step;
use crate::operators::rowwise::{FloatMap, map_rows};
use crate::operators::scalar_row;
use crate::physical::{Builder, Value};

/// Builds the operator.
pub(crate) fn build(
    builder: &mut Builder<'_>,
    call: &CallNode,
    grid: Grid,
    f: fn(f64) -> f64,
) -> Result<Value, ExecError> {
    if let Some(arg) = call.args.first() {
        let input = builder.vector(arg, grid)?;
        return map_rows(builder, input, FloatMap(f));
    }
    let column = per_step(grid, |t_ms| f((t_ms / 1000) as f64));
    Ok(Value::Vector(scalar_row(builder.ctx, column, grid)?))
}
