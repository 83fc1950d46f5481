//! Float functions of one argument.

use promenade_plan::{CallNode, Grid};

use crate::ExecError;
use crate::operators::rowwise::{FloatMap, map_rows};
use crate::physical::{Builder, Value};

/// Builds the operator.
pub(crate) fn build(
    builder: &mut Builder<'_>,
    call: &CallNode,
    grid: Grid,
    f: fn(f64) -> f64,
) -> Result<Value, ExecError> {
    let input = builder.vector(&call.args[0], grid)?;
    map_rows(builder, input, FloatMap(f))
}
