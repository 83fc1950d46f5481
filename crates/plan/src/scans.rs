//! Builds the scans of a plan: the reads of each selector, and hints about the surrounding query for the store.

use promenade_functions::{BucketUse, Kernel};
use promenade_model::stack::deeper;

use crate::logical::{CallNode, Grouping, LogicalPlan, Node, NodeKind, VectorSelector};
use crate::scan::Scan;

/// One scan for each selector of a plan, in Prometheus's order of evaluation.
pub fn of_selectors(plan: &LogicalPlan) -> Vec<Scan> {
    let mut walk = Walk { uses_start_timestamps: plan.features.use_start_timestamps, scans: Vec::new() };
    let step_ms = if plan.is_instant { 0 } else { plan.grid.step_ms };
    walk.node(&plan.root, &Surroundings { step_ms, ..Surroundings::default() });
    walk.scans.sort_by_key(|scan| scan.nodes.first().copied());
    walk.scans
}

struct Walk {
    uses_start_timestamps: bool,
    scans: Vec<Scan>,
}

/// The surroundings of a node.
#[derive(Clone, Default)]
struct Surroundings<'a> {
    step_ms: i64,
    func: Option<&'static str>,
    grouping: Option<&'a Grouping>,
    start_timestamps: bool,
    /// The function directly around it does not read buckets.
    skip_buckets: bool,
}

impl Surroundings<'_> {
    /// The surroundings of a child that is not directly below an aggregation or call.
    fn apart(&self) -> Self {
        Self { grouping: None, start_timestamps: false, skip_buckets: false, ..self.clone() }
    }
}

impl Walk {
    fn node<'a>(&mut self, node: &'a Node, around: &Surroundings<'a>) {
        deeper(|| self.node_of_kind(node, around));
    }

    fn node_of_kind<'a>(&mut self, node: &'a Node, around: &Surroundings<'a>) {
        match &node.kind {
            NodeKind::Number(_) | NodeKind::String(_) => {}
            NodeKind::VectorSelector(selector) => self.selector(node, selector, 0, around),
            NodeKind::MatrixSelector(matrix) => self.selector(node, &matrix.selector, matrix.range_ms, around),
            NodeKind::Subquery(subquery) => {
                self.node(&subquery.expr, &Surroundings { step_ms: subquery.step_ms, ..around.apart() });
            }
            NodeKind::Call(call) => self.call(call, around),
            NodeKind::Aggregate(aggregate) => {
                let below = Surroundings {
                    func: Some(aggregate.def.name),
                    grouping: Some(&aggregate.grouping),
                    ..around.apart()
                };
                if let Some(param) = &aggregate.param {
                    self.node(param, &below);
                }
                self.node(&aggregate.expr, &below);
            }
            NodeKind::Binary(binary) => {
                let below = Surroundings { func: None, ..around.apart() };
                self.node(&binary.lhs, &below);
                self.node(&binary.rhs, &below);
            }
            NodeKind::Plus(inner) | NodeKind::Negate(inner) => self.node(inner, &around.apart()),
            NodeKind::StepInvariant(inner) | NodeKind::Merge(inner) | NodeKind::DropNames(inner) => {
                self.node(inner, around);
            }
        }
    }

    fn call<'a>(&mut self, call: &'a CallNode, around: &Surroundings<'a>) {
        let start_timestamps = self.uses_start_timestamps && call.def.behavior.start_timestamps;
        let skip_buckets = call.def.behavior.buckets == BucketUse::Skips;
        let below = Surroundings { func: Some(call.def.name), start_timestamps, skip_buckets, ..around.apart() };
        for (arg_idx, arg) in call.args.iter().enumerate() {
            match &arg.kind {
                NodeKind::VectorSelector(selector) if arg_idx == 1 && matches!(call.def.kernel, Kernel::Info) => {
                    self.scans.push(plain_scan(arg, selector, &below));
                }
                _ => self.node(arg, &below),
            }
        }
    }

    fn selector(&mut self, node: &Node, selector: &VectorSelector, range_ms: i64, around: &Surroundings<'_>) {
        self.scans.push(Scan {
            range_ms,
            grouping: around.grouping.cloned(),
            skip_buckets: selector.skip_buckets || (around.skip_buckets && range_ms > 0),
            start_timestamps: around.start_timestamps,
            ..plain_scan(node, selector, around)
        });
    }
}

fn plain_scan(node: &Node, selector: &VectorSelector, around: &Surroundings<'_>) -> Scan {
    Scan {
        matchers: selector.matchers.clone(),
        start_ms: selector.times.start_ms,
        end_ms: selector.times.end_ms,
        step_ms: around.step_ms,
        range_ms: 0,
        func: around.func,
        grouping: None,
        skip_buckets: false,
        start_timestamps: false,
        nodes: vec![node.id],
    }
}
