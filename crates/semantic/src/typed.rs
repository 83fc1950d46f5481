//! The typed tree: names resolved against the catalogue, matchers compiled, and a type for every node.
//!
//! A broken query has a tree too, in which [`TypedExprKind::Unknown`] stands for each part with an error. Such a tree
//! is never planned.

use promenade_functions::samples::RangeMode;
use promenade_functions::{AggregatorDef, FunctionDef};
use promenade_model::stack::TreeBox;
use promenade_model::value::SourceRange;
use promenade_model::{Matcher, ValueType};
use promenade_syntax::NodeId;
pub use promenade_syntax::ast::{
    AtKind, BinaryOp, DurationExpr, FillValues, StringLiteral, UnaryOp, VectorMatchCardinality,
};

/// An expression with its type.
#[derive(Debug, Clone)]
pub struct TypedExpr {
    /// The id of its syntax node.
    pub id: NodeId,
    /// Its kind.
    pub kind: TypedExprKind,
    /// Type of its value.
    pub value_type: ValueType,
    /// Whether the type is only assumed, because it depends on a variable or on a part with an error.
    pub is_open: bool,
    /// Its position in the query.
    pub range: SourceRange,
}

/// The kinds of expressions, under Prometheus's names.
#[derive(Debug, Clone)]
pub enum TypedExprKind {
    /// A number; durations in seconds.
    Number(f64),
    /// A string.
    String(StringLiteral),
    /// An instant vector selector.
    Vector(Box<VectorSelector>),
    /// A range vector selector.
    Matrix(Box<MatrixSelector>),
    /// A subquery.
    Subquery(TreeBox<SubqueryExpr>),
    /// A function call.
    Call(TreeBox<Call>),
    /// An aggregation.
    Aggregate(TreeBox<AggregateExpr>),
    /// A binary operation.
    Binary(TreeBox<BinaryExpr>),
    /// A sign before an expression.
    Unary(UnaryOp, TreeBox<TypedExpr>),
    /// An expression in parentheses.
    Paren(TreeBox<TypedExpr>),
    /// A variable of unknown value. Its type is the one that its context requires; if several are possible, it is a
    /// scalar next to an operator without vector matching, and an instant vector elsewhere.
    Variable(TreeBox<Variable>),
    /// A part with an error; only its children are known.
    Unknown(TreeBox<Vec<TypedExpr>>),
}

/// A variable, or a construct whose name is one. It cannot be planned.
#[derive(Debug, Clone)]
pub struct Variable {
    /// The variable as written, with the text around it.
    pub text: String,
    /// The arguments, if it is the name of a function or an aggregation.
    pub args: Vec<TypedExpr>,
}

/// An instant vector selector.
#[derive(Debug, Clone)]
pub struct VectorSelector {
    /// All matchers as written, then the one for the name before the braces.
    pub matchers: Vec<Matcher>,
    /// Whether there are more, unknown matchers, because of a variable or an error.
    pub has_variable: bool,
    /// The offset.
    pub offset: Option<DurationExpr>,
    /// The time set by `@`.
    pub at: Option<AtKind>,
    /// `anchored` or `smoothed`.
    pub mode: RangeMode,
}

/// A range vector selector.
#[derive(Debug, Clone)]
pub struct MatrixSelector {
    /// The selector without its range.
    pub selector: VectorSelector,
    /// Length of the window.
    pub range: DurationExpr,
}

/// A subquery.
#[derive(Debug, Clone)]
pub struct SubqueryExpr {
    /// The inner expression, an instant vector.
    pub expr: TypedExpr,
    /// Length of the window.
    pub range: DurationExpr,
    /// The step, if given.
    pub step: Option<DurationExpr>,
    /// The offset.
    pub offset: Option<DurationExpr>,
    /// The time set by `@`.
    pub at: Option<AtKind>,
}

/// A function call.
#[derive(Debug, Clone)]
pub struct Call {
    /// The function.
    pub def: &'static FunctionDef,
    /// The arguments that were given.
    pub args: Vec<TypedExpr>,
}

/// An aggregation.
#[derive(Debug, Clone)]
pub struct AggregateExpr {
    /// The aggregator.
    pub def: &'static AggregatorDef,
    /// The labels of `by` or `without`, as written.
    pub grouping: Vec<String>,
    /// Whether one of them is or contains a variable, which may stand for any number of labels.
    pub has_variable: bool,
    /// Whether these labels are dropped or kept.
    pub without: bool,
    /// The parameter, if the aggregator has one.
    pub param: Option<TypedExpr>,
    /// The aggregated expression, an instant vector.
    pub expr: TypedExpr,
}

/// A binary operation.
#[derive(Debug, Clone)]
pub struct BinaryExpr {
    /// The operator.
    pub op: BinaryOp,
    /// Left operand.
    pub lhs: TypedExpr,
    /// Right operand.
    pub rhs: TypedExpr,
    /// The matching of series, if both operands are vectors.
    pub matching: Option<VectorMatching>,
    /// Whether a comparison returns 0 or 1 instead of filtering.
    pub return_bool: bool,
}

/// The matching of series of two vectors.
#[derive(Debug, Clone, PartialEq)]
pub struct VectorMatching {
    /// How many series of each side can have the same signature; many-to-many for set operators.
    pub card: VectorMatchCardinality,
    /// The labels of `on` or `ignoring`, as written.
    pub labels: Vec<String>,
    /// Whether `labels` are matched on or ignored.
    pub on: bool,
    /// The labels of `group_left` or `group_right`.
    pub include: Vec<String>,
    /// Whether one of these labels is or contains a variable, which may stand for any number of labels.
    pub has_variable: bool,
    /// Values for series without a match.
    pub fill_values: FillValues,
}

impl TypedExpr {
    /// The expression without surrounding parentheses.
    pub fn unparenthesized(&self) -> &Self {
        let mut expr = self;
        while let TypedExprKind::Paren(inner) = &expr.kind {
            expr = inner;
        }
        expr
    }

    /// The direct children in source order, except that the parameter of an aggregation comes first.
    pub fn children(&self) -> impl Iterator<Item = &Self> {
        let (few, many): ([Option<&Self>; 2], &[Self]) = match &self.kind {
            TypedExprKind::Number(_)
            | TypedExprKind::String(_)
            | TypedExprKind::Vector(_)
            | TypedExprKind::Matrix(_) => ([None, None], &[]),
            TypedExprKind::Variable(variable) => ([None, None], &variable.args),
            TypedExprKind::Unknown(parts) => ([None, None], parts),
            TypedExprKind::Subquery(subquery) => ([Some(&subquery.expr), None], &[]),
            TypedExprKind::Call(call) => ([None, None], &call.args),
            TypedExprKind::Aggregate(aggregate) => ([aggregate.param.as_ref(), Some(&aggregate.expr)], &[]),
            TypedExprKind::Binary(binary) => ([Some(&binary.lhs), Some(&binary.rhs)], &[]),
            TypedExprKind::Unary(_, inner) | TypedExprKind::Paren(inner) => ([Some(inner), None], &[]),
        };
        few.into_iter().flatten().chain(many)
    }
}
