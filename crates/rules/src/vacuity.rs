//! Expressions that give nothing where no series matches their selectors: most rules of a test read series that it has not.

use promenade_model::stack::deeper;
use promenade_model::{Matcher, ValueType};
use promenade_semantic::typed::{BinaryExpr, TypedExpr, TypedExprKind, VectorSelector};

use crate::RuleStorage;

/// The selectors of an expression that gives nothing where none of them has a series.
#[derive(Debug, Clone)]
pub(crate) struct Vacuity {
    selectors: Vec<Vec<Matcher>>,
}

impl Vacuity {
    /// `None` if the expression may give something without any series.
    pub(crate) fn of(expr: &TypedExpr) -> Option<Self> {
        let mut selectors = Vec::new();
        gives_nothing(expr, &mut selectors).then_some(Self { selectors })
    }

    /// Whether it is known that no series of a store matches.
    pub(crate) fn holds(&self, storage: &dyn RuleStorage) -> bool {
        self.selectors.iter().all(|matchers| storage.is_without(matchers))
    }
}

/// Whether an expression gives nothing, and cannot fail, where no series matches its selectors, which are collected.
fn gives_nothing(expr: &TypedExpr, selectors: &mut Vec<Vec<Matcher>>) -> bool {
    deeper(|| match &expr.kind {
        TypedExprKind::Vector(selector) => add(selector, selectors),
        TypedExprKind::Matrix(matrix) => add(&matrix.selector, selectors),
        TypedExprKind::Subquery(subquery) => gives_nothing(&subquery.expr, selectors),
        TypedExprKind::Unary(_, inner) | TypedExprKind::Paren(inner) => gives_nothing(inner, selectors),
        TypedExprKind::Aggregate(aggregate) => {
            aggregate.param.as_ref().is_none_or(is_constant) && gives_nothing(&aggregate.expr, selectors)
        }
        TypedExprKind::Call(call) => {
            let (series, others): (Vec<_>, Vec<_>) = call.args.iter().partition(|arg| is_of_series(arg));
            expr.value_type == ValueType::Vector
                && !call.def.behavior.reports_absence
                && !series.is_empty()
                && others.into_iter().all(is_constant)
                && series.into_iter().all(|arg| gives_nothing(arg, selectors))
        }
        TypedExprKind::Binary(binary) => of_binary(binary, selectors),
        TypedExprKind::Number(_)
        | TypedExprKind::String(_)
        | TypedExprKind::Variable(_)
        | TypedExprKind::Unknown(_) => false,
    })
}

/// Both sides must give nothing: a side that gives something might fail.
fn of_binary(binary: &BinaryExpr, selectors: &mut Vec<Vec<Matcher>>) -> bool {
    let BinaryExpr { lhs, rhs, .. } = binary;
    match (is_of_series(lhs), is_of_series(rhs)) {
        (true, true) => gives_nothing(lhs, selectors) && gives_nothing(rhs, selectors),
        (true, false) => is_scalar_of_time(rhs) && gives_nothing(lhs, selectors),
        (false, true) => is_scalar_of_time(lhs) && gives_nothing(rhs, selectors),
        (false, false) => false,
    }
}

fn add(selector: &VectorSelector, selectors: &mut Vec<Vec<Matcher>>) -> bool {
    selectors.push(selector.matchers.clone());
    !selector.has_variable
}

fn is_of_series(expr: &TypedExpr) -> bool {
    matches!(expr.value_type, ValueType::Vector | ValueType::Matrix)
}

fn is_constant(expr: &TypedExpr) -> bool {
    match &expr.kind {
        TypedExprKind::Number(_) | TypedExprKind::String(_) => true,
        TypedExprKind::Unary(_, inner) | TypedExprKind::Paren(inner) => is_constant(inner),
        _ => false,
    }
}

/// Whether a scalar is made of numbers and times alone, so that computing it cannot fail.
fn is_scalar_of_time(expr: &TypedExpr) -> bool {
    deeper(|| match &expr.kind {
        TypedExprKind::Binary(binary) => is_scalar_of_time(&binary.lhs) && is_scalar_of_time(&binary.rhs),
        TypedExprKind::Call(call) => call.args.is_empty(),
        TypedExprKind::Unary(_, inner) | TypedExprKind::Paren(inner) => is_scalar_of_time(inner),
        _ => is_constant(expr),
    })
}
