//! `absent` and `absent_over_time`.

use std::sync::Arc;

use promenade_functions::absent::absent_labels;
use promenade_functions::kernel::RangeKernel;
use promenade_functions::samples::{RangeInput, RowOut};
use promenade_model::Labels;
use promenade_plan::{CallNode, Node, NodeKind};

use super::presence::any_present;
use crate::evaluator::{Evaluated, Evaluator};
use crate::operators::{Materialized, call};
use crate::{Block, ExecError, Operator, RowMeta};

/// Builds the operator of `absent`.
pub(crate) fn build(evaluator: &mut Evaluator<'_>, arg: &Node, input: &dyn Operator) -> Result<Evaluated, ExecError> {
    // The labels of the result have no metric name from the start, so the name needs no dropping.
    absences(evaluator, input, RowMeta::new(labels_of(arg)))
}

/// Builds the operator of `absent_over_time`.
pub(crate) fn build_over_time(
    evaluator: &mut Evaluator<'_>,
    node: &Node,
    call: &CallNode,
    args: Vec<Evaluated>,
) -> Result<Evaluated, ExecError> {
    let input = call::windows(evaluator, node, call, args, &AnySample)?;
    let meta = RowMeta { labels: labels_of(&call.args[0]), drop_name: true };
    absences(evaluator, &input, meta)
}

/// A row that is 1 at the steps where the input has no sample.
fn absences(evaluator: &mut Evaluator<'_>, input: &dyn Operator, meta: RowMeta) -> Result<Evaluated, ExecError> {
    let present = any_present(evaluator, input)?;
    let mut block = Block::empty(1, present.len(), &evaluator.ctx.budget)?;
    for (cell, present) in block.row_mut(0).iter_mut().zip(present) {
        if !present {
            *cell = 1.0;
        }
    }
    Ok(Evaluated::Vector(Arc::new(Materialized::new([meta].into(), block).without_empty_rows(evaluator.ctx)?)))
}

/// The labels that a selector's matchers give; none for other expressions.
fn labels_of(arg: &Node) -> Labels {
    match &arg.kind {
        NodeKind::VectorSelector(selector) => absent_labels(&selector.matchers),
        NodeKind::MatrixSelector(matrix) => absent_labels(&matrix.selector.matchers),
        _ => Labels::empty(),
    }
}

/// A kernel that returns 1 if the window contains a sample.
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
