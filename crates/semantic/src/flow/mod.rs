//! Label flow: what is known of the labels, the number and the values of an expression's series, without any data.
//!
//! The result of an expression comes from one or more [sources](Source): a selector, an expression that makes a series
//! of its own such as `absent(x)`, or one of several of these where `or` stands between them. Of each source it is known
//! which [values](Values) each label can have, absence included: that is what *impossible*, *possible* and *guaranteed*
//! say. A selector's matchers set the first of these facts, and each operator on the way up changes them.
//!
//! The algorithm goes bottom up and looks at each node once. What a node does to labels stands in one file for each kind
//! of node, mirrors the operator that computes it, and asks the definition of a function or aggregator for its kernel and
//! behaviour, never for its name. Everything said holds for any data, or for any data that fits a [`MetricSchema`]; where a fact
//! is not certain, less is said.
//!
//! With delayed name removal the metric name stays until the end of the query. [`LabelFlow::of`] says what holds of the
//! series that a node hands on; [`LabelFlow::result`] says what holds of the query's result.

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

/// What is known of the results of all expressions of a query, by the ids of their nodes.
#[derive(Debug, Clone)]
pub struct LabelFlow {
    below: NodeMap<Flow>,
    root_id: NodeId,
    root: Flow,
    range: SourceRange,
}

/// An expression with what is known of its result.
struct FlowNode<'a> {
    expr: &'a TypedExpr,
    flow: Flow,
}

/// What the analysis goes by.
#[derive(Debug, Clone, Copy, Default)]
pub struct FlowOptions<'a> {
    /// Which optional parts of evaluation are on.
    pub features: Features,
    /// What is known of the metrics; without it, any selector may find any labels.
    pub schema: Option<&'a dyn MetricSchema>,
}

/// Analyzes an expression and all below it.
///
/// Of a variable of a dashboard nothing is known, nothing of what it stands for, and nothing of a part with an error.
pub fn flow(expr: &TypedExpr, options: &FlowOptions<'_>) -> LabelFlow {
    let mut analyzer = Analyzer { options: *options, flows: NodeMap::default() };
    let FlowNode { flow: root, .. } = analyzer.node(expr);
    LabelFlow { below: analyzer.flows, root_id: expr.id, root, range: expr.range.clone() }
}

impl LabelFlow {
    /// What is known of the result of an expression.
    pub fn of(&self, id: NodeId) -> Option<&Flow> {
        if id == self.root_id { Some(&self.root) } else { self.below.get(id) }
    }

    /// What the whole query hands on.
    pub fn root(&self) -> &Flow {
        &self.root
    }

    /// What holds of the result of the query, once names are dropped that were left for the end.
    pub fn result(&self, features: Features) -> Flow {
        let mut flow = self.root.clone();
        if features.delayed_name_removal {
            flow.forget_names(&Cause { kind: CauseKind::NameDropped, range: self.range.clone() });
        }
        flow
    }

    /// The floats that an expression can have.
    pub fn value(&self, id: NodeId) -> Bounds {
        let Some(flow) = self.of(id) else { return Bounds::Any };
        flow.live().map(|source| source.value).reduce(|a, b| a.union(&b)).unwrap_or(flow.scalar)
    }
}

impl Flow {
    /// Takes away the names that are to be dropped.
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

    /// What a function does that drops the metric name: at once, or at the end of the query.
    fn drop_name(&self, flow: &mut Flow, range: &SourceRange) {
        flow.drops_name = DropsName::Yes;
        if !self.options.features.delayed_name_removal {
            flow.forget_names(&Cause { kind: CauseKind::NameDropped, range: range.clone() });
        }
    }
}

/// The samples of a subquery: at times that need not be the step at which it is evaluated, and under labels that may
/// have been others at other times.
fn over_time(inner: &Flow) -> Flow {
    Flow { count: SeriesCount::ANY, ..inner.clone() }.settled()
}

impl Flow {
    /// The same, with the count put right where no source gives series.
    fn settled(self) -> Self {
        if self.sources.iter().any(Source::is_live) { self } else { Self { count: SeriesCount::NEVER, ..self } }
    }
}

/// Whether an expression is an instant vector.
fn is_vector(expr: &TypedExpr) -> bool {
    expr.value_type == ValueType::Vector
}
