//! Label flow: the possible labels, number and values of an expression's series, without any data.
//!
//! The result of an expression comes from one or more [sources](Source): a selector, an expression that creates a
//! series such as `absent(x)`, or several of these combined by `or`. For each source, the possible [values](Values) of
//! each label are known, absence included: a label is *impossible*, *possible* or *guaranteed*. The matchers of a
//! selector are the first facts, and each operator on the way up changes them.
//!
//! The algorithm works bottom-up and visits each node once. The effect of a node on labels is in one file per kind of
//! node, mirrors the operator that computes it, and depends on the kernel and behaviour of a function or aggregator,
//! never on its name. All facts hold for any data, or for any data that fits a [`MetricSchema`]; uncertain facts are
//! weakened.
//!
//! With delayed name removal the metric name stays until the end of the query. [`LabelFlow::of`] returns the facts
//! about the series that a node returns; [`LabelFlow::result`] those about the query's result.

mod aggregate;
mod binary;
mod bounds;
mod call;
mod facts;
mod metric_schema;
mod selector;
mod source;
mod values;

use promenade_model::stack::deeper;
use promenade_model::value::SourceRange;
use promenade_model::{Features, ValueType};
use promenade_syntax::NodeId;
use promenade_syntax::ast::UnaryOp;

use crate::facts::NodeMap;
use crate::typed::{TypedExpr, TypedExprKind};

pub use self::bounds::Bounds;
pub use self::facts::{Cause, CauseKind, LabelFact, LabelFacts};
pub use self::metric_schema::{MetricSchema, Selected};
use self::source::DropsName;
pub use self::source::{Cardinality, Flow, SampleKind, SeriesCount, Source};
pub use self::values::{Presence, Values};

/// The flow of all expressions of a query, by node id.
#[derive(Debug, Clone)]
pub struct LabelFlow {
    below: NodeMap<Flow>,
    root_id: NodeId,
    root: Flow,
    range: SourceRange,
}

/// An expression with its flow.
struct FlowNode<'a> {
    expr: &'a TypedExpr,
    flow: Flow,
}

/// Options of the analysis.
#[derive(Debug, Clone, Copy, Default)]
pub struct FlowOptions<'a> {
    /// The optional parts of evaluation.
    pub features: Features,
    /// Knowledge of the metrics; without it, a selector may find any labels.
    pub schema: Option<&'a dyn MetricSchema>,
}

/// Analyzes an expression and all its children.
///
/// Dashboard variables and parts with an error are unknown.
pub fn flow(expr: &TypedExpr, options: &FlowOptions<'_>) -> LabelFlow {
    let mut analyzer = Analyzer { options: *options, flows: NodeMap::default() };
    let FlowNode { flow: root, .. } = analyzer.node(expr);
    LabelFlow { below: analyzer.flows, root_id: expr.id, root, range: expr.range.clone() }
}

impl LabelFlow {
    /// The flow of an expression.
    pub fn of(&self, id: NodeId) -> Option<&Flow> {
        if id == self.root_id { Some(&self.root) } else { self.below.get(id) }
    }

    /// The flow of the query before the final name removal.
    pub fn root(&self) -> &Flow {
        &self.root
    }

    /// The flow of the query's result, after the final name removal.
    pub fn result(&self, features: Features) -> Flow {
        let mut flow = self.root.clone();
        if features.delayed_name_removal {
            flow.forget_names(&Cause { kind: CauseKind::NameDropped, range: self.range.clone() });
        }
        flow
    }

    /// The possible floats of an expression.
    pub fn value(&self, id: NodeId) -> Bounds {
        let Some(flow) = self.of(id) else { return Bounds::Any };
        flow.live().map(|source| source.value).reduce(|a, b| a.union(&b)).unwrap_or(flow.scalar)
    }
}

impl Flow {
    /// Removes the names that are marked for removal.
    fn forget_names(&mut self, cause: &Cause) {
        for source in &mut self.sources {
            match self.drops_name {
                DropsName::No => {}
                DropsName::Maybe => source.labels.may_drop_metadata(cause),
                DropsName::Yes => source.labels.drop_metadata(cause),
            }
        }
    }
}

struct Analyzer<'w> {
    options: FlowOptions<'w>,
    flows: NodeMap<Flow>,
}

impl Analyzer<'_> {
    fn node<'a>(&mut self, expr: &'a TypedExpr) -> FlowNode<'a> {
        let children: Vec<FlowNode<'a>> = expr.children().map(|child| deeper(|| self.node(child))).collect();
        let flow = self.transfer(expr, &children);
        for child in children {
            self.flows.insert(child.expr.id, child.flow);
        }
        FlowNode { expr, flow }
    }

    fn transfer(&self, expr: &TypedExpr, children: &[FlowNode<'_>]) -> Flow {
        let range = &expr.range;
        match (&expr.kind, children) {
            (TypedExprKind::Number(value), _) => Flow::scalar(Bounds::Constant(*value)),
            (TypedExprKind::Vector(selector), _) => selector::flow(selector, range, self.options.schema),
            (TypedExprKind::Matrix(matrix), _) => selector::flow(&matrix.selector, range, self.options.schema),
            (TypedExprKind::Subquery(_), [inner]) => over_time(&inner.flow),
            (TypedExprKind::Call(call), args) => call::flow(self, call, range, args),
            (TypedExprKind::Aggregate(aggregate), [params @ .., inner]) => {
                aggregate::flow(aggregate, range, params.first().map(|param| &param.flow), &inner.flow)
            }
            (TypedExprKind::Binary(binary), [lhs, rhs]) => binary::flow(self, binary, range, (lhs, rhs)),
            (TypedExprKind::Unary(UnaryOp::Minus, _), [inner]) => self.negated(&inner.flow, range),
            (TypedExprKind::Unary(UnaryOp::Plus, _) | TypedExprKind::Paren(_), [inner]) => inner.flow.clone(),
            _ if is_vector(expr) || expr.value_type == ValueType::Matrix => selector::unknown(range),
            _ => Flow::scalar(Bounds::Any),
        }
    }

    fn negated(&self, inner: &Flow, range: &SourceRange) -> Flow {
        let mut flow = inner.clone();
        flow.scalar = flow.scalar.negated();
        for source in &mut flow.sources {
            source.value = source.value.negated();
        }
        self.drop_name(&mut flow, range);
        flow
    }

    /// The effect of a function that drops the metric name: immediately, or at the end of the query.
    fn drop_name(&self, flow: &mut Flow, range: &SourceRange) {
        flow.drops_name = DropsName::Yes;
        if !self.options.features.delayed_name_removal {
            flow.forget_names(&Cause { kind: CauseKind::NameDropped, range: range.clone() });
        }
    }
}

/// The samples of a subquery: at times other than the step, and with labels that may have differed at other times.
fn over_time(inner: &Flow) -> Flow {
    Flow { count: SeriesCount::ANY, ..inner.clone() }.settled()
}

impl Flow {
    /// The same with the count corrected if no source has series.
    fn settled(self) -> Self {
        if self.sources.iter().any(Source::is_live) { self } else { Self { count: SeriesCount::NEVER, ..self } }
    }
}

/// Whether an expression is an instant vector.
fn is_vector(expr: &TypedExpr) -> bool {
    expr.value_type == ValueType::Vector
}
