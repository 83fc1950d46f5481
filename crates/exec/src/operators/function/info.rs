//! Labels of info metrics.

use promenade_plan::{CallNode, Grid, Node};

use crate::ExecError;
use crate::physical::{Builder, Value};

pub(crate) fn build(_: &mut Builder<'_>, _: &Node, _: &CallNode, _: Grid) -> Result<Value, ExecError> {
    Err(ExecError::Execution("this function is not evaluated yet".to_owned()))
}
