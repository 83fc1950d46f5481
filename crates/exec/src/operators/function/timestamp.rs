//! Times of samples.

use std::sync::Arc;

use promenade_functions::samples::{ABSENT, is_absent};
use promenade_plan::{CallNode, Grid, NodeKind};

use crate::operators::Materialized;
use crate::operators::rowwise::map_rows;
use crate::physical::{Builder, Value};
use crate::scan::instant::{Output, build_timestamps};
use crate::{Block, ExecError};

/// `timestamp`: of a selector the time of each sample, of any other vector the evaluation time.
pub(crate) fn build(builder: &mut Builder<'_>, call: &CallNode, grid: Grid) -> Result<Value, ExecError> {
    let arg = &call.args[0];
    if let NodeKind::VectorSelector(selector) = &arg.kind {
        let scan = build_timestamps(builder, arg, selector, grid, Output::Timestamp)?;
        return map_rows(builder, scan, |_: &mut Block| {});
    }
    let input = builder.vector(arg, grid)?;
    map_rows(builder, input, move |block: &mut Block| evaluation_times(block, grid))
}

/// `start_timestamp`: of a selector the start time of each sample. Of any other vector, and where start timestamps are
/// not in use, nothing.
pub(crate) fn build_start(builder: &mut Builder<'_>, call: &CallNode, grid: Grid) -> Result<Value, ExecError> {
    let arg = &call.args[0];
    let input = if let NodeKind::VectorSelector(selector) = &arg.kind {
        let scan = build_timestamps(builder, arg, selector, grid, Output::StartTimestamp)?;
        if builder.ctx.options.features.use_start_timestamps {
            return map_rows(builder, scan, |_: &mut Block| {});
        }
        scan
    } else {
        builder.vector(arg, grid)?
    };
    // Annotations of the argument are raised all the same.
    super::presence::any_present(builder, input.as_ref())?;
    let nothing = Block::empty(0, grid.n_steps(), &builder.ctx.budget)?;
    Ok(Value::Vector(Arc::new(Materialized::new([].into(), nothing))))
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
