//! Samples in the order of values or labels.

use promenade_plan::{CallNode, Grid, Node};

use crate::ExecError;
use crate::physical::{Builder, Value};

pub(crate) fn build(
    _: &mut Builder<'_>,
    _: &Node,
    _: &CallNode,
    _: Grid,
    _: promenade_functions::kernel::SortOrder,
) -> Result<Value, ExecError> {
    Err(ExecError::Execution("this function is not evaluated yet".to_owned()))
}

pub(crate) fn build_by_label(
    _: &mut Builder<'_>,
    _: &Node,
    _: &CallNode,
    _: Grid,
    _: promenade_functions::kernel::SortOrder,
) -> Result<Value, ExecError> {
    Err(ExecError::Execution("this function is not evaluated yet".to_owned()))
}
