//! Instant selector with `smoothed`: the value at each step, interpolated between the samples around it.

use std::sync::Arc;

use super::instant::Scan;
use crate::context::NodeRef;
use crate::{Block, ExecError, Operator, RowMeta, Task};

/// The operator of a selector with `smoothed`.
pub(super) struct SmoothedScan {
    pub(super) scan: Scan,
    pub(super) node: NodeRef,
}

impl Operator for SmoothedScan {
    fn series(&self) -> &Arc<[RowMeta]> {
        &self.scan.meta
    }

    fn n_steps(&self) -> usize {
        self.scan.grid.n_steps()
    }

    fn block(&self, _: &[u32], _: &mut Task<'_>) -> Result<Block, ExecError> {
        Err(ExecError::Execution(format!("smoothed instant selectors are not evaluated yet ({:?})", self.node.range)))
    }
}
