//! Subquery: the steps of an inner query as the samples of a range vector.

use std::sync::Arc;

use promenade_functions::samples::{RangeMode, is_absent};
use promenade_plan::{Grid, Subquery};
use promenade_storage::{SampleBuffer, Samples};

use super::extent;
use super::range::{RangeSource, RowReader, WindowSpec};
use crate::operators::Materialized;
use crate::physical::{Builder, Value};
use crate::tiles::tile_rows;
use crate::{Block, ExecError, Operator, RowMeta, Task};

/// Builds the source of a subquery.
pub(crate) fn build(builder: &mut Builder<'_>, subquery: &Subquery, grid: Grid) -> Result<Value, ExecError> {
    let windows = WindowSpec {
        grid,
        range_ms: subquery.range_ms,
        offset_ms: subquery.offset_ms,
        at_ms: subquery.at_ms,
        mode: RangeMode::Plain,
        lookback_ms: 0,
        is_subquery: true,
    };
    let inner_grid = subquery.grid(grid);
    if inner_grid.n_steps() == 0 {
        // Nothing inside is evaluated, and nothing said of it.
        let nothing = Materialized::new([].into(), Block::empty(0, 0, &builder.ctx.budget)?);
        return Ok(Value::Matrix(Arc::new(SubqueryRows { operator: Arc::new(nothing), inner_grid, windows })));
    }
    let shift_ms = at_shift_ms(builder, subquery, grid);
    let around_ms = std::mem::replace(&mut builder.at_shift_ms, shift_ms);
    let inner_grid = extent::clipped(builder, &subquery.expr, inner_grid);
    builder.enter_grid(inner_grid)?;
    let around = builder.frames.enter_subquery(inner_grid, subquery.into(), builder.ctx)?;
    let value = builder.build(&subquery.expr, inner_grid);
    builder.frames.leave(around);
    builder.at_shift_ms = around_ms;
    let operator = match value? {
        Value::Vector(operator) => operator,
        Value::Scalar(column) => super::super::operators::scalar_row(builder.ctx, column, inner_grid)?,
        Value::String(_) | Value::Matrix(_) => {
            return Err(ExecError::IllTypedPlan { operation: "a subquery" });
        }
    };
    Ok(Value::Matrix(Arc::new(SubqueryRows { operator, inner_grid, windows })))
}

/// By how much `@` misses its time inside of the subquery. Prometheus turns `@` into an offset from the start of the
/// evaluation, the offsets of the subqueries around it included, and anew where a subquery starts at another time. One that
/// starts at the same time, which takes a negative offset, keeps what its own offset added.
fn at_shift_ms(builder: &Builder<'_>, subquery: &Subquery, grid: Grid) -> i64 {
    if subquery.grid(grid).start_ms != grid.start_ms {
        return 0;
    }
    let around_ms = subquery.at_ms.map_or(builder.at_shift_ms, |at_ms| grid.start_ms.saturating_sub(at_ms));
    around_ms.saturating_add(subquery.offset_ms)
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

    /// Rows are computed a few at a time, as there may be many more steps than the function around has.
    fn reader<'a>(&'a self, rows: &'a [u32], task: &mut Task<'_>) -> Result<Box<dyn RowReader + 'a>, ExecError> {
        let nothing = Block::empty(0, 0, &task.ctx.budget)?;
        Ok(Box::new(BlockReader { source: self, rows, first: 0, block: nothing }))
    }
}

struct BlockReader<'a> {
    source: &'a SubqueryRows,
    rows: &'a [u32],
    /// Some of the rows, from this one on.
    first: usize,
    block: Block,
}

impl BlockReader<'_> {
    /// The place of a row in the block, which is computed anew where the row is not in it.
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
