//! How the times that an expression reads depend on the time of its evaluation.

use promenade_functions::Kernel;
use promenade_functions::samples::RangeMode;
use promenade_model::stack::deeper;
use promenade_semantic::typed::{
    AtKind, BinaryExpr, BinaryOp, DurationExpr, FillValues, TypedExpr, TypedExprKind, VectorMatchCardinality,
    VectorSelector,
};

/// How the times that an expression reads depend on the time of its evaluation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct TimeShape {
    /// It may read samples that are newer than the evaluation.
    pub(super) looks_ahead: bool,
    /// It depends on the range or the step of the query, or on the order that a sorting part gives its series in an
    /// instant query alone, so that a range query means something else than its steps.
    pub(super) depends_on_query: bool,
}

impl TimeShape {
    pub(super) fn of(expr: &TypedExpr) -> Self {
        let mut shape = Self::default();
        shape.visit(expr);
        shape
    }

    /// The shape of two expressions that are read at once.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            looks_ahead: self.looks_ahead || other.looks_ahead,
            depends_on_query: self.depends_on_query || other.depends_on_query,
        }
    }

    fn visit(&mut self, expr: &TypedExpr) {
        match &expr.kind {
            TypedExprKind::Vector(selector) => self.selector(selector),
            TypedExprKind::Matrix(matrix) => {
                self.length(Some(&matrix.range));
                self.selector(&matrix.selector);
            }
            TypedExprKind::Subquery(subquery) => {
                self.length(Some(&subquery.range));
                self.length(subquery.step.as_ref());
                self.offset(subquery.offset.as_ref());
                self.at(subquery.at.as_ref());
            }
            TypedExprKind::Call(call) => self.depends_on_query |= matches!(call.def.kernel, Kernel::Context(_)),
            TypedExprKind::Aggregate(aggregate) => self.depends_on_query |= is_ordered(&aggregate.expr),
            _ => {}
        }
        expr.children().for_each(|child| deeper(|| self.visit(child)));
    }

    fn selector(&mut self, selector: &VectorSelector) {
        self.offset(selector.offset.as_ref());
        self.at(selector.at.as_ref());
        self.looks_ahead |= selector.mode != RangeMode::default();
    }

    fn length(&mut self, duration: Option<&DurationExpr>) {
        self.depends_on_query |= duration.is_some_and(|duration| duration.literal().is_none());
    }

    fn offset(&mut self, offset: Option<&DurationExpr>) {
        self.length(offset);
        self.looks_ahead |= offset.is_some_and(|offset| offset.literal_ms().is_none_or(|ms| ms < 0));
    }

    fn at(&mut self, at: Option<&AtKind>) {
        match at {
            None => {}
            Some(AtKind::Timestamp(_)) => self.looks_ahead = true,
            Some(AtKind::Start | AtKind::End | AtKind::Variable) => {
                self.looks_ahead = true;
                self.depends_on_query = true;
            }
        }
    }
}

/// Whether an instant query may give the elements in another order than that of labels.
fn is_ordered(expr: &TypedExpr) -> bool {
    match &expr.kind {
        TypedExprKind::Aggregate(aggregate) if aggregate.def.selects() => true,
        TypedExprKind::Call(call) if call.def.behavior.sorts => true,
        TypedExprKind::Binary(binary) => deeper(|| order_of(binary).into_iter().any(is_ordered)),
        _ => expr.children().any(|child| deeper(|| is_ordered(child))),
    }
}

/// The sides whose order a binary operation keeps: that of the "many" side, but for elements that the other side adds.
fn order_of(binary: &BinaryExpr) -> Vec<&TypedExpr> {
    let both = vec![&binary.lhs, &binary.rhs];
    let Some(matching) = &binary.matching else { return both };
    if binary.op == BinaryOp::Or || matching.fill_values != FillValues::default() {
        return both;
    }
    match matching.card {
        VectorMatchCardinality::OneToMany => vec![&binary.rhs],
        _ => vec![&binary.lhs],
    }
}
