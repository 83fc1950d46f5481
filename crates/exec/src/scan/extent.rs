//! The times at which an expression can have samples. Steps of a subquery outside them are not computed.
//!
//! The result of an operation is empty if all its input vectors are empty, except for `absent` and similar functions.
//! Skipping steps must also not remove annotations: an operation with a parameter that is not a literal may raise
//! another annotation at each step.

use promenade_model::ValueType;
use promenade_model::stack::deeper;
use promenade_plan::{Grid, Node, NodeKind, Subquery, VectorSelector};
use promenade_storage::TimeRange;

use super::Selected;
use crate::evaluator::Evaluator;

/// Limits a grid to the steps at which an expression can have a sample; at least one step remains.
pub(super) fn clipped(evaluator: &Evaluator<'_>, expr: &Node, grid: Grid) -> Grid {
    if grid.n_steps() < 2 {
        return grid;
    }
    let extent = of(evaluator, expr);
    let n_before = extent.start_ms.saturating_sub(grid.start_ms).max(0) as u64 / grid.step_ms as u64;
    let first = usize::try_from(n_before).unwrap_or(usize::MAX).min(grid.n_steps() - 1);
    let start_ms = grid.at(first);
    // A grid with equal start and end is an instant evaluation, which has special rules.
    let end_ms = extent.end_ms.clamp(start_ms.saturating_add(1), grid.end_ms.max(start_ms.saturating_add(1)));
    Grid { start_ms, end_ms, ..grid }
}

/// A time range that contains all samples an expression can have.
fn of(evaluator: &Evaluator<'_>, node: &Node) -> TimeRange {
    if !matches!(node.value_type, ValueType::Vector | ValueType::Matrix) {
        return TimeRange::ALL;
    }
    deeper(|| match &node.kind {
        NodeKind::VectorSelector(selector) => selected(evaluator, node, selector),
        NodeKind::MatrixSelector(matrix) => selected(evaluator, node, &matrix.selector),
        NodeKind::Subquery(subquery) => windows(of(evaluator, &subquery.expr), subquery),
        NodeKind::Call(call) if call.def.behavior.reports_absence => TimeRange::ALL,
        NodeKind::Call(call) => hull(evaluator, &call.args),
        NodeKind::Aggregate(aggregate) if aggregate.param.as_deref().is_none_or(is_literal) => {
            of(evaluator, &aggregate.expr)
        }
        NodeKind::Binary(binary) => {
            let sides = [&*binary.lhs, &*binary.rhs].into_iter().filter(|side| side.value_type == ValueType::Vector);
            sides.map(|side| of(evaluator, side)).reduce(union).unwrap_or(TimeRange::ALL)
        }
        NodeKind::Plus(inner) | NodeKind::Negate(inner) | NodeKind::Merge(inner) | NodeKind::DropNames(inner) => {
            of(evaluator, inner)
        }
        _ => TimeRange::ALL,
    })
}

/// The range of a call: the union of its vectors' ranges, if its other arguments are literals.
fn hull(evaluator: &Evaluator<'_>, args: &[Node]) -> TimeRange {
    let (vectors, others): (Vec<&Node>, Vec<&Node>) =
        args.iter().partition(|arg| matches!(arg.value_type, ValueType::Vector | ValueType::Matrix));
    if !others.into_iter().all(is_literal) {
        return TimeRange::ALL;
    }
    vectors.into_iter().map(|arg| of(evaluator, arg)).reduce(union).unwrap_or(TimeRange::ALL)
}

fn is_literal(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Number(_) | NodeKind::String(_))
}

fn union(a: TimeRange, b: TimeRange) -> TimeRange {
    TimeRange { start_ms: a.start_ms.min(b.start_ms), end_ms: a.end_ms.max(b.end_ms) }
}

/// The times at which a selector finds samples.
fn selected(evaluator: &Evaluator<'_>, node: &Node, selector: &VectorSelector) -> TimeRange {
    if selector.at_ms.is_some() {
        return TimeRange::ALL;
    }
    let stored = evaluator.selected.get(&node.id).map_or(TimeRange::ALL, Selected::time_range);
    moved(stored, selector.offset_ms, selector.times.after_ms, selector.times.before_ms)
}

/// The times at which the windows of a subquery contain samples, given the range of the inner expression.
fn windows(inner: TimeRange, subquery: &Subquery) -> TimeRange {
    if subquery.at_ms.is_some() { TimeRange::ALL } else { moved(inner, subquery.offset_ms, 0, subquery.range_ms) }
}

/// A range shifted by an offset and extended at both ends.
fn moved(range: TimeRange, offset_ms: i64, ahead_ms: i64, behind_ms: i64) -> TimeRange {
    let start_ms = range.start_ms.saturating_add(offset_ms).saturating_sub(ahead_ms);
    TimeRange { start_ms, end_ms: range.end_ms.saturating_add(offset_ms).saturating_add(behind_ms) }
}
