//! Operators that turn each row of their input into a row of their output, cell by cell.

use std::sync::Arc;

use crate::{Block, ExecError, Operator, RowMeta, Task};

/// What is done to the cells of rows.
pub(crate) trait CellMap: Send + Sync {
    /// Turns the cells of a block into those of the output, in place.
    ///
    /// # Errors
    /// Whatever goes wrong on the way.
    fn apply(&self, block: &mut Block, task: &mut Task<'_>) -> Result<(), ExecError>;
}

impl<F: Fn(&mut Block) + Send + Sync> CellMap for F {
    fn apply(&self, block: &mut Block, _: &mut Task<'_>) -> Result<(), ExecError> {
        self(block);
        Ok(())
    }
}

/// Rows of `input` under new labels with their cells mapped.
pub(crate) struct Rowwise<M> {
    /// Where the rows come from.
    pub(crate) input: Arc<dyn Operator>,
    /// Their new labels, as many as the input has rows.
    pub(crate) meta: Arc<[RowMeta]>,
    /// What is done to their cells.
    pub(crate) map: M,
}

impl<M: CellMap> Operator for Rowwise<M> {
    fn series(&self) -> &Arc<[RowMeta]> {
        &self.meta
    }

    fn n_steps(&self) -> usize {
        self.input.n_steps()
    }

    fn block(&self, rows: &[u32], task: &mut Task<'_>) -> Result<Block, ExecError> {
        let mut block = self.input.block(rows, task)?;
        self.map.apply(&mut block, task)?;
        Ok(block)
    }
}
