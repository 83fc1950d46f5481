//! Whether a query may hold more samples than it is allowed to, as far as that is known before it reads any.

use promenade_functions::Kernel;
use promenade_model::ValueType;
use promenade_model::stack::deeper;
use promenade_plan::{CallNode, Grid, LogicalPlan, Node, NodeId, NodeKind};
use rustc_hash::FxHashMap;

use crate::scan::Selected;

/// More samples than a native histogram is taken to count for: those of one with some 500 buckets.
const HISTOGRAM_SAMPLES: u64 = 256;

/// Whether the results of all nodes with their vectors may be more samples than `limit`.
///
/// Windows are left out: it takes a single window of so many samples to pass the limit where the results do not.
pub(super) fn may_exceed(plan: &LogicalPlan, selected: &FxHashMap<NodeId, Selected>, limit: u64) -> bool {
    let mut walk = Walk { selected, sum: 0 };
    walk.node(&plan.root, plan.grid);
    let has_histograms = selected.values().any(|selected| selected.cell_weight() > 1);
    let weight = if has_histograms { HISTOGRAM_SAMPLES } else { 1 };
    // Each sample is held in the result of a node and in the vectors of a step.
    walk.sum.saturating_mul(2 * weight) > limit
}

struct Walk<'a> {
    selected: &'a FxHashMap<NodeId, Selected>,
    /// Samples of all nodes so far.
    sum: u64,
}

impl Walk<'_> {
    /// The most samples that the result of a node may have.
    fn node(&mut self, node: &Node, grid: Grid) -> u64 {
        let n = deeper(|| self.kind(node, grid));
        self.sum = self.sum.saturating_add(n);
        n
    }

    fn kind(&mut self, node: &Node, grid: Grid) -> u64 {
        let n_steps = grid.n_steps() as u64;
        match &node.kind {
            NodeKind::String(_) => 0,
            NodeKind::Number(_) => n_steps,
            NodeKind::VectorSelector(_) | NodeKind::MatrixSelector(_) => {
                let n_series = self.selected.get(&node.id).map_or(0, |selected| selected.series().len());
                n_steps.saturating_mul(n_series as u64)
            }
            NodeKind::Subquery(subquery) => {
                let inner = subquery.grid(grid);
                let n = self.node(&subquery.expr, inner);
                // As many series as the inside has samples at each of its steps, at each step around.
                n.div_ceil((inner.n_steps() as u64).max(1)).saturating_mul(n_steps)
            }
            NodeKind::StepInvariant(inner) => {
                let once = Grid { end_ms: grid.start_ms, ..grid };
                self.node(inner, once).saturating_mul(n_steps)
            }
            NodeKind::Call(call) => self.call(call, grid),
            _ => self.children(node, grid),
        }
    }

    fn call(&mut self, call: &CallNode, grid: Grid) -> u64 {
        let args: u64 = call.args.iter().map(|arg| self.node(arg, grid)).fold(0, u64::saturating_add);
        let n_outputs = match call.def.kernel {
            Kernel::HistogramQuantiles => call.args.len() as u64,
            _ => 1,
        };
        let is_constant = call.args.iter().all(|arg| arg.value_type == ValueType::String);
        args.saturating_mul(n_outputs).max(if is_constant { grid.n_steps() as u64 } else { 0 })
    }

    fn children(&mut self, node: &Node, grid: Grid) -> u64 {
        node.children().map(|child| self.node(child, grid)).fold(0, u64::saturating_add)
    }
}
