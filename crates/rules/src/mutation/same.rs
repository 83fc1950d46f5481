//! Which changes provably mean the same.

use promenade_semantic::flow::{Bounds, Flow, Presence};
use promenade_syntax::ast::BinaryOp;

/// Whether no series of an expression has a label. A scalar has none.
pub(super) fn is_absent(flow: Option<&Flow>, label: &str) -> bool {
    flow.is_some_and(|flow| flow.live().all(|source| source.labels.get(label).presence() == Presence::Impossible))
}

/// Whether two comparisons of the same sides have the same result.
pub(super) fn comparisons(a: BinaryOp, b: BinaryOp, lhs: &Bounds, rhs: &Bounds) -> bool {
    let verdict = lhs.compare(a, rhs);
    verdict.is_some() && verdict == lhs.compare(b, rhs)
}

/// Whether comparing a value with a number means the same as comparing it with another number.
pub(super) fn thresholds(op: BinaryOp, before: f64, after: f64, value: &Bounds) -> bool {
    let verdict = value.compare(op, &Bounds::Constant(before));
    verdict.is_some() && verdict == value.compare(op, &Bounds::Constant(after))
}
