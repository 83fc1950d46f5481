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
//! With delayed name removal the metric name stays until the end of the query. [`FlowNode::flow`] says what holds of the
//! series that the node hands on; [`result`] says what holds of the query's result.

mod aggregate;
mod binary;
mod bounds;
mod call;
mod facts;
mod metric_schema;
mod selector;
mod source;
mod values;

use promenade_model::stack::{TreeBox, deeper};
use promenade_model::value::SourceRange;
use promenade_model::{Features, ValueType};
use promenade_syntax::ast::UnaryOp;

use crate::typed::{TypedExpr, TypedExprKind};

pub use self::bounds::Bounds;
pub use self::facts::{Cause, CauseKind, LabelFact, LabelFacts};
pub use self::metric_schema::{MetricSchema, Selected};
use self::source::DropsName;
pub use self::source::{Cardinality, Flow, SampleKind, SeriesCount, Source};
pub use self::values::{Presence, Values};

/// A node of the typed tree with what is known of its result.
#[derive(Debug)]
pub struct FlowNode<'a> {
    /// The expression.
    pub expr: &'a TypedExpr,
    /// What is known of its result.
    pub flow: Flow,
    /// The nodes below, in the order of the source; of an aggregation the parameter first, where there is one.
    pub children: TreeBox<Vec<FlowNode<'a>>>,
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
/// Of a variable of a dashboard nothing is known, and nothing of what it stands for.
pub fn flow<'a>(expr: &'a TypedExpr, options: &FlowOptions<'_>) -> FlowNode<'a> {
    Analyzer { options: *options }.node(expr)
}

/// What holds of the result of a query whose root has this flow, once names are dropped that were left for the end.
pub fn result(root: &FlowNode<'_>, features: Features) -> Flow {
    let mut flow = root.flow.clone();
    if features.delayed_name_removal {
        flow.forget_names(&Cause { kind: CauseKind::NameDropped, range: root.expr.range.clone() });
    }
    flow
}

impl<'a> FlowNode<'a> {
    /// All nodes, each before those below it.
    pub fn walk(&self, visit: &mut impl FnMut(&FlowNode<'a>)) {
        let mut todo = vec![self];
        while let Some(node) = todo.pop() {
            visit(node);
            todo.extend(node.children.iter().rev());
        }
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
}

impl Analyzer<'_> {
    fn node<'a>(&self, expr: &'a TypedExpr) -> FlowNode<'a> {
        let children: TreeBox<Vec<FlowNode<'a>>> =
            TreeBox::new(children(expr).map(|child| deeper(|| self.node(child))).collect());
        let flow = self.transfer(expr, &children);
        FlowNode { expr, flow, children }
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

/// The expressions right below one.
fn children(expr: &TypedExpr) -> impl Iterator<Item = &TypedExpr> {
    let (few, many): ([Option<&TypedExpr>; 2], &[TypedExpr]) = match &expr.kind {
        TypedExprKind::Number(_) | TypedExprKind::String(_) | TypedExprKind::Vector(_) | TypedExprKind::Matrix(_) => {
            ([None, None], &[])
        }
        TypedExprKind::Variable(variable) => ([None, None], &variable.args),
        TypedExprKind::Subquery(subquery) => ([Some(&subquery.expr), None], &[]),
        TypedExprKind::Call(call) => ([None, None], &call.args),
        TypedExprKind::Aggregate(aggregate) => ([aggregate.param.as_ref(), Some(&aggregate.expr)], &[]),
        TypedExprKind::Binary(binary) => ([Some(&binary.lhs), Some(&binary.rhs)], &[]),
        TypedExprKind::Unary(_, inner) | TypedExprKind::Paren(inner) => ([Some(inner), None], &[]),
    };
    few.into_iter().flatten().chain(many)
}

/// Whether a name or a text may hold a variable of a dashboard, so that it is not known.
fn may_be_variable(text: &str) -> bool {
    let begins = |rest: &str| rest.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '{');
    text.contains("[[") || text.split('$').skip(1).any(begins)
}

/// Whether an expression is an instant vector.
fn is_vector(expr: &TypedExpr) -> bool {
    expr.value_type == ValueType::Vector
}
