//! Aggregations.

use promenade_plan::{AggregateNode, Grid, Node};

use crate::ExecError;
use crate::physical::{Builder, Value};

/// Builds the operator.
pub(crate) fn build(_: &mut Builder<'_>, _: &Node, _: &AggregateNode, _: Grid) -> Result<Value, ExecError> {
    Err(ExecError::Execution("this is not evaluated yet".to_owned()))
}
