//! Whether an expression is a condition, as that of an alert should be.

use promenade_functions::AggregatorDef;
use promenade_model::ValueType;
use promenade_model::stack::deeper;
use promenade_syntax::ast::BinaryOp;
use promenade_syntax::{Expr, ExprKind};

use crate::context::QueryContext;

/// The metrics that Prometheus writes of alerts. They are there only while an alert is.
pub(crate) const ALERT_METRICS: [&str; 2] = ["ALERTS", "ALERTS_FOR_STATE"];

/// What the expression of an alert selects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Condition {
    /// Nothing: it returns a result for all series, whatever their value.
    None,
    /// It returns what is true of some series only.
    Decides,
    /// Not known, because of a variable or a comparison with `bool`.
    Open,
}

/// What an expression selects.
pub(crate) fn condition(cx: &QueryContext<'_>, expr: &Expr) -> Condition {
    deeper(|| match &expr.kind {
        ExprKind::Paren(inner) => condition(cx, inner),
        ExprKind::Unary(unary) => condition(cx, &unary.expr),
        ExprKind::Subquery(subquery) => condition(cx, &subquery.expr),
        ExprKind::Aggregate(aggregate) => {
            let inner = aggregate.expr().map_or(Condition::Open, |inner| condition(cx, inner));
            let by_value = cx.aggregator(expr).is_some_and(AggregatorDef::picks_by_value);
            let is_open = by_value || expr.children().any(|arg| is_data_scalar(cx, arg));
            if is_open { either(inner, Condition::Open) } else { inner }
        }
        ExprKind::Binary(binary) => {
            let (lhs, rhs) = (condition(cx, &binary.lhs), condition(cx, &binary.rhs));
            match binary.op {
                op if op.is_comparison() && binary.return_bool => Condition::Open,
                op if op.is_comparison() => Condition::Decides,
                BinaryOp::Unless => Condition::Decides,
                BinaryOp::Or if lhs == rhs => lhs,
                // Where one side has no result, the other decides whether there is one.
                BinaryOp::Or => Condition::Open,
                _ => either(lhs, rhs),
            }
        }
        ExprKind::Call(call) => {
            let absent = cx.function(expr).is_some_and(|def| def.behavior.reports_absence);
            let args = call.args.iter().map(|arg| condition(cx, arg)).fold(Condition::None, either);
            match args {
                _ if absent => Condition::Decides,
                Condition::None if call.args.iter().any(|arg| is_data_scalar(cx, arg)) => Condition::Open,
                _ => args,
            }
        }
        ExprKind::Variable(_) | ExprKind::Error(_) => Condition::Open,
        ExprKind::Vector(_) | ExprKind::Matrix(_) | ExprKind::Number(_) | ExprKind::String(_) => Condition::None,
    })
}

/// The part of an expression that returns a result for all series of its own, whatever their value: all of it, or a side
/// of `or`.
pub(crate) fn unconditional<'a>(cx: &QueryContext<'_>, expr: &'a Expr) -> Option<&'a Expr> {
    if condition(cx, expr) == Condition::None {
        return Some(expr);
    }
    match &expr.unparenthesized().kind {
        ExprKind::Binary(binary) if binary.op == BinaryOp::Or => {
            deeper(|| unconditional(cx, &binary.lhs)).or_else(|| deeper(|| unconditional(cx, &binary.rhs)))
        }
        _ => None,
    }
}

/// Whether an argument is a number that is read from series, on which it may depend whether there is a result.
fn is_data_scalar(cx: &QueryContext<'_>, arg: &Expr) -> bool {
    cx.is_scalar(arg) && cx.nodes.of(arg).is_some_and(|arg| cx.nodes.selectors_below(arg).next().is_some())
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
    query.nodes.calls().any(|(_, _, def)| def.behavior.reports_absence)
}

/// Whether there is `absent` in a query, which looks at a single moment.
pub(crate) fn has_instant_absent(query: &QueryContext<'_>) -> bool {
    query
        .nodes
        .calls()
        .any(|(_, _, def)| def.behavior.reports_absence && def.signature.arg(0) == Some(ValueType::Vector))
}
