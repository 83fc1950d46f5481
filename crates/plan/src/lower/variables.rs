//! Variables: a query that holds one has no plan. Those that stand for durations are found where they are computed.

use promenade_semantic::typed::{AtKind, TypedExpr, TypedExprKind};

use crate::error::PlanError;

/// Refuses a tree with a variable in it.
pub(super) fn refuse(expr: &TypedExpr) -> Result<(), PlanError> {
    let mut todo = vec![expr];
    while let Some(expr) = todo.pop() {
        let holds_variable = match &expr.kind {
            TypedExprKind::Variable(_) => true,
            TypedExprKind::Vector(selector) => selector.has_variable || selector.at == Some(AtKind::Variable),
            TypedExprKind::Matrix(matrix) => {
                matrix.selector.has_variable || matrix.selector.at == Some(AtKind::Variable)
            }
            TypedExprKind::Subquery(subquery) => {
                todo.push(&subquery.expr);
                subquery.at == Some(AtKind::Variable)
            }
            TypedExprKind::Call(call) => {
                todo.extend(&call.args);
                false
            }
            TypedExprKind::Aggregate(aggregate) => {
                todo.extend(aggregate.param.as_ref());
                todo.push(&aggregate.expr);
                aggregate.has_variable
            }
            TypedExprKind::Binary(binary) => {
                todo.extend([&binary.lhs, &binary.rhs]);
                binary.matching.as_ref().is_some_and(|matching| matching.has_variable)
            }
            TypedExprKind::Unary(_, inner) | TypedExprKind::Paren(inner) => {
                todo.push(inner);
                false
            }
            TypedExprKind::Number(_) | TypedExprKind::String(_) => false,
        };
        if holds_variable {
            return Err(PlanError::Variable { range: expr.range.clone() });
        }
    }
    Ok(())
}
