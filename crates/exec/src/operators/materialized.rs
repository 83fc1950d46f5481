//! Rows that are already computed.

use std::sync::Arc;

use promenade_functions::samples::ScalarColumn;
use promenade_model::Labels;
use promenade_plan::Grid;

use crate::{Block, ExecError, Operator, QueryContext, RowMeta, Task};

/// An operator over a computed block.
pub(crate) struct Materialized {
    meta: Arc<[RowMeta]>,
    block: Block,
}

impl Materialized {
    /// The rows of `block` with their metadata.
    pub(crate) fn new(meta: Arc<[RowMeta]>, block: Block) -> Self {
        debug_assert_eq!(meta.len(), block.n_rows());
        Self { meta, block }
    }

    /// The computed rows.
    pub(crate) fn rows(&self) -> &Block {
        &self.block
    }

    /// Removes rows without samples.
    ///
    /// # Errors
    /// Returns an error if the query exceeds its memory limit.
    pub(crate) fn without_empty_rows(self, ctx: &QueryContext) -> Result<Self, ExecError> {
        let keep: Vec<usize> = (0..self.meta.len()).filter(|i| !self.block.is_row_empty(*i)).collect();
        if keep.len() == self.meta.len() {
            return Ok(self);
        }
        self.pick(&keep, ctx)
    }

    /// Copies the rows with these indices, in this order.
    ///
    /// # Errors
    /// Returns an error if the query exceeds its memory limit.
    pub(crate) fn pick(&self, rows: &[usize], ctx: &QueryContext) -> Result<Self, ExecError> {
        let mut block = Block::empty(rows.len(), self.block.n_steps(), &ctx.budget)?;
        for (i, row) in rows.iter().enumerate() {
            block.copy_row(i, &self.block, *row);
        }
        Ok(Self { meta: rows.iter().map(|row| self.meta[*row].clone()).collect(), block })
    }
}

impl Operator for Materialized {
    fn series(&self) -> &Arc<[RowMeta]> {
        &self.meta
    }

    fn n_steps(&self) -> usize {
        self.block.n_steps()
    }

    fn block(&self, rows: &[u32], task: &mut Task<'_>) -> Result<Block, ExecError> {
        let mut out = Block::empty(rows.len(), self.block.n_steps(), &task.ctx.budget)?;
        for (i, row) in rows.iter().enumerate() {
            out.copy_row(i, &self.block, *row as usize);
        }
        Ok(out)
    }

    fn whole(&self) -> Option<&Block> {
        Some(&self.block)
    }

    fn is_silent(&self) -> bool {
        true
    }
}

/// Converts a scalar to a row without labels.
///
/// # Errors
/// Returns an error if the query exceeds its memory limit.
pub(crate) fn scalar_row(ctx: &QueryContext, column: ScalarColumn, grid: Grid) -> Result<Arc<dyn Operator>, ExecError> {
    let mut block = Block::empty(1, grid.n_steps(), &ctx.budget)?;
    match column {
        ScalarColumn::Const(v) => block.row_mut(0).fill(v),
        ScalarColumn::PerStep(values) => block.row_mut(0).copy_from_slice(&values),
    }
    Ok(Arc::new(Materialized::new([RowMeta::new(Labels::empty())].into(), block)))
}
