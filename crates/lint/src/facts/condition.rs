//! Whether an expression decides anything, as that of an alert should.

use promenade_functions::{Kernel, function};
use promenade_syntax::ast::BinaryOp;
use promenade_syntax::{Expr, ExprKind};

use crate::context::QueryContext;

/// The metrics that Prometheus writes of alerts. They are there only while an alert is.
pub(crate) const ALERT_METRICS: [&str; 2] = ["ALERTS", "ALERTS_FOR_STATE"];

/// What an alert's expression decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Condition {
    /// Nothing: it returns a result for all series, whatever their value.
    None,
    /// It returns what is true of some series only.
    Decides,
    /// Not known, because of a variable or a comparison with `bool`.
    Open,
}

/// What an expression decides.
pub(crate) fn condition(expr: &Expr) -> Condition {
    match &expr.kind {
        ExprKind::Paren(inner) => condition(inner),
        ExprKind::Unary(unary) => condition(&unary.expr),
        ExprKind::Subquery(subquery) => condition(&subquery.expr),
        ExprKind::Aggregate(aggregate) => aggregate.expr().map_or(Condition::Open, condition),
        ExprKind::Binary(binary) => {
            let (lhs, rhs) = (condition(&binary.lhs), condition(&binary.rhs));
            match binary.op {
                op if op.is_comparison() && binary.return_bool => Condition::Open,
                op if op.is_comparison() => Condition::Decides,
                BinaryOp::Unless => Condition::Decides,
                BinaryOp::Or if lhs == rhs => lhs,
                BinaryOp::Or if [lhs, rhs].contains(&Condition::None) => Condition::None,
                _ => either(lhs, rhs),
            }
        }
        ExprKind::Call(call) => {
            let absent = function(&call.function.text).is_some_and(|def| is_absent(def.kernel));
            let args = call.args.iter().map(condition).fold(Condition::None, either);
            if absent { Condition::Decides } else { args }
        }
        ExprKind::Variable(_) | ExprKind::Error(_) => Condition::Open,
        ExprKind::Vector(_) | ExprKind::Matrix(_) | ExprKind::Number(_) | ExprKind::String(_) => Condition::None,
    }
}

/// What two parts decide of which both must give a result.
fn either(a: Condition, b: Condition) -> Condition {
    match (a, b) {
        (Condition::Decides, _) | (_, Condition::Decides) => Condition::Decides,
        (Condition::Open, _) | (_, Condition::Open) => Condition::Open,
        _ => Condition::None,
    }
}

/// Whether there is `absent` or `absent_over_time` in a query.
pub(crate) fn has_absent(query: &QueryContext<'_>) -> bool {
    query.nodes.calls().any(|(_, _, def)| is_absent(def.kernel))
}

/// Whether there is `absent` in a query, which looks at a single moment.
pub(crate) fn has_instant_absent(query: &QueryContext<'_>) -> bool {
    query.nodes.calls().any(|(_, _, def)| matches!(def.kernel, Kernel::Absent))
}

fn is_absent(kernel: Kernel) -> bool {
    matches!(kernel, Kernel::Absent | Kernel::AbsentOverTime)
}
