//! Duration expressions: what stands in brackets and after `offset`.

use promenade_model::stack::TreeBox;
use promenade_model::value::SourceRange;

use super::{NodeId, NumberLiteral};

/// A duration, or a calculation of one. As in Prometheus, signs before a literal are part of it.
#[derive(Debug, Clone)]
pub struct DurationExpr {
    /// The id in its tree.
    pub id: NodeId,
    /// The kind.
    pub kind: DurationExprKind,
    /// The range in the source.
    pub range: SourceRange,
}

impl PartialEq for DurationExpr {
    /// Whether both are the same duration at the same place, whatever their ids.
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind && self.range == other.range
    }
}

/// The kinds of duration expressions.
#[derive(Debug, Clone, PartialEq)]
pub enum DurationExprKind {
    /// A number of seconds.
    Number(NumberLiteral),
    /// `step()`
    Step,
    /// `range()`
    Range,
    /// `min_of(a, b)`
    MinOf(TreeBox<DurationExpr>, TreeBox<DurationExpr>),
    /// `max_of(a, b)`
    MaxOf(TreeBox<DurationExpr>, TreeBox<DurationExpr>),
    /// `-a`
    Negate(TreeBox<DurationExpr>),
    /// `a + b`
    Binary(DurationOp, TreeBox<DurationExpr>, TreeBox<DurationExpr>),
    /// `(a)`, where `a` is in no parentheses of its own: `((a))` is the same
    Paren(TreeBox<DurationExpr>),
    /// `$x`: a variable as it is written; also a number or a unit with one, such as `${x}m`
    Variable(String),
    /// A missing duration. There is a diagnostic for it.
    Error,
}

/// An operator between durations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DurationOp {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
    /// `%`
    Mod,
    /// `^`
    Pow,
}

impl DurationOp {
    /// The operator as it is written.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Sub => "-",
            Self::Mul => "*",
            Self::Div => "/",
            Self::Mod => "%",
            Self::Pow => "^",
        }
    }

    /// How strongly it binds: 1 to 3.
    pub const fn precedence(self) -> u8 {
        match self {
            Self::Add | Self::Sub => 1,
            Self::Mul | Self::Div | Self::Mod => 2,
            Self::Pow => 3,
        }
    }
}

impl DurationExpr {
    /// A duration without an id.
    pub const fn new(kind: DurationExprKind, range: SourceRange) -> Self {
        Self { id: NodeId::NONE, kind, range }
    }

    /// The duration without the parentheses around it.
    pub fn unparenthesized(&self) -> &Self {
        let mut duration = self;
        while let DurationExprKind::Paren(inner) = &duration.kind {
            duration = inner;
        }
        duration
    }

    /// Where Prometheus says that it stands: without the parentheses around it, and around its first and its last operand,
    /// but for the one that opens before a literal.
    pub fn reported_range(&self) -> SourceRange {
        match &self.kind {
            DurationExprKind::Paren(inner) => match inner.literal() {
                Some(_) => self.range.start..inner.range.end,
                None => inner.reported_range(),
            },
            DurationExprKind::Binary(_, lhs, rhs) => lhs.reported_range().start..rhs.reported_range().end,
            DurationExprKind::Negate(inner) => self.range.start..inner.reported_range().end,
            _ => self.range.clone(),
        }
    }

    /// The literal that it is.
    pub fn literal(&self) -> Option<&NumberLiteral> {
        match &self.kind {
            DurationExprKind::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Its length in ns, where it is a literal, rounded as Prometheus does.
    pub fn literal_ns(&self) -> Option<i64> {
        self.literal().map(|number| (number.value * 1e9).round() as i64)
    }

    /// Its length in ms, where it is a literal; parts of a ms are cut off.
    pub fn literal_ms(&self) -> Option<i64> {
        self.literal_ns().map(|ns| ns / 1_000_000)
    }
}
