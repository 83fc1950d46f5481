//! Between scalars and vectors.

use promenade_plan::{CallNode, Grid};

use crate::ExecError;
use crate::physical::{Builder, Value};

pub(crate) fn to_scalar(_: &mut Builder<'_>, _: &CallNode, _: Grid) -> Result<Value, ExecError> {
    Err(ExecError::Execution("this function is not evaluated yet".to_owned()))
}

pub(crate) fn to_vector(_: &mut Builder<'_>, _: &CallNode, _: Grid) -> Result<Value, ExecError> {
    Err(ExecError::Execution("this function is not evaluated yet".to_owned()))
}
