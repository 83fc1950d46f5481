//! The typed tree: every name resolved against the catalogue, every matcher compiled, every node with its type.
//!
//! Of a broken query there is a tree too, in which [`TypedExprKind::Unknown`] stands for each part that has an error of its
//! own. Such a tree is never planned.

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
    /// The node of the syntax tree that it was made of.
    pub id: NodeId,
    /// What it is.
    pub kind: TypedExprKind,
    /// Type of its value.
    pub value_type: ValueType,
    /// Whether the type is only assumed, because it depends on a variable or on a part with an error.
    pub is_open: bool,
    /// Where it stands in the query.
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
    /// A variable, of which nothing is known. Its type is the one that its place asks for; where several may stand, it
    /// is a scalar beside an operator without vector matching, and an instant vector elsewhere.
    Variable(TreeBox<Variable>),
    /// A part with an error of its own, of which nothing is known but what stands below it.
    Unknown(TreeBox<Vec<TypedExpr>>),
}

/// A variable, or what has one for its name. No plan can be made of it.
#[derive(Debug, Clone)]
pub struct Variable {
    /// The variable as it is written, with the name around it.
    pub text: String,
    /// The arguments, where it is the name of a function or an aggregation.
    pub args: Vec<TypedExpr>,
}

/// Which series, and when.
#[derive(Debug, Clone)]
pub struct VectorSelector {
    /// All conditions, as written, then the one on the name before the braces.
    pub matchers: Vec<Matcher>,
    /// Whether there are more conditions, of which nothing is known: there is a variable or an error in them.
    pub has_variable: bool,
    /// How far back the selector looks.
    pub offset: Option<DurationExpr>,
    /// The time that `@` fixes.
    pub at: Option<AtKind>,
    /// `anchored` or `smoothed`.
    pub mode: RangeMode,
}

/// A range vector selector.
#[derive(Debug, Clone)]
pub struct MatrixSelector {
    /// Which series, and when.
    pub selector: VectorSelector,
    /// Length of the window.
    pub range: DurationExpr,
}

/// A subquery.
#[derive(Debug, Clone)]
pub struct SubqueryExpr {
    /// What is evaluated; an instant vector.
    pub expr: TypedExpr,
    /// Length of the window.
    pub range: DurationExpr,
    /// Time between evaluations, where it is given.
    pub step: Option<DurationExpr>,
    /// How far back the subquery looks.
    pub offset: Option<DurationExpr>,
    /// The time that `@` fixes.
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
    /// Whether one of them is or holds a variable, so that any number of any labels may stand there.
    pub has_variable: bool,
    /// Whether these labels are left out rather than kept.
    pub without: bool,
    /// The parameter, where the aggregator has one.
    pub param: Option<TypedExpr>,
    /// What is aggregated; an instant vector.
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
    /// How series are matched; there where both operands are vectors.
    pub matching: Option<VectorMatching>,
    /// Whether a comparison returns 0 or 1 rather than filtering.
    pub return_bool: bool,
}

/// How series of two vectors are matched.
#[derive(Debug, Clone, PartialEq)]
pub struct VectorMatching {
    /// How many series of each side may share a signature; many to many for set operators.
    pub card: VectorMatchCardinality,
    /// The labels of `on` or `ignoring`, as written.
    pub labels: Vec<String>,
    /// Whether `labels` are those to match on rather than those to ignore.
    pub on: bool,
    /// The labels of `group_left` or `group_right`.
    pub include: Vec<String>,
    /// Whether one of these labels is or holds a variable, so that any number of any labels may stand there.
    pub has_variable: bool,
    /// What stands in for series without a partner.
    pub fill_values: FillValues,
}

impl TypedExpr {
    /// The expression without the parentheses around it.
    pub fn unparenthesized(&self) -> &Self {
        let mut expr = self;
        while let TypedExprKind::Paren(inner) = &expr.kind {
            expr = inner;
        }
        expr
    }

    /// The expressions right below this one, in the order of the source; of an aggregation the parameter first.
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
