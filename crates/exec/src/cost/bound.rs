//! An upper bound of the samples that a query holds at once, computed before it reads any.

use promenade_functions::Kernel;
use promenade_functions::samples::RangeMode;
use promenade_model::ValueType;
use promenade_model::stack::deeper;
use promenade_plan::{CallNode, Grid, LogicalPlan, Node, NodeId, NodeKind};
use rustc_hash::FxHashMap;

use crate::scan::Selected;

/// The number of samples assumed for a native histogram: that of one with about 500 buckets.
const HISTOGRAM_SAMPLES: u64 = 256;

/// Returns an upper bound of the samples in the results of all nodes and in the vectors of a step. Windows are not
/// included: their size is recorded when they are read.
///
/// Instant selectors with `smoothed` retain samples of their windows, so their bound is the maximum.
pub(super) fn of(plan: &LogicalPlan, selected: &FxHashMap<NodeId, Selected>) -> u64 {
    let mut walk = Walk { selected, sum: 0 };
    walk.node(&plan.root, plan.grid);
    let has_histograms = selected.values().any(|selected| selected.cell_weight() > 1);
    let weight = if has_histograms { HISTOGRAM_SAMPLES } else { 1 };
    walk.sum.saturating_mul(2 * weight)
}

struct Walk<'a> {
    selected: &'a FxHashMap<NodeId, Selected>,
    /// The sum of the bounds of all nodes so far.
    sum: u64,
}

impl Walk<'_> {
    /// Returns the maximum number of samples in the result of a node.
    fn node(&mut self, node: &Node, grid: Grid) -> u64 {
        let node = node.sampled();
        let n = deeper(|| self.kind(node, grid));
        self.sum = self.sum.saturating_add(n);
        n
    }

    fn kind(&mut self, node: &Node, grid: Grid) -> u64 {
        let n_steps = grid.n_steps() as u64;
        match &node.kind {
            NodeKind::String(_) => 0,
            NodeKind::Number(_) => n_steps,
            NodeKind::VectorSelector(selector) if selector.mode == RangeMode::Smoothed => u64::MAX,
            NodeKind::VectorSelector(_) | NodeKind::MatrixSelector(_) => {
                let n_series = self.selected.get(&node.id).map_or(0, |selected| selected.series().len());
                n_steps.saturating_mul(n_series as u64)
            }
            NodeKind::Subquery(subquery) => {
                let inner = subquery.grid(grid);
                let n = self.node(&subquery.expr, inner);
                // Each step of the outer evaluation may have as many series as the inner result has samples per step.
                n.div_ceil((inner.n_steps() as u64).max(1)).saturating_mul(n_steps)
            }
            NodeKind::StepInvariant(inner) => self.node(inner, grid.first_step()).saturating_mul(n_steps),
            NodeKind::Call(call) => self.call(call, grid),
            _ => self.children(node, grid),
        }
    }

    fn call(&mut self, call: &CallNode, grid: Grid) -> u64 {
        let args: u64 = call.args.iter().map(|arg| self.node(arg, grid)).fold(0, u64::saturating_add);
        // The number of results per sample of the arguments, and whether there is a result where the arguments have
        // none.
        let (n_outputs, is_absence) = match call.def.kernel {
            Kernel::HistogramQuantiles => (call.args.len() as u64, false),
            Kernel::Absent | Kernel::AbsentOverTime | Kernel::ToScalar => (1, true),
            Kernel::Math(_)
            | Kernel::Elementwise(_)
            | Kernel::Date(_)
            | Kernel::Histogram(_)
            | Kernel::Scalar(_)
            | Kernel::Time
            | Kernel::Context(_)
            | Kernel::Range(_)
            | Kernel::ToVector
            | Kernel::Timestamp
            | Kernel::StartTimestamp
            | Kernel::Sort(_)
            | Kernel::SortByLabel(_)
            | Kernel::LabelReplace
            | Kernel::LabelJoin
            | Kernel::HistogramQuantile
            | Kernel::HistogramFraction
            | Kernel::Info => (1, false),
        };
        let is_constant = call.args.iter().all(|arg| arg.value_type == ValueType::String);
        let n_least = if is_constant || is_absence { grid.n_steps() as u64 } else { 0 };
        args.saturating_mul(n_outputs).max(n_least)
    }

    fn children(&mut self, node: &Node, grid: Grid) -> u64 {
        node.children().map(|child| self.node(child, grid)).fold(0, u64::saturating_add)
    }
}
