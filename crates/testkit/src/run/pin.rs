//! Queries with `@` put on every selector, which then must give the same result at any time.

use promenade::Engine;
use promenade::functions;
use promenade::syntax::ast::{At, AtKind, Expr, ExprKind};

/// Reads a query.
pub(super) fn parse(engine: &Engine, text: &str) -> Result<Expr, String> {
    let analysis = promenade::semantic::parse_and_check(text, &engine.language());
    match analysis.diagnostics.iter().find(|d| d.is_error()) {
        Some(diagnostic) => Err(diagnostic.message.clone()),
        None => Ok(analysis.expr),
    }
}

/// The query with `@ at_ms` on every selector and subquery that has none, or that of the query's own start or end; nothing
/// inside a subquery with `@` is touched. `None` if a function in it depends on the evaluation time whatever its arguments are.
pub(super) fn pin(expr: &Expr, at_ms: i64) -> Option<String> {
    let mut pinned = expr.clone();
    pin_expr(&mut pinned, at_ms).then(|| pinned.to_string())
}

/// The times at which a query pinned to `at_ms` is evaluated again.
pub(super) fn times(at_ms: i64) -> Vec<i64> {
    if at_ms == 0 { vec![-1000, 0, 1000] } else { vec![-10 * at_ms, 0, at_ms / 5, at_ms, 10 * at_ms] }
}

/// Whether a query asks for the start, end, step or range of its own times.
pub(super) fn depends_on_times(text: &str) -> bool {
    ["start()", "end()", "range()", "step()"].iter().any(|call| text.contains(call))
}

fn pin_expr(expr: &mut Expr, at_ms: i64) -> bool {
    match &mut expr.kind {
        ExprKind::Vector(selector) => {
            pin_at(&mut selector.at, at_ms);
            true
        }
        ExprKind::Matrix(matrix) => {
            pin_at(&mut matrix.selector.at, at_ms);
            true
        }
        ExprKind::Subquery(subquery) => {
            // What is inside is evaluated relative to the subquery's times, which are fixed now.
            pin_at(&mut subquery.at, at_ms);
            true
        }
        ExprKind::Call(call) => is_safe(&call.function.text) && call.args.iter_mut().all(|arg| pin_expr(arg, at_ms)),
        ExprKind::Aggregate(aggregate) => aggregate.args.iter_mut().all(|arg| pin_expr(arg, at_ms)),
        ExprKind::Binary(binary) => pin_expr(&mut binary.lhs, at_ms) && pin_expr(&mut binary.rhs, at_ms),
        ExprKind::Paren(inner) => pin_expr(inner, at_ms),
        ExprKind::Unary(unary) => pin_expr(&mut unary.expr, at_ms),
        ExprKind::Number(_) | ExprKind::String(_) | ExprKind::Variable(_) | ExprKind::Error(_) => true,
    }
}

fn is_safe(function: &str) -> bool {
    functions::function(function).is_none_or(|def| !def.behavior.at_unsafe)
}

fn pin_at(at: &mut Option<At>, time_ms: i64) {
    if !matches!(at, Some(At { kind: AtKind::Timestamp(_), .. })) {
        *at = Some(At { kind: AtKind::Timestamp(time_ms), variable: None, range: 0..0 });
    }
}
