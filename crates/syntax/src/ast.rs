//! The syntax tree of PromQL: plain owned data with a byte range on every node.

mod build;
mod duration;
mod id;
mod operator;
mod same;
mod selector;
mod transform;
mod walk;

use promenade_model::UnquotedNames;
use promenade_model::stack::TreeBox;
use promenade_model::value::SourceRange;

use crate::variables::holds_variable;

pub use duration::{DurationExpr, DurationExprKind, DurationOp};
pub use id::NodeId;
pub use operator::{BinaryOp, UnaryOp};
pub use selector::{At, AtKind, Incomplete, IncompleteKind, LabelMatcher, MatcherVariable, Offset, VectorSelector};
pub use transform::{ChildrenMut, Recursion};
pub use walk::{Children, Descendants, walk};

/// A node of the tree. `range` is the node's text, from the first byte of its first token to the last of its last,
/// modifiers included. Its start equals the start that Prometheus gives the node.
#[derive(Debug, Clone)]
pub struct Expr {
    /// The id in its tree.
    pub id: NodeId,
    /// The kind.
    pub kind: ExprKind,
    /// The range in the source.
    pub range: SourceRange,
}

impl PartialEq for Expr {
    /// Whether both are the same tree at the same place, whatever their ids.
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind && self.range == other.range
    }
}

/// The kinds of expressions, under Prometheus's names.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// `sum by (job) (x)`
    Aggregate(TreeBox<AggregateExpr>),
    /// `a + on (job) b`
    Binary(TreeBox<BinaryExpr>),
    /// `rate(x[5m])`
    Call(TreeBox<Call>),
    /// `x[5m]`
    Matrix(Box<MatrixSelector>),
    /// `x[5m:1m]`
    Subquery(TreeBox<SubqueryExpr>),
    /// `1.5`, `0x1f`, `5m`, `NaN`; with its sign where one stands before it
    Number(NumberLiteral),
    /// `(x)`
    Paren(TreeBox<Expr>),
    /// `"text"`
    String(StringLiteral),
    /// `-x`
    Unary(TreeBox<UnaryExpr>),
    /// `x{job="a"}`
    Vector(Box<VectorSelector>),
    /// `$x`: a variable as written; also a number with a variable in it, such as `0.$x`
    Variable(String),
    /// Text that is not an expression, or a missing expression, with the expressions that were found in it.
    /// There is a diagnostic for each.
    Error(TreeBox<Vec<Expr>>),
}

/// An aggregation. The arguments are as written; their number is checked with the types.
#[derive(Debug, Clone, PartialEq)]
pub struct AggregateExpr {
    /// The operation in lower case.
    pub op: Name,
    /// The labels in `by (...)` or `without (...)`.
    pub grouping: Vec<LabelName>,
    /// Whether to drop the labels rather than keep them.
    pub without: bool,
    /// The range of the modifier, from `by` or `without` to its closing parenthesis; none without a modifier.
    pub modifier_range: Option<SourceRange>,
    /// The arguments: the expression, with the parameter before it where the operation has one.
    pub args: Vec<Expr>,
    /// Whether the parenthesis that closes the arguments is missing.
    pub is_unclosed: bool,
}

impl AggregateExpr {
    /// The expression that is aggregated: the last argument.
    pub fn expr(&self) -> Option<&Expr> {
        self.args.last()
    }

    /// The parameter: the first of two arguments.
    pub fn param(&self) -> Option<&Expr> {
        if self.args.len() == 2 { self.args.first() } else { None }
    }
}

/// A binary operation.
#[derive(Debug, Clone, PartialEq)]
pub struct BinaryExpr {
    /// The operator.
    pub op: BinaryOp,
    /// The range of the operator.
    pub op_range: SourceRange,
    /// Left operand.
    pub lhs: Expr,
    /// Right operand.
    pub rhs: Expr,
    /// How series of the two sides are matched.
    pub matching: VectorMatching,
    /// Whether a comparison returns 0 or 1 rather than filtering.
    pub return_bool: bool,
    /// The range of `bool`, `on`, `group_left`, `fill` and similar modifiers; empty, after the operator, where there are none.
    pub modifier_range: SourceRange,
}

/// How the series of both sides of a binary operation are matched. The default is that of an operation without modifiers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct VectorMatching {
    /// The cardinality by the modifiers. Set operators are many-to-many whatever this is.
    pub card: VectorMatchCardinality,
    /// Whether `labels` are those to match `on`, rather than those to ignore.
    pub on: bool,
    /// The labels of `on` or `ignoring`.
    pub labels: Vec<LabelName>,
    /// The labels of `group_left` or `group_right`.
    pub include: Vec<LabelName>,
    /// The values for series without a match on the other side.
    pub fill_values: FillValues,
}

/// Cardinality between the two sides of a binary operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum VectorMatchCardinality {
    /// No grouping.
    #[default]
    OneToOne,
    /// `group_left`
    ManyToOne,
    /// `group_right`
    OneToMany,
    /// Set operators; never set by the parser.
    ManyToMany,
}

/// The values of `fill`, `fill_left` and `fill_right`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct FillValues {
    /// For the left side.
    #[cfg_attr(feature = "serde", serde(with = "promenade_model::float_text::option"))]
    pub lhs: Option<f64>,
    /// For the right side.
    #[cfg_attr(feature = "serde", serde(with = "promenade_model::float_text::option"))]
    pub rhs: Option<f64>,
}

impl FillValues {
    /// The values for missing series of the "many" side and of the "one" side. The "many" side is the left one, with
    /// `group_right` the right one.
    pub const fn of_many_and_one(self, cardinality: VectorMatchCardinality) -> (Option<f64>, Option<f64>) {
        match cardinality {
            VectorMatchCardinality::OneToMany => (self.rhs, self.lhs),
            _ => (self.lhs, self.rhs),
        }
    }
}

/// A function call.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The function as written.
    pub function: Name,
    /// The arguments.
    pub args: Vec<Expr>,
    /// Whether the parenthesis that closes the arguments is missing.
    pub is_unclosed: bool,
}

/// A range selector. Offset, `@`, `anchored` and `smoothed` belong to its vector selector, wherever they are written.
#[derive(Debug, Clone, PartialEq)]
pub struct MatrixSelector {
    /// The selector before the bracket, with the modifiers after it.
    pub selector: VectorSelector,
    /// The range of the selector before the bracket.
    pub selector_range: SourceRange,
    /// The range in brackets.
    pub range: DurationExpr,
    /// Whether the closing bracket is missing.
    pub is_unclosed: bool,
}

/// A subquery.
#[derive(Debug, Clone, PartialEq)]
pub struct SubqueryExpr {
    /// What is evaluated at each step.
    pub expr: Expr,
    /// How far back.
    pub range: DurationExpr,
    /// Its own step; the default one where none is given.
    pub step: Option<DurationExpr>,
    /// Whether the closing bracket is missing.
    pub is_unclosed: bool,
    /// Modifiers of which a part is missing, in the order of the source. Each has a diagnostic.
    pub incomplete: Vec<Incomplete>,
    /// `offset`
    pub offset: Option<Offset>,
    /// `@`
    pub at: Option<At>,
}

/// A number, written as a number or as a duration.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberLiteral {
    /// Its value, in seconds where it is a duration.
    pub value: f64,
    /// Whether it is written as a duration.
    pub is_duration: bool,
    /// The text in the source, with its signs.
    pub text: String,
}

/// A string. The node's range is the raw text with its quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StringLiteral {
    /// Its value, with escapes resolved. Bytes that are not UTF-8 are replaced by U+FFFD.
    pub value: String,
    /// The bytes, where they are not UTF-8, as in `"\xff"`.
    pub bytes: Option<Vec<u8>>,
}

/// A sign before an expression that is not a number literal.
#[derive(Debug, Clone, PartialEq)]
pub struct UnaryExpr {
    /// The sign.
    pub op: UnaryOp,
    /// The operand.
    pub expr: Expr,
}

/// A name with its range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// The range in the source.
    pub range: SourceRange,
}

/// A label's name, which may be written in quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelName {
    /// The name, with escapes resolved. Bytes that are not UTF-8 are replaced by U+FFFD.
    pub text: String,
    /// The range in the source, with the quotes.
    pub range: SourceRange,
    /// Whether it is written in quotes.
    pub quoted: bool,
    /// Whether it must be, with the features that the query was parsed with.
    pub needs_quotes: bool,
    /// The bytes, where they are not UTF-8.
    pub bytes: Option<Vec<u8>>,
}

impl LabelName {
    /// A name in a query that may write these without quotes.
    pub fn new(text: impl Into<String>, range: SourceRange, quoted: bool, unquoted: UnquotedNames) -> Self {
        let text = text.into();
        Self { needs_quotes: !unquoted.allow_label(&text), text, range, quoted, bytes: None }
    }

    /// Whether it is a variable, or holds one. In quotes it is text.
    pub fn holds_variable(&self) -> bool {
        !self.quoted && holds_variable(&self.text)
    }
}

impl Expr {
    /// A node without an id.
    pub const fn new(kind: ExprKind, range: SourceRange) -> Self {
        Self { id: NodeId::NONE, kind, range }
    }

    /// Whether this node is an error. There may be errors below it too.
    pub fn is_error(&self) -> bool {
        matches!(self.kind, ExprKind::Error(_))
    }

    /// The expression without the parentheses around it.
    pub fn unparenthesized(&self) -> &Self {
        let mut expr = self;
        while let ExprKind::Paren(inner) = &expr.kind {
            expr = inner;
        }
        expr
    }
}
