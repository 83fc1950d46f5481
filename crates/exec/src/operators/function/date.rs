//! Functions of the calendar.

use promenade_plan::{CallNode, Grid};

use crate::ExecError;
use crate::physical::{Builder, Value};

pub(crate) fn build(_: &mut Builder<'_>, _: &CallNode, _: Grid, _: fn(f64) -> f64) -> Result<Value, ExecError> {
    Err(ExecError::Execution("this function is not evaluated yet".to_owned()))
}
