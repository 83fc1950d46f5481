//! Whether two trees mean the same, wherever they stand in their sources.

use promenade_model::stack::deeper;

use super::{
    At, DurationExpr, DurationExprKind, Expr, ExprKind, LabelMatcher, LabelName, MatcherVariable, NumberLiteral,
    Offset, VectorSelector,
};

impl Expr {
    /// Whether both are the same tree but for ranges, the spelling of numbers and durations, parentheses in duration
    /// expressions, and the order of matchers, which is sorted in printing. An offset of zero is none.
    pub fn same_as(&self, other: &Self) -> bool {
        same_node(self, other)
            && self.children().count() == other.children().count()
            && self.children().zip(other.children()).all(|(a, b)| deeper(|| a.same_as(b)))
    }
}

/// Whether two nodes are the same, their children left out.
fn same_node(a: &Expr, b: &Expr) -> bool {
    match (&a.kind, &b.kind) {
        (ExprKind::Aggregate(a), ExprKind::Aggregate(b)) => {
            a.op.text == b.op.text && a.without == b.without && same_labels(&a.grouping, &b.grouping)
        }
        (ExprKind::Binary(a), ExprKind::Binary(b)) => {
            a.op == b.op
                && a.return_bool == b.return_bool
                && a.matching.card == b.matching.card
                && a.matching.on == b.matching.on
                && same_labels(&a.matching.labels, &b.matching.labels)
                && same_labels(&a.matching.include, &b.matching.include)
                && same_float(a.matching.fill_values.lhs, b.matching.fill_values.lhs)
                && same_float(a.matching.fill_values.rhs, b.matching.fill_values.rhs)
        }
        (ExprKind::Call(a), ExprKind::Call(b)) => a.function.text == b.function.text,
        (ExprKind::Matrix(a), ExprKind::Matrix(b)) => {
            same_range(&a.range, &b.range) && same_selector(&a.selector, &b.selector)
        }
        (ExprKind::Subquery(a), ExprKind::Subquery(b)) => {
            same_range(&a.range, &b.range)
                && same_option(a.step.as_ref(), b.step.as_ref(), same_range)
                && same_offset(a.offset.as_ref(), b.offset.as_ref())
                && same_at(a.at.as_ref(), b.at.as_ref())
        }
        (ExprKind::Number(a), ExprKind::Number(b)) => same_number(a, b),
        (ExprKind::String(a), ExprKind::String(b)) => a == b,
        (ExprKind::Variable(a), ExprKind::Variable(b)) => a == b,
        (ExprKind::Unary(a), ExprKind::Unary(b)) => a.op == b.op,
        (ExprKind::Vector(a), ExprKind::Vector(b)) => same_selector(a, b),
        (ExprKind::Paren(_), ExprKind::Paren(_)) | (ExprKind::Error(_), ExprKind::Error(_)) => true,
        _ => false,
    }
}

fn same_selector(a: &VectorSelector, b: &VectorSelector) -> bool {
    let name = |s: &VectorSelector| s.name.as_ref().map(|n| n.text.clone());
    let name_of = |m: &LabelMatcher| (m.name.text.clone(), m.name.bytes.clone());
    let sorted = |s: &VectorSelector| {
        let written = |m: &LabelMatcher| matches!(m.variable, MatcherVariable::Value | MatcherVariable::Whole);
        let mut all: Vec<_> = s
            .matchers
            .iter()
            .map(|m| (name_of(m), m.op, (m.value.clone(), m.value_bytes.clone()), written(m)))
            .collect();
        all.sort();
        all
    };
    name(a) == name(b)
        && sorted(a) == sorted(b)
        && same_offset(a.offset.as_ref(), b.offset.as_ref())
        && same_at(a.at.as_ref(), b.at.as_ref())
        && a.anchored == b.anchored
        && a.smoothed == b.smoothed
}

fn same_labels(a: &[LabelName], b: &[LabelName]) -> bool {
    a.iter().map(|l| &l.text).eq(b.iter().map(|l| &l.text))
}

fn same_offset(a: Option<&Offset>, b: Option<&Offset>) -> bool {
    let set = |o: Option<&Offset>| o.is_some_and(|o| o.duration.literal_ms() != Some(0));
    match (a, b) {
        (Some(a), Some(b)) if set(Some(a)) => same_range(&a.duration, &b.duration),
        (a, b) => !set(a) && !set(b),
    }
}

fn same_at(a: Option<&At>, b: Option<&At>) -> bool {
    a.map(|at| (at.kind, &at.variable)) == b.map(|at| (at.kind, &at.variable))
}

/// As [`same_duration`], but a literal alone is the same whether written as a number or as a duration.
fn same_range(a: &DurationExpr, b: &DurationExpr) -> bool {
    match (a.literal_ms(), b.literal_ms()) {
        (Some(a), Some(b)) => a == b,
        _ => same_duration(a, b),
    }
}

fn same_duration(a: &DurationExpr, b: &DurationExpr) -> bool {
    use DurationExprKind as Kind;
    deeper(|| match (&a.unparenthesized().kind, &b.unparenthesized().kind) {
        (Kind::Number(a), Kind::Number(b)) => same_number(a, b),
        (Kind::Variable(a), Kind::Variable(b)) => a == b,
        (Kind::Step, Kind::Step) | (Kind::Range, Kind::Range) | (Kind::Error, Kind::Error) => true,
        (Kind::MinOf(a, x), Kind::MinOf(b, y)) | (Kind::MaxOf(a, x), Kind::MaxOf(b, y)) => {
            same_duration(a, b) && same_duration(x, y)
        }
        (Kind::Negate(a), Kind::Negate(b)) => same_duration(a, b),
        (Kind::Binary(op, a, x), Kind::Binary(op2, b, y)) => op == op2 && same_duration(a, b) && same_duration(x, y),
        _ => false,
    })
}

fn same_number(a: &NumberLiteral, b: &NumberLiteral) -> bool {
    a.is_duration == b.is_duration && same_float(Some(a.value), Some(b.value))
}

fn same_float(a: Option<f64>, b: Option<f64>) -> bool {
    a.map(canonical_bits) == b.map(canonical_bits)
}

/// The bits of a float, all NaNs alike.
fn canonical_bits(x: f64) -> u64 {
    if x.is_nan() { f64::NAN.to_bits() } else { x.to_bits() }
}

fn same_option<T>(a: Option<&T>, b: Option<&T>, same: fn(&T, &T) -> bool) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => same(a, b),
        (a, b) => a.is_none() && b.is_none(),
    }
}
