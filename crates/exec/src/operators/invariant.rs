//! Parts of a query that do not depend on the step: computed at the first one, then repeated.

use std::sync::Arc;

use promenade_functions::samples::ScalarColumn;
use promenade_plan::{Grid, Node};

use crate::physical::{Builder, Value};
use crate::{Block, ExecError, Operator, RowMeta, Task};

/// Builds the operator.
pub(crate) fn build(builder: &mut Builder<'_>, expr: &Node, grid: Grid) -> Result<Value, ExecError> {
    let first = Grid { end_ms: grid.start_ms, ..grid };
    let around = builder.frames.enter_once(first);
    let value = builder.build(expr, first);
    builder.frames.leave(around);
    match value? {
        Value::Vector(input) if grid.n_steps() > 1 => {
            Ok(Value::Vector(Arc::new(Repeat { input, n_steps: grid.n_steps() })))
        }
        Value::Scalar(ScalarColumn::PerStep(values)) if values.len() == 1 => {
            Ok(Value::Scalar(ScalarColumn::Const(values[0])))
        }
        other => Ok(other),
    }
}

/// Rows of one step, repeated.
struct Repeat {
    input: Arc<dyn Operator>,
    n_steps: usize,
}

impl Operator for Repeat {
    fn series(&self) -> &Arc<[RowMeta]> {
        self.input.series()
    }

    fn n_steps(&self) -> usize {
        self.n_steps
    }

    fn block(&self, rows: &[u32], task: &mut Task<'_>) -> Result<Block, ExecError> {
        let once = self.input.block(rows, task)?;
        let mut block = Block::empty(rows.len(), self.n_steps, &task.ctx.budget)?;
        for row_idx in 0..rows.len() {
            block.row_mut(row_idx).fill(once.row(row_idx)[0]);
            if let Some(histogram) = once.histogram(row_idx, 0) {
                let cells = (0..self.n_steps as u32).map(|step| (step, histogram.clone())).collect();
                block.set_histogram_row(row_idx, cells);
            }
        }
        Ok(block)
    }

    fn is_silent(&self) -> bool {
        self.input.is_silent()
    }
}
