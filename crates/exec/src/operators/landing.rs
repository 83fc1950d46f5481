//! An operator placed at regular levels of a deep operator tree, which lets the stack grow.

use std::sync::Arc;

use promenade_model::stack::deeper;

use crate::operator::SparseRows;
use crate::{Block, ExecError, Operator, RowMeta, Task};

/// The maximum number of levels between landings.
pub(crate) const LEVELS: usize = 32;

/// The rows of another operator. Properties of all rows are cached here. The stack grows if necessary when cells are
/// computed and when the tree is dropped.
pub(crate) struct Landing {
    /// `None` only during `drop`.
    input: Option<Arc<dyn Operator>>,
    meta: Arc<[RowMeta]>,
    n_steps: usize,
    cell_weight: usize,
    is_silent: bool,
}

impl Landing {
    /// The rows of `input`.
    pub(crate) fn new(input: Arc<dyn Operator>) -> Self {
        Self {
            meta: input.series().clone(),
            n_steps: input.n_steps(),
            cell_weight: input.cell_weight(),
            is_silent: input.is_silent(),
            input: Some(input),
        }
    }

    fn input(&self) -> &dyn Operator {
        self.input.as_deref().expect("an operator is asked before it is dropped")
    }
}

impl Drop for Landing {
    fn drop(&mut self) {
        let input = self.input.take();
        deeper(|| drop(input));
    }
}

impl Operator for Landing {
    fn series(&self) -> &Arc<[RowMeta]> {
        &self.meta
    }

    fn n_steps(&self) -> usize {
        self.n_steps
    }

    fn block(&self, rows: &[u32], task: &mut Task<'_>) -> Result<Block, ExecError> {
        deeper(|| self.input().block(rows, task))
    }

    fn whole(&self) -> Option<&Block> {
        self.input().whole()
    }

    fn sparse(&self) -> Option<&dyn SparseRows> {
        self.input().sparse()
    }

    fn cell_weight(&self) -> usize {
        self.cell_weight
    }

    fn has_distinct_labels(&self) -> bool {
        self.input().has_distinct_labels()
    }

    fn is_silent(&self) -> bool {
        self.is_silent
    }
}
