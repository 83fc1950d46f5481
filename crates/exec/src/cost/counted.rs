//! An operator that counts the samples that it computes.

use std::sync::Arc;

use super::NodeHeld;
use crate::tiles::run_tiles_of;
use crate::{Block, ExecError, Operator, QueryContext, RowMeta, Task};

/// Counts the samples of its input as they are computed.
pub(crate) struct Counted {
    pub(super) input: Arc<dyn Operator>,
    pub(super) held: Arc<NodeHeld>,
}

impl Counted {
    /// Counts the rows that were never requested.
    pub(super) fn count_rest(&self, ctx: &QueryContext) -> Result<(), ExecError> {
        let rows = self.held.uncounted();
        // These annotations are discarded, since the rows are not part of the result.
        run_tiles_of(self, &rows, ctx, &mut Vec::new(), |_, _, _| Ok(()), |()| Ok(()))
    }
}

impl Operator for Counted {
    fn series(&self) -> &Arc<[RowMeta]> {
        self.input.series()
    }

    fn n_rows(&self) -> usize {
        self.input.n_rows()
    }

    fn n_steps(&self) -> usize {
        self.input.n_steps()
    }

    fn block(&self, rows: &[u32], task: &mut Task<'_>) -> Result<Block, ExecError> {
        let block = self.input.block(rows, task)?;
        self.held.add_block(rows, &block, task.ctx)?;
        Ok(block)
    }

    fn cell_weight(&self) -> usize {
        self.input.cell_weight()
    }

    fn has_distinct_labels(&self) -> bool {
        self.input.has_distinct_labels()
    }

    fn is_silent(&self) -> bool {
        self.input.is_silent()
    }
}
