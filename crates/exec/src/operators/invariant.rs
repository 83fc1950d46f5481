//! Step-invariant parts of a query, computed at the first step and then repeated.

use std::sync::Arc;

use promenade_functions::samples::ScalarColumn;
use promenade_plan::Grid;

use crate::evaluator::Evaluated;
use crate::{Block, ExecError, Operator, RowMeta, Task};

/// Repeats the value of a part at its only step for all steps of `grid`.
pub(crate) fn repeat(value: Evaluated, grid: Grid) -> Evaluated {
    match value {
        Evaluated::Vector(input) if grid.n_steps() > 1 => {
            Evaluated::Vector(Arc::new(Repeat { input, n_steps: grid.n_steps() }))
        }
        Evaluated::Scalar(ScalarColumn::PerStep(values)) if values.len() == 1 => Evaluated::constant(values[0]),
        other => other,
    }
}

/// Rows of a single step, repeated.
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
