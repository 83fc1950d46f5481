//! Functions that say where there is nothing.

use std::sync::Arc;

use promenade_functions::absent::absent_labels;
use promenade_functions::kernel::RangeKernel;
use promenade_functions::samples::{RangeInput, RowOut};
use promenade_model::Labels;
use promenade_plan::{CallNode, Grid, Node, NodeKind};

use super::presence::any_present;
use crate::operators::{Materialized, call};
use crate::physical::{Builder, Value};
use crate::{Block, ExecError, Operator, RowMeta};

/// Builds the operator of `absent`.
pub(crate) fn build(builder: &mut Builder<'_>, call: &CallNode, grid: Grid) -> Result<Value, ExecError> {
    let arg = &call.args[0];
    let input = builder.vector(arg, grid)?;
    // It is nothing of the metric from the start: nothing of the labels that are asked for has to go.
    absences(builder, input.as_ref(), RowMeta::new(labels_of(arg)))
}

/// Builds the operator of `absent_over_time`.
pub(crate) fn build_over_time(
    builder: &mut Builder<'_>,
    node: &Node,
    call: &CallNode,
    grid: Grid,
) -> Result<Value, ExecError> {
    let input: Arc<dyn Operator> = Arc::new(call::windows(builder, node, call, grid, &AnySample)?);
    let meta = RowMeta { labels: labels_of(&call.args[0]), drop_name: true };
    absences(builder, input.as_ref(), meta)
}

/// One row that is 1 at the steps where the input has nothing.
fn absences(builder: &mut Builder<'_>, input: &dyn Operator, meta: RowMeta) -> Result<Value, ExecError> {
    let present = any_present(builder, input)?;
    let mut block = Block::empty(1, present.len(), &builder.ctx.budget)?;
    for (cell, present) in block.row_mut(0).iter_mut().zip(present) {
        if !present {
            *cell = 1.0;
        }
    }
    Ok(Value::Vector(Arc::new(Materialized::new([meta].into(), block).without_empty_rows(builder.ctx)?)))
}

/// The labels that a selector asks for; none for any other expression.
fn labels_of(arg: &Node) -> Labels {
    match &arg.kind {
        NodeKind::VectorSelector(selector) => absent_labels(&selector.matchers),
        NodeKind::MatrixSelector(matrix) => absent_labels(&matrix.selector.matchers),
        _ => Labels::empty(),
    }
}

/// 1 where the window holds a sample.
struct AnySample;

impl RangeKernel for AnySample {
    fn eval(&self, input: &RangeInput<'_>, out: &mut RowOut<'_>) {
        let windows = input.windows.floats.iter().zip(input.windows.histograms);
        for (cell, (floats, histograms)) in out.values.iter_mut().zip(windows) {
            if !floats.is_empty() || !histograms.is_empty() {
                *cell = 1.0;
            }
        }
    }
}
