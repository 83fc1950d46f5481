//! Operators that map each input row to an output row, cell by cell.

use std::sync::Arc;

use promenade_functions::samples::is_absent;
use promenade_storage::{MaybeSend, MaybeSync};

use crate::evaluator::{Evaluated, Evaluator};
use crate::{Block, ExecError, Operator, RowMeta, Task};

/// A mapping of cells.
pub(crate) trait CellMap: MaybeSend + MaybeSync {
    /// Replaces the cells of a block by the output, in place.
    ///
    /// # Errors
    /// Returns any error of the computation.
    fn apply(&self, block: &mut Block, task: &mut Task<'_>) -> Result<(), ExecError>;
}

/// Maps each float and drops histograms.
pub(crate) struct FloatMap<F>(pub(crate) F);

impl<F: Fn(f64) -> f64 + MaybeSend + MaybeSync> CellMap for FloatMap<F> {
    fn apply(&self, block: &mut Block, _: &mut Task<'_>) -> Result<(), ExecError> {
        for v in block.values_mut() {
            if !is_absent(*v) {
                *v = self.0(*v);
            }
        }
        block.clear_histograms();
        Ok(())
    }
}

impl<F: Fn(&mut Block) + MaybeSend + MaybeSync> CellMap for F {
    fn apply(&self, block: &mut Block, _: &mut Task<'_>) -> Result<(), ExecError> {
        self(block);
        Ok(())
    }
}

/// Rows of `input` without metric names, with mapped cells.
pub(crate) fn map_rows(evaluator: &Evaluator<'_>, input: Arc<dyn Operator>, map: impl CellMap + 'static) -> Evaluated {
    let meta = input.series().iter().map(|row| row.without_name(evaluator.ctx)).collect();
    Evaluated::Vector(Arc::new(Rowwise { input, meta, map }))
}

/// Rows of `input` with new labels and mapped cells.
pub(crate) struct Rowwise<M> {
    /// The source of the rows.
    pub(crate) input: Arc<dyn Operator>,
    /// The new metadata of each row.
    pub(crate) meta: Arc<[RowMeta]>,
    /// The mapping of cells.
    pub(crate) map: M,
}

impl<M: CellMap> Operator for Rowwise<M> {
    fn series(&self) -> &Arc<[RowMeta]> {
        &self.meta
    }

    fn n_steps(&self) -> usize {
        self.input.n_steps()
    }

    fn cell_weight(&self) -> usize {
        self.input.cell_weight()
    }

    fn block(&self, rows: &[u32], task: &mut Task<'_>) -> Result<Block, ExecError> {
        let mut block = self.input.block(rows, task)?;
        self.map.apply(&mut block, task)?;
        Ok(block)
    }
}
