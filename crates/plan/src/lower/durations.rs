//! Durations in milliseconds: literals, and expressions over the query's step and range.

use promenade_go::math::pow;
use promenade_model::duration::go_seconds;
use promenade_model::stack::deeper;
use promenade_syntax::ast::{DurationExpr, DurationExprKind, DurationOp};

use super::Planned;
use crate::error::{DurationFault, PlanError};
use crate::options::QueryTime;

/// The longest duration in seconds, in either direction: 64 bits of nanoseconds.
const MAX_SECONDS: f64 = (1_u64 << 63) as f64 / 1e9;

/// A duration that must be positive; the parser has checked literals.
pub(super) fn positive_ms(expr: &DurationExpr, time: QueryTime) -> Planned<i64> {
    resolve_ms(expr, time, |seconds| seconds > 0.0)
}

/// An offset of any sign.
pub(super) fn offset_ms(expr: Option<&DurationExpr>, time: QueryTime) -> Planned<i64> {
    expr.map_or(Ok(0), |expr| resolve_ms(expr, time, |_| true))
}

fn resolve_ms(expr: &DurationExpr, time: QueryTime, allowed: impl Fn(f64) -> bool) -> Planned<i64> {
    if let Some(literal_ms) = expr.literal_ms() {
        return Ok(literal_ms);
    }
    let seconds = evaluate(expr, time)?;
    let fault = if !seconds.is_finite() {
        DurationFault::NotFinite
    } else if !allowed(seconds) {
        DurationFault::NotPositive
    } else if seconds.abs() > MAX_SECONDS {
        DurationFault::OutOfRange
    } else {
        return Ok((seconds * 1000.0) as i64);
    };
    fail(expr, fault)
}

/// The value in seconds.
fn evaluate(expr: &DurationExpr, time: QueryTime) -> Planned<f64> {
    deeper(|| evaluate_node(expr, time))
}

fn evaluate_node(expr: &DurationExpr, time: QueryTime) -> Planned<f64> {
    Ok(match &expr.kind {
        DurationExprKind::Number(number) => number.value,
        DurationExprKind::Variable(_) => return Err(Box::new(PlanError::Variable { range: expr.range.clone() })),
        DurationExprKind::Step => go_seconds(time.step_ms()),
        DurationExprKind::Range => go_seconds(time.length_ms()),
        DurationExprKind::MinOf(a, b) => go_min(evaluate(a, time)?, evaluate(b, time)?),
        DurationExprKind::MaxOf(a, b) => go_max(evaluate(a, time)?, evaluate(b, time)?),
        DurationExprKind::Negate(inner) => -evaluate(inner, time)?,
        DurationExprKind::Paren(inner) => evaluate(inner, time)?,
        DurationExprKind::Binary(op, a, b) => binary(*op, evaluate(a, time)?, evaluate(b, time)?, expr)?,
        // Reported by the parser, so unreachable for valid queries.
        DurationExprKind::Error => f64::NAN,
    })
}

fn binary(op: DurationOp, a: f64, b: f64, expr: &DurationExpr) -> Planned<f64> {
    match op {
        DurationOp::Add => Ok(a + b),
        DurationOp::Sub => Ok(a - b),
        DurationOp::Mul => Ok(a * b),
        DurationOp::Div if b == 0.0 => fail(expr, DurationFault::DivisionByZero),
        DurationOp::Div => Ok(a / b),
        DurationOp::Mod if b == 0.0 => fail(expr, DurationFault::ModuloByZero),
        DurationOp::Mod => Ok(a % b),
        DurationOp::Pow => Ok(pow(a, b)),
    }
}

/// The minimum; NaN if either is NaN.
fn go_min(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() { f64::NAN } else { a.min(b) }
}

/// The maximum; NaN if either is NaN.
fn go_max(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() { f64::NAN } else { a.max(b) }
}

fn fail<T>(expr: &DurationExpr, fault: DurationFault) -> Planned<T> {
    Err(Box::new(PlanError::Duration { range: expr.reported_range(), fault }))
}
