//! Subqueries: the steps of an inner query as the samples of a range vector.

use std::sync::Arc;

use promenade_functions::samples::{RangeMode, is_absent};
use promenade_plan::{Grid, Subquery};
use promenade_storage::{SampleBuffer, Samples};

use super::extent;
use super::range::{RangeSource, RowReader, WindowSpec};
use crate::evaluator::{Evaluated, Evaluator, Scope};
use crate::operators::{Materialized, scalar_row};
use crate::tiles::tile_rows;
use crate::{Block, ExecError, Operator, RowMeta, Task};

/// The scope in which the inner expression of a subquery is evaluated; `None` if it has no step.
///
/// # Errors
/// Returns an error if the subquery has too many steps or the query exceeds its memory limit.
pub(crate) fn inside(
    evaluator: &mut Evaluator<'_>,
    subquery: &Subquery,
    scope: Scope,
) -> Result<Option<Scope>, ExecError> {
    let grid = subquery.grid(scope.grid);
    if grid.n_steps() == 0 {
        return Ok(None);
    }
    let grid = extent::clipped(evaluator, &subquery.expr, grid);
    evaluator.enter_grid(grid)?;
    let frame = evaluator.frames.add_subquery(grid, (subquery.into(), scope.frame), evaluator.ctx)?;
    Ok(Some(scope.of_subquery(grid, frame)))
}

/// The source of a subquery without steps.
///
/// # Errors
/// Returns an error if the query exceeds its memory limit.
pub(crate) fn without_steps(
    evaluator: &Evaluator<'_>,
    subquery: &Subquery,
    grid: Grid,
) -> Result<Evaluated, ExecError> {
    let nothing = Arc::new(Materialized::new([].into(), Block::empty(0, 0, &evaluator.ctx.budget)?));
    let (inner_grid, windows) = (subquery.grid(grid), windows(subquery, grid));
    Ok(Evaluated::Matrix(Arc::new(SubqueryRows { operator: nothing, inner_grid, windows })))
}

/// Builds the source of a subquery at the steps of `grid`. `value` is the inner expression's value at the steps of
/// `inner_grid`.
///
/// # Errors
/// Returns an error if the value is neither a vector nor a scalar, or the query exceeds its memory limit.
pub(crate) fn build(
    evaluator: &Evaluator<'_>,
    subquery: &Subquery,
    value: Evaluated,
    (grid, inner_grid): (Grid, Grid),
) -> Result<Evaluated, ExecError> {
    let operator = match value {
        Evaluated::Scalar(column) => scalar_row(evaluator.ctx, column, inner_grid)?,
        other => other.into_vector(&subquery.expr)?,
    };
    Ok(Evaluated::Matrix(Arc::new(SubqueryRows { operator, inner_grid, windows: windows(subquery, grid) })))
}

fn windows(subquery: &Subquery, grid: Grid) -> WindowSpec {
    WindowSpec {
        grid,
        range_ms: subquery.range_ms,
        offset_ms: subquery.offset_ms,
        at_ms: subquery.at_ms,
        mode: RangeMode::Plain,
        lookback_ms: 0,
        before_ms: subquery.range_ms,
        after_ms: 0,
        is_subquery: true,
    }
}

struct SubqueryRows {
    operator: Arc<dyn Operator>,
    inner_grid: Grid,
    windows: WindowSpec,
}

impl RangeSource for SubqueryRows {
    fn series(&self) -> &Arc<[RowMeta]> {
        self.operator.series()
    }

    fn cell_weight(&self) -> usize {
        self.operator.cell_weight()
    }

    fn windows(&self) -> &WindowSpec {
        &self.windows
    }

    /// Rows are computed a few at a time, since a subquery may have many more steps than the enclosing function.
    fn reader<'a>(&'a self, rows: &'a [u32], task: &mut Task<'_>) -> Result<Box<dyn RowReader + 'a>, ExecError> {
        let nothing = Block::empty(0, 0, &task.ctx.budget)?;
        Ok(Box::new(BlockReader { source: self, rows, first: 0, block: nothing }))
    }
}

struct BlockReader<'a> {
    source: &'a SubqueryRows,
    rows: &'a [u32],
    /// The index of the first row in `block`.
    first: usize,
    block: Block,
}

impl BlockReader<'_> {
    /// The index of a row in the block, which is computed again if it does not contain the row.
    fn place(&mut self, idx: usize, task: &mut Task<'_>) -> Result<usize, ExecError> {
        if !(self.first..self.first + self.block.n_rows()).contains(&idx) {
            let operator = &self.source.operator;
            let n_rows = tile_rows(operator.n_steps().saturating_mul(operator.cell_weight()));
            let rows = &self.rows[idx..self.rows.len().min(idx + n_rows)];
            self.block = Block::empty(0, 0, &task.ctx.budget)?;
            self.block = operator.block(rows, task)?;
            self.block.count_histograms()?;
            self.first = idx;
        }
        Ok(idx - self.first)
    }
}

impl RowReader for BlockReader<'_> {
    fn read<'b>(
        &'b mut self,
        idx: usize,
        buffer: &'b mut SampleBuffer,
        task: &mut Task<'_>,
    ) -> Result<Samples<'b>, ExecError> {
        let place = self.place(idx, task)?;
        let grid = self.source.inner_grid;
        buffer.clear();
        for (step_idx, v) in self.block.row(place).iter().enumerate().filter(|(_, v)| !is_absent(**v)) {
            buffer.timestamps.push(grid.at(step_idx));
            buffer.values.push(*v);
        }
        for (step_idx, histogram) in self.block.take_histogram_row(place) {
            buffer.histogram_timestamps.push(grid.at(step_idx as usize));
            buffer.histograms.push(histogram);
        }
        Ok(buffer.as_samples())
    }
}
