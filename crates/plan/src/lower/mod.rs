//! Lowering: from the typed tree to the logical plan.
//!
//! Times become milliseconds, parentheses are removed, functions of the query's time grid become numbers, and parts
//! with the same value at all steps are marked as Prometheus does. The marks are not an optimization: a marked part is
//! evaluated at the first step, which is visible in its result.

mod binary;
mod call;
mod durations;
mod info;
mod label_names;
mod merges;
mod numbering;
mod selector;
mod skip_buckets;
mod variables;

use promenade_model::ValueType;
use promenade_model::stack::{TreeBox, deeper};
use promenade_model::value::SourceRange;
use promenade_semantic::typed::{AggregateExpr, UnaryOp};
use promenade_semantic::{TypedExpr, TypedExprKind};

use crate::error::PlanError;
use crate::logical::{AggregateNode, Grouping, LogicalPlan, Node, NodeKind};
use crate::options::{PlanOptions, QueryTime};
use crate::{scans, times};

/// Plans a query.
///
/// # Errors
/// Returns an error if a range query has a value of the wrong type, a duration expression has no valid value, the query
/// contains a variable, or a modifier or parameter is invalid for the function or aggregator around it.
pub fn lower(expr: &TypedExpr, options: &PlanOptions) -> Result<LogicalPlan, PlanError> {
    let grid = options.time.grid()?;
    let is_instant = matches!(options.time, QueryTime::Instant { .. });
    if !is_instant && !matches!(expr.value_type, ValueType::Scalar | ValueType::Vector) {
        return Err(PlanError::RangeQueryType { found: expr.value_type.documented_name() });
    }
    variables::refuse(expr)?;
    let lowering = Lowering { options };
    let mut root = lowering.expr(expr, Context::default()).map_err(|error| *error)?.wrapped().into_inner();
    skip_buckets::mark(&mut root);
    merges::place(&mut root, options.features, grid);
    let n_nodes = numbering::number(&mut root);
    times::resolve(&mut root, grid, options.lookback_delta_ms);
    let mut plan = LogicalPlan {
        root,
        grid,
        is_instant,
        n_nodes,
        lookback_delta_ms: options.lookback_delta_ms,
        features: options.features,
        scans: Vec::new(),
        passes: Vec::new(),
    };
    plan.scans = scans::of_selectors(&plan);
    Ok(plan)
}

struct Lowering<'a> {
    options: &'a PlanOptions,
}

/// The surroundings of a node.
#[derive(Debug, Clone, Copy, Default)]
struct Context {
    /// It is in the parameter of an aggregation, which Prometheus does not preprocess: `@ start()` and `@ end()` have
    /// no effect there, and nothing is marked as step-invariant.
    in_param: bool,
}

/// A node with information for its parent. Boxed, like the error, to keep stack frames small.
struct Lowered {
    node: TreeBox<Node>,
    /// It has the same value at all steps.
    invariant: bool,
    /// It is marked as invariant if its parent is not: it is not a literal.
    wraps: bool,
}

/// The result of lowering a part.
type Planned<T> = Result<T, Box<PlanError>>;

impl Lowered {
    /// A node whose value may depend on the step.
    fn variant(node: TreeBox<Node>) -> Self {
        Self { node, invariant: false, wraps: false }
    }

    /// A literal.
    fn literal(node: TreeBox<Node>) -> Self {
        Self { node, invariant: true, wraps: false }
    }

    /// The node, marked as step-invariant if needed.
    fn wrapped(self) -> TreeBox<Node> {
        if self.wraps { step_invariant(self.node) } else { self.node }
    }

    /// Wraps the node in another node.
    fn map(self, around: impl FnOnce(TreeBox<Node>) -> TreeBox<Node>) -> Self {
        Self { node: around(self.node), ..self }
    }
}

impl Lowering<'_> {
    fn expr(&self, expr: &TypedExpr, context: Context) -> Planned<Lowered> {
        let range = &expr.range;
        deeper(|| match &expr.kind {
            TypedExprKind::Number(value) => Ok(literal(expr, NodeKind::Number(*value))),
            TypedExprKind::String(text) => Ok(literal(expr, NodeKind::String(text.value.clone()))),
            TypedExprKind::Vector(selector) => self.vector_selector(selector, range, context),
            TypedExprKind::Matrix(matrix) => self.matrix_selector(matrix, range, context),
            TypedExprKind::Subquery(subquery) => self.subquery(subquery, range, context),
            TypedExprKind::Call(call) => self.call(call, range, context),
            TypedExprKind::Aggregate(aggregate) => self.aggregate(aggregate, range, context),
            TypedExprKind::Binary(binary) => self.binary(binary, range, context),
            TypedExprKind::Paren(inner) => self.expr(inner, context),
            TypedExprKind::Unary(UnaryOp::Plus, inner) => self.unary(NodeKind::Plus, inner, expr, context),
            TypedExprKind::Unary(UnaryOp::Minus, inner) => self.unary(NodeKind::Negate, inner, expr, context),
            TypedExprKind::Unknown(_) => Err(Box::new(PlanError::Unknown { range: range.clone() })),
            TypedExprKind::Variable(_) => Err(Box::new(PlanError::Variable { range: range.clone() })),
        })
    }

    fn unary(
        &self,
        kind: fn(TreeBox<Node>) -> NodeKind,
        inner: &TypedExpr,
        expr: &TypedExpr,
        context: Context,
    ) -> Planned<Lowered> {
        let inner = self.expr(inner, context)?;
        Ok(inner.map(|inner| node(&expr.range, expr.value_type, kind(inner))))
    }

    /// An aggregation is invariant if its expression is; Prometheus ignores the parameter.
    fn aggregate(&self, aggregate: &AggregateExpr, range: &SourceRange, context: Context) -> Planned<Lowered> {
        let param = aggregate.param.as_ref().map(|param| self.param(param)).transpose()?;
        let expr = self.expr(&aggregate.expr, context)?;
        Ok(expr.map(|expr| {
            let grouping = Grouping { labels: sorted_unique(&aggregate.grouping), without: aggregate.without };
            let kind = NodeKind::Aggregate(AggregateNode { def: aggregate.def, grouping, param, expr });
            node(range, ValueType::Vector, kind)
        }))
    }

    fn param(&self, param: &TypedExpr) -> Planned<TreeBox<Node>> {
        label_names::check_param(param).map_err(Box::new)?;
        Ok(self.expr(param, Context { in_param: true })?.node)
    }
}

fn literal(expr: &TypedExpr, kind: NodeKind) -> Lowered {
    Lowered::literal(node(&expr.range, expr.value_type, kind))
}

/// A node without id.
fn node(range: &SourceRange, value_type: ValueType, kind: NodeKind) -> TreeBox<Node> {
    TreeBox::new(Node { id: 0, range: range.clone(), value_type, kind })
}

/// Marks the node as step-invariant.
fn step_invariant(inner: TreeBox<Node>) -> TreeBox<Node> {
    let (range, value_type) = (inner.range.clone(), inner.value_type);
    node(&range, value_type, NodeKind::StepInvariant(inner))
}

fn sorted_unique(labels: &[String]) -> Vec<String> {
    let mut labels = labels.to_vec();
    labels.sort_unstable();
    labels.dedup();
    labels
}
