//! Queries with variables or errors cannot be planned. Variables in durations are found when those are computed.

use promenade_semantic::typed::{AtKind, TypedExpr, TypedExprKind};

use crate::error::PlanError;

/// Returns an error if a tree contains a variable or an unknown part.
pub(super) fn refuse(expr: &TypedExpr) -> Result<(), PlanError> {
    let mut todo = vec![expr];
    while let Some(expr) = todo.pop() {
        let holds_variable = match &expr.kind {
            TypedExprKind::Variable(_) => true,
            TypedExprKind::Unknown(_) => return Err(PlanError::Unknown { range: expr.range.clone() }),
            TypedExprKind::Vector(selector) => selector.has_variable || selector.at == Some(AtKind::Variable),
            TypedExprKind::Matrix(matrix) => {
                matrix.selector.has_variable || matrix.selector.at == Some(AtKind::Variable)
            }
            TypedExprKind::Subquery(subquery) => subquery.at == Some(AtKind::Variable),
            TypedExprKind::Aggregate(aggregate) => aggregate.has_variable,
            TypedExprKind::Binary(binary) => binary.matching.as_ref().is_some_and(|matching| matching.has_variable),
            TypedExprKind::Call(_)
            | TypedExprKind::Unary(..)
            | TypedExprKind::Paren(_)
            | TypedExprKind::Number(_)
            | TypedExprKind::String(_) => false,
        };
        if holds_variable {
            return Err(PlanError::Variable { range: expr.range.clone() });
        }
        todo.extend(expr.children());
    }
    Ok(())
}
