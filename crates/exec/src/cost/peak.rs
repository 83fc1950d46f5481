//! The peak of samples that Prometheus's evaluator holds at once.
//!
//! That evaluator computes a query node by node. It holds the whole results of a node's children; at each step, the
//! samples of the children's vectors and of the node's result are added, and the children are released when the node
//! is done. A function over windows works series by series and holds the samples of one window at a time. Samples
//! that Prometheus never releases stay counted here too: the parameters of a function over windows, the argument of
//! `info`, the last window of each series of a smoothed selector.

use promenade_functions::Kernel;
use promenade_functions::aggregators::AggregatorKernel;
use promenade_functions::samples::RangeMode;
use promenade_model::ValueType;
use promenade_model::stack::deeper;
use promenade_plan::{AggregateNode, CallNode, Node, NodeId, NodeKind};

use super::held::Cells;
use super::{Held, NodeHeld};

/// Returns the peak of samples held while a query is evaluated.
pub(super) fn of(root: &Node, held: &Held) -> u64 {
    let mut walk = Walk { held, peak: 0 };
    walk.node(root, 0);
    walk.peak
}

struct Walk<'a> {
    held: &'a Held,
    peak: u64,
}

impl Walk<'_> {
    /// Evaluates a node while `before` samples are held. Returns the number of samples held afterwards.
    fn node(&mut self, node: &Node, before: u64) -> u64 {
        deeper(|| self.node_of_kind(node, before))
    }

    fn node_of_kind(&mut self, node: &Node, before: u64) -> u64 {
        let node = node.sampled();
        if matches!(node.kind, NodeKind::Subquery(_) | NodeKind::MatrixSelector(_)) {
            return self.matrix(node, before);
        }
        // Nodes inside a subquery without steps are not evaluated.
        let Some(cells) = self.held.node(node.id).map(NodeHeld::cells) else { return before };
        match &node.kind {
            NodeKind::String(_) | NodeKind::MatrixSelector(_) | NodeKind::Subquery(_) => before,
            NodeKind::Number(_) => self.steps(before, &[], &cells),
            NodeKind::VectorSelector(selector) if selector.mode == RangeMode::Smoothed => {
                self.smoothed(node.id, before)
            }
            NodeKind::VectorSelector(_) => self.up_to(before + cells.total),
            NodeKind::Call(call) => self.call(node.id, call, before, &cells),
            NodeKind::Aggregate(aggregate) => self.aggregate(aggregate, before, &cells),
            NodeKind::Binary(binary) => self.steps(before, &[&binary.lhs, &binary.rhs], &cells),
            NodeKind::Plus(inner) | NodeKind::Negate(inner) | NodeKind::Merge(inner) | NodeKind::DropNames(inner) => {
                self.node(inner, before)
            }
            NodeKind::StepInvariant(inner) => self.repeated(inner, before, &cells),
        }
    }

    fn up_to(&mut self, n: u64) -> u64 {
        self.peak = self.peak.max(n);
        n
    }

    fn cells(&self, node: &Node) -> Cells {
        self.held.node(node.sampled().id).map(NodeHeld::cells).unwrap_or_default()
    }

    /// A range vector: counted here if it is the whole query, otherwise by the function that reads it.
    fn matrix(&mut self, node: &Node, before: u64) -> u64 {
        match &node.kind {
            NodeKind::Subquery(subquery) => self.node(&subquery.expr, before),
            _ => self.up_to(before + self.cells(node).total),
        }
    }

    /// A node that is evaluated step by step over the results of its arguments.
    fn steps(&mut self, before: u64, args: &[&Node], out: &Cells) -> u64 {
        let mut held = before;
        let mut inputs = Vec::with_capacity(args.len());
        for arg in args.iter().filter(|arg| arg.value_type != ValueType::String) {
            held = self.node(arg, held);
            inputs.push(self.cells(arg));
        }
        self.run_steps(held, &inputs, out);
        self.up_to(before + out.total)
    }

    /// Each step holds the vectors of the inputs and of the result, and the results of the previous steps.
    fn run_steps(&mut self, mut held: u64, inputs: &[Cells], out: &Cells) {
        for step_idx in 0..out.n_points.len() {
            let n_read: u64 = inputs.iter().map(|cells| cells.n_points_at(step_idx)).sum();
            let n_out = out.n_vector_samples(step_idx);
            self.up_to(held + n_read + n_out);
            held += n_out;
        }
    }

    fn aggregate(&mut self, aggregate: &AggregateNode, before: u64, out: &Cells) -> u64 {
        if matches!(aggregate.def.kernel, AggregatorKernel::CountValues) {
            return self.steps(before, &[&aggregate.expr], out);
        }
        let held = aggregate.param.as_ref().map_or(before, |param| self.node(param, before));
        self.node(&aggregate.expr, held);
        before + out.total
    }

    /// A part that is evaluated at the first step and then repeated.
    fn repeated(&mut self, inner: &Node, before: u64, out: &Cells) -> u64 {
        let held = self.node(inner, before);
        let once = self.cells(inner).total;
        self.up_to(held + out.total.saturating_sub(once))
    }

    fn call(&mut self, id: NodeId, call: &CallNode, before: u64, out: &Cells) -> u64 {
        match call.def.kernel {
            Kernel::LabelReplace | Kernel::LabelJoin => self.node(&call.args[0], before),
            Kernel::Info => self.info(call, before, out),
            Kernel::Timestamp | Kernel::StartTimestamp if matches!(call.args[0].kind, NodeKind::VectorSelector(_)) => {
                self.run_steps(before, &[self.cells(&call.args[0])], out);
                self.up_to(before + out.total)
            }
            Kernel::Range(_) | Kernel::AbsentOverTime => self.windows(id, call, before),
            Kernel::Math(_)
            | Kernel::Elementwise(_)
            | Kernel::Date(_)
            | Kernel::Histogram(_)
            | Kernel::Scalar(_)
            | Kernel::Time
            | Kernel::Context(_)
            | Kernel::Absent
            | Kernel::ToScalar
            | Kernel::ToVector
            | Kernel::Timestamp
            | Kernel::StartTimestamp
            | Kernel::Sort(_)
            | Kernel::SortByLabel(_)
            | Kernel::HistogramQuantile
            | Kernel::HistogramQuantiles
            | Kernel::HistogramFraction => self.steps(before, &call.args.iter().collect::<Vec<_>>(), out),
        }
    }

    fn info(&mut self, call: &CallNode, before: u64, out: &Cells) -> u64 {
        let held = self.node(&call.args[0], before);
        let info = call.args.get(1).map(|arg| self.cells(arg)).unwrap_or_default();
        let held = self.up_to(held + info.total);
        self.run_steps(held, &[self.cells(&call.args[0]), info], out);
        self.up_to(held + out.total)
    }

    /// A function over windows. The result of a subquery is released at the end.
    fn windows(&mut self, id: NodeId, call: &CallNode, before: u64) -> u64 {
        let (mut held, mut n_subquery) = (before, 0);
        let is_subquery = |arg: &&Node| matches!(arg.kind, NodeKind::Subquery(_));
        for arg in call.args.iter().filter(is_subquery) {
            held = self.node(arg, held);
            n_subquery += arg.children().map(|expr| self.cells(expr).total).sum::<u64>();
        }
        for arg in call.args.iter().filter(|arg| arg.value_type != ValueType::Matrix) {
            held = self.node(arg, held);
        }
        for load in self.held.loads(id) {
            self.up_to(held + load.largest);
            self.up_to(held + load.last + load.result);
            held += load.result;
        }
        held.saturating_sub(n_subquery)
    }

    /// A smoothed selector. Its result is not counted.
    fn smoothed(&mut self, id: NodeId, before: u64) -> u64 {
        let mut held = before;
        for load in self.held.loads(id) {
            self.up_to(held + load.largest);
            held += load.last;
        }
        held
    }
}
