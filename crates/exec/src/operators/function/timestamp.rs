//! Timestamps of samples.

use std::sync::Arc;

use promenade_functions::Kernel;
use promenade_functions::samples::{ABSENT, is_absent};
use promenade_plan::{CallNode, Grid, Node, NodeKind};

use super::presence::any_present;
use crate::evaluator::{Evaluated, Evaluator, Scope, ill_typed};
use crate::operators::Materialized;
use crate::operators::rowwise::map_rows;
use crate::scan::instant::{Output, build_timestamps};
use crate::{Block, ExecError, Operator};

/// `timestamp` and `start_timestamp` of a selector: the timestamp or start timestamp of each sample. If start
/// timestamps are not enabled, `start_timestamp` returns nothing.
pub(crate) fn of_selector(
    evaluator: &mut Evaluator<'_>,
    call: &CallNode,
    arg: &Node,
    scope: Scope,
) -> Result<Evaluated, ExecError> {
    let is_start = matches!(call.def.kernel, Kernel::StartTimestamp);
    let output = if is_start { Output::StartTimestamp } else { Output::Timestamp };
    let NodeKind::VectorSelector(selector) = &arg.kind else { return Err(ill_typed(arg)) };
    let scan = build_timestamps(evaluator, arg, selector, output, scope)?;
    if is_start && !evaluator.ctx.features.use_start_timestamps {
        return nothing_of(evaluator, scan.as_ref());
    }
    Ok(map_rows(evaluator, scan, |_: &mut Block| {}))
}

/// `timestamp` of any other vector: the evaluation time.
pub(crate) fn build(evaluator: &Evaluator<'_>, input: Arc<dyn Operator>, grid: Grid) -> Evaluated {
    map_rows(evaluator, input, move |block: &mut Block| evaluation_times(block, grid))
}

/// `start_timestamp` of any other vector: nothing. The annotations of the argument are still raised.
///
/// # Errors
/// Returns any error of computing the argument.
pub(crate) fn nothing_of(evaluator: &mut Evaluator<'_>, input: &dyn Operator) -> Result<Evaluated, ExecError> {
    any_present(evaluator, input)?;
    let nothing = Block::empty(0, input.n_steps(), &evaluator.ctx.budget)?;
    Ok(Evaluated::Vector(Arc::new(Materialized::new([].into(), nothing))))
}

fn evaluation_times(block: &mut Block, grid: Grid) {
    for row_idx in 0..block.n_rows() {
        let cells = block.take_histogram_row(row_idx);
        let row = block.row_mut(row_idx);
        for (step_idx, v) in row.iter_mut().enumerate() {
            *v = if is_absent(*v) { ABSENT } else { grid.at(step_idx) as f64 / 1000.0 };
        }
        for (step_idx, _) in cells {
            row[step_idx as usize] = grid.at(step_idx as usize) as f64 / 1000.0;
        }
    }
}
