//! What each selector reads: its time range with lookback, windows, offsets, `@` and the subqueries around it, and
//! what a store may want to know of the query around it.

use promenade_functions::samples::RangeMode;
use promenade_functions::{BucketUse, Kernel};
use promenade_model::stack::deeper;
use promenade_model::{Features, TimestampMs};

use crate::logical::{CallNode, Grid, Grouping, LogicalPlan, Node, NodeKind, Subquery, VectorSelector};
use crate::reference::Reference;
use crate::scan::Scan;

/// A scan for each selector of a plan, in the order in which Prometheus evaluates them.
pub fn selectors(plan: &LogicalPlan, features: Features) -> Vec<Scan> {
    let mut walk = Walk { plan, features, scans: Vec::new() };
    let surroundings = Surroundings {
        grid: plan.grid,
        subqueries: Subqueries::default(),
        step_ms: if plan.is_instant { 0 } else { plan.grid.step_ms },
        func: None,
        grouping: None,
        start_timestamps: false,
        skip_buckets: false,
    };
    walk.node(&plan.root, &surroundings);
    walk.scans.sort_by_key(|scan| scan.nodes.first().copied());
    walk.scans
}

struct Walk<'a> {
    plan: &'a LogicalPlan,
    features: Features,
    scans: Vec<Scan>,
}

/// What stands around a node.
#[derive(Clone)]
struct Surroundings<'a> {
    grid: Grid,
    subqueries: Subqueries,
    step_ms: i64,
    func: Option<&'static str>,
    grouping: Option<&'a Grouping>,
    start_timestamps: bool,
    /// The function right around reads no buckets.
    skip_buckets: bool,
}

impl Surroundings<'_> {
    /// The same for a child that is not directly below an aggregation or call.
    fn apart(&self) -> Self {
        Self { grouping: None, start_timestamps: false, skip_buckets: false, ..self.clone() }
    }
}

/// The subqueries around a node, taken together. A subquery with `@` makes those around it irrelevant.
#[derive(Debug, Clone, Copy, Default)]
#[allow(clippy::struct_field_names)] // units
struct Subqueries {
    offset_ms: i64,
    range_ms: i64,
    at_ms: Option<TimestampMs>,
}

impl Subqueries {
    fn with(self, subquery: &Subquery) -> Self {
        let around = if subquery.at_ms.is_some() { Self::default() } else { self };
        Self {
            offset_ms: around.offset_ms.saturating_add(subquery.offset_ms),
            range_ms: around.range_ms.saturating_add(subquery.range_ms),
            at_ms: subquery.at_ms.or(around.at_ms),
        }
    }
}

impl<'a> Walk<'a> {
    fn node(&mut self, node: &'a Node, around: &Surroundings<'a>) {
        deeper(|| self.node_of_kind(node, around));
    }

    fn node_of_kind(&mut self, node: &'a Node, around: &Surroundings<'a>) {
        match &node.kind {
            NodeKind::Number(_) | NodeKind::String(_) => {}
            NodeKind::VectorSelector(selector) => self.selector(node, selector, 0, around),
            NodeKind::MatrixSelector(matrix) => self.selector(node, &matrix.selector, matrix.range_ms, around),
            NodeKind::Subquery(subquery) => self.subquery(subquery, around),
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
            NodeKind::StepInvariant(inner) => {
                let grid = Grid { end_ms: around.grid.start_ms, ..around.grid };
                self.node(inner, &Surroundings { grid, ..around.clone() });
            }
        }
    }

    fn subquery(&mut self, subquery: &'a Subquery, around: &Surroundings<'a>) {
        let below = Surroundings {
            grid: subquery.grid(around.grid),
            subqueries: around.subqueries.with(subquery),
            step_ms: subquery.step_ms,
            ..around.apart()
        };
        self.node(&subquery.expr, &below);
    }

    fn call(&mut self, call: &'a CallNode, around: &Surroundings<'a>) {
        let start_timestamps = self.features.use_start_timestamps && call.def.behavior.start_timestamps;
        let skip_buckets = call.def.behavior.buckets == BucketUse::Skips;
        let below = Surroundings { func: Some(call.def.name), start_timestamps, skip_buckets, ..around.apart() };
        for (arg_idx, arg) in call.args.iter().enumerate() {
            match &arg.kind {
                NodeKind::VectorSelector(selector) if arg_idx == 1 && matches!(call.def.kernel, Kernel::Info) => {
                    self.info_selector(arg, selector, &call.args[0], &below);
                }
                _ => self.node(arg, &below),
            }
        }
    }

    fn selector(&mut self, node: &Node, selector: &VectorSelector, range_ms: i64, around: &Surroundings<'_>) {
        let (start_ms, end_ms) = self.time_range(selector, range_ms, around.subqueries);
        self.scans.push(Scan {
            range_ms,
            grouping: around.grouping.cloned(),
            skip_buckets: selector.skip_buckets || (around.skip_buckets && range_ms > 0),
            start_timestamps: around.start_timestamps,
            ..plain_scan(node, selector, start_ms, end_ms, around)
        });
    }

    fn time_range(
        &self,
        selector: &VectorSelector,
        range_ms: i64,
        subqueries: Subqueries,
    ) -> (TimestampMs, TimestampMs) {
        let query = self.plan.grid;
        let (mut start_ms, mut end_ms) =
            subqueries.at_ms.map_or((query.start_ms, query.end_ms), |at_ms| (at_ms, at_ms));
        if let Some(at_ms) = selector.at_ms {
            (start_ms, end_ms) = (at_ms, at_ms);
        } else {
            start_ms = start_ms.saturating_sub(subqueries.offset_ms).saturating_sub(subqueries.range_ms);
            end_ms = end_ms.saturating_sub(subqueries.offset_ms);
        }
        let (before_ms, after_ms) = reach_ms(selector.mode, range_ms, self.plan.lookback_delta_ms);
        start_ms = start_ms.saturating_sub(before_ms - 1).saturating_sub(selector.offset_ms);
        end_ms = end_ms.saturating_add(after_ms).saturating_sub(selector.offset_ms);
        (start_ms, end_ms)
    }

    /// The info series are read at the times at which the call is evaluated, or at which the selectors below it all look.
    fn info_selector(&mut self, node: &Node, selector: &VectorSelector, base: &Node, around: &Surroundings<'_>) {
        let reference = Reference::shared(base).unwrap_or_default();
        let offset_ms = reference.offset_ms;
        let (start_ms, end_ms) = match reference.at_ms {
            Some(at_ms) => (at_ms, at_ms),
            None => (around.grid.start_ms, around.grid.end_ms),
        };
        let start_ms = start_ms.saturating_sub(self.plan.lookback_delta_ms - 1).saturating_sub(offset_ms);
        let end_ms = end_ms.saturating_sub(offset_ms);
        self.scans.push(plain_scan(node, selector, start_ms, end_ms, around));
    }
}

/// How far a selector looks back, exclusive, and how far ahead, inclusive.
pub(crate) fn reach_ms(mode: RangeMode, range_ms: i64, lookback_ms: i64) -> (i64, i64) {
    let extended_ms = lookback_ms.saturating_add(range_ms);
    match mode {
        RangeMode::Smoothed => (extended_ms, lookback_ms),
        RangeMode::Anchored => (extended_ms, 0),
        RangeMode::Plain if range_ms == 0 => (lookback_ms, 0),
        RangeMode::Plain => (range_ms, 0),
    }
}

fn plain_scan(
    node: &Node,
    selector: &VectorSelector,
    start_ms: TimestampMs,
    end_ms: TimestampMs,
    around: &Surroundings<'_>,
) -> Scan {
    Scan {
        matchers: selector.matchers.clone(),
        start_ms,
        end_ms,
        step_ms: around.step_ms,
        range_ms: 0,
        func: around.func,
        grouping: None,
        skip_buckets: false,
        start_timestamps: false,
        nodes: vec![node.id],
    }
}
