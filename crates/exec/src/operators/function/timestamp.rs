//! Times of samples.

use promenade_plan::{CallNode, Grid};

use crate::ExecError;
use crate::physical::{Builder, Value};

pub(crate) fn build(_: &mut Builder<'_>, _: &CallNode, _: Grid) -> Result<Value, ExecError> {
    Err(ExecError::Execution("this function is not evaluated yet".to_owned()))
}

pub(crate) fn build_start(_: &mut Builder<'_>, _: &CallNode, _: Grid) -> Result<Value, ExecError> {
    Err(ExecError::Execution("this function is not evaluated yet".to_owned()))
}
