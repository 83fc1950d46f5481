//! Why a result is empty: parts of the query are evaluated on their own, from the whole query down to its selectors,
//! until the part is found that has no samples although what it reads has some.

mod joins;
mod message;
mod reason;
mod selectors;
mod similar;
mod windows;

use promenade_functions::ParamRole;
use promenade_plan::{AggregateNode, BinaryNode, BinaryOp, CallNode, Grid, LogicalPlan, Node, NodeKind};
use promenade_storage::Storage;

pub use reason::{EmptyKind, EmptyReason};

use super::parts::Parts;
use crate::{PreparedQuery, QueryError};

/// The most parts that are looked at, so that a long query takes no longer than some queries.
const MAX_PARTS: usize = 100;

/// The reasons why a query without a result has none, in the order of the query.
///
/// # Errors
/// Returns an error if a part cannot be evaluated or the store fails.
pub(crate) async fn reasons(
    prepared: &PreparedQuery,
    plan: &LogicalPlan,
    storage: &dyn Storage,
) -> Result<Vec<EmptyReason>, QueryError> {
    let mut search = Search {
        prepared,
        parts: Parts { engine: prepared.engine(), plan, storage },
        todo: vec![(&plan.root, plan.grid)],
        found: Vec::new(),
    };
    for _ in 0..MAX_PARTS {
        let Some((node, grid)) = search.todo.pop() else { break };
        search.visit(node, grid).await?;
    }
    search.found.sort_by_key(|reason| (reason.range.start, reason.range.end));
    search.found.dedup();
    Ok(search.found)
}

struct Search<'a> {
    prepared: &'a PreparedQuery,
    parts: Parts<'a>,
    /// Parts without samples, with the steps at which they are evaluated.
    todo: Vec<(&'a Node, Grid)>,
    found: Vec<EmptyReason>,
}

impl<'a> Search<'a> {
    /// Looks at a part that has no samples.
    async fn visit(&mut self, node: &'a Node, grid: Grid) -> Result<(), QueryError> {
        match &node.kind {
            NodeKind::Number(_) | NodeKind::String(_) => {}
            NodeKind::VectorSelector(selector) => {
                let kind = selectors::kind(&self.parts, selector, 0).await?;
                self.found.push(EmptyReason::new(node, kind));
            }
            NodeKind::MatrixSelector(matrix) => {
                let kind = selectors::kind(&self.parts, &matrix.selector, matrix.range_ms).await?;
                self.found.push(EmptyReason::new(node, kind));
            }
            NodeKind::Subquery(subquery) => self.todo.push((&subquery.expr, subquery.grid(grid))),
            NodeKind::StepInvariant(inner) => self.todo.push((inner, grid.first_step())),
            NodeKind::Plus(inner) | NodeKind::Negate(inner) | NodeKind::Merge(inner) | NodeKind::DropNames(inner) => {
                self.todo.push((inner, grid));
            }
            NodeKind::Call(call) => self.call(node, call, grid).await?,
            NodeKind::Aggregate(aggregate) => self.aggregate(node, aggregate, grid).await?,
            NodeKind::Binary(binary) => self.binary(node, binary, grid).await?,
        }
        Ok(())
    }

    async fn call(&mut self, node: &'a Node, call: &'a CallNode, grid: Grid) -> Result<(), QueryError> {
        let name = call.def.name;
        if call.def.behavior.reports_absence {
            self.found.push(EmptyReason::new(node, EmptyKind::Present { function: name }));
            return Ok(());
        }
        let mut has_samples = true;
        for (idx, arg) in call.args.iter().enumerate() {
            let role = call.def.signature.param(idx).map(|param| param.role);
            let is_series = !matches!(arg.kind, NodeKind::Number(_) | NodeKind::String(_));
            if is_series && role != Some(ParamRole::InfoSelector) && !self.parts.has_samples(arg, grid).await? {
                self.todo.push((arg, grid));
                has_samples = false;
            }
        }
        if has_samples {
            let kind = self.result_of_call(call, grid).await?;
            self.found.push(EmptyReason::new(node, kind));
        }
        Ok(())
    }

    /// Why a function returns nothing for arguments with samples.
    async fn result_of_call(&self, call: &CallNode, grid: Grid) -> Result<EmptyKind, QueryError> {
        let function = call.def.name;
        for (idx, arg) in call.args.iter().enumerate() {
            if let Some(kind) = windows::too_few(&self.parts, arg, function, grid).await? {
                return Ok(kind);
            }
            match call.def.signature.param(idx).map(|param| param.role) {
                Some(ParamRole::Buckets) => return Ok(EmptyKind::NoBuckets { function }),
                Some(ParamRole::NativeHistograms) => return Ok(EmptyKind::NoHistograms { function }),
                _ => {}
            }
        }
        Ok(EmptyKind::NoResult { operation: function })
    }

    async fn aggregate(&mut self, node: &'a Node, aggregate: &'a AggregateNode, grid: Grid) -> Result<(), QueryError> {
        if self.parts.has_samples(&aggregate.expr, grid).await? {
            self.found.push(EmptyReason::new(node, EmptyKind::NoResult { operation: aggregate.def.name }));
        } else {
            self.todo.push((&aggregate.expr, grid));
        }
        Ok(())
    }

    async fn binary(&mut self, node: &'a Node, binary: &'a BinaryNode, grid: Grid) -> Result<(), QueryError> {
        let has_left = self.parts.has_samples(&binary.lhs, grid).await?;
        let has_right = self.parts.has_samples(&binary.rhs, grid).await?;
        // Without a left side `unless` is empty whatever the right side is, and with it the right side took all.
        let needs_right = binary.op != BinaryOp::Unless;
        if !has_right && needs_right {
            self.todo.push((&binary.rhs, grid));
        }
        if !has_left {
            self.todo.push((&binary.lhs, grid));
        }
        if has_left && (has_right || !needs_right) {
            let kind = joins::kind(&self.parts, node, binary, grid).await?;
            self.found.push(EmptyReason { range: self.prepared.operator_range(&node.range), kind });
        }
        Ok(())
    }
}
