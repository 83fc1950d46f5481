//! What stands at every so many levels of a deep tree of operators, so that it needs no more stack than there is.

use std::sync::Arc;

use promenade_model::stack::deeper;

use crate::operator::SparseRows;
use crate::{Block, ExecError, Operator, RowMeta, Task};

/// How many levels of operators may be between two landings.
pub(crate) const LEVELS: usize = 32;

/// The rows of another operator. What is asked of all rows is known here already, and the stack grows where cells are
/// computed, and where the tree is dropped.
pub(crate) struct Landing {
    /// It is empty only while it is dropped.
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
