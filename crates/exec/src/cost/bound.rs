//! How many samples a query may hold at once, as far as that is known before it reads any.

use promenade_functions::Kernel;
use promenade_functions::samples::RangeMode;
use promenade_model::ValueType;
use promenade_model::stack::deeper;
use promenade_plan::{CallNode, Grid, LogicalPlan, Node, NodeId, NodeKind};
use rustc_hash::FxHashMap;

use crate::scan::Selected;

/// More samples than a native histogram is taken to count for: those of one with some 500 buckets.
const HISTOGRAM_SAMPLES: u64 = 256;

/// No fewer samples than the results of all nodes with the vectors of a step may have. Windows come on top.
///
/// Those of a function are known where they are read. Smoothed selectors without a window, which keep some of theirs, are
/// taken to need any number.
pub(super) fn of(plan: &LogicalPlan, selected: &FxHashMap<NodeId, Selected>) -> u64 {
    let mut walk = Walk { selected, sum: 0 };
    walk.node(&plan.root, plan.grid);
    let has_histograms = selected.values().any(|selected| selected.cell_weight() > 1);
    let weight = if has_histograms { HISTOGRAM_SAMPLES } else { 1 };
    walk.sum.saturating_mul(2 * weight)
}

struct Walk<'a> {
    selected: &'a FxHashMap<NodeId, Selected>,
    /// Samples of all nodes so far.
    sum: u64,
}

impl Walk<'_> {
    /// The most samples that the result of a node may have.
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
                // As many series as the inside has samples at each of its steps, at each step around.
                n.div_ceil((inner.n_steps() as u64).max(1)).saturating_mul(n_steps)
            }
            NodeKind::StepInvariant(inner) => self.node(inner, grid.first_step()).saturating_mul(n_steps),
            NodeKind::Call(call) => self.call(call, grid),
            _ => self.children(node, grid),
        }
    }

    fn call(&mut self, call: &CallNode, grid: Grid) -> u64 {
        let args: u64 = call.args.iter().map(|arg| self.node(arg, grid)).fold(0, u64::saturating_add);
        // How many results there are for each sample of the arguments, and whether there is one where these have none.
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
