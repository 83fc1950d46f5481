//! The time at which info series are read: that of the first selector of the expression they are joined to.

use promenade_functions::samples::RangeMode;
use promenade_model::TimestampMs;
use promenade_plan::{Node, NodeKind, VectorSelector};

/// A selector without matchers that has the `@` and offset of the first selector in an expression. Where that selector
/// is not fixed by `@`, offsets of the subqueries around it add up until one of them is.
pub(super) fn of(expr: &Node) -> VectorSelector {
    let (at_ms, offset_ms) = first(expr).unwrap_or_default();
    VectorSelector { matchers: Vec::new(), offset_ms, at_ms, mode: RangeMode::Plain, skip_buckets: false }
}

/// `@` and offset of the first selector.
fn first(node: &Node) -> Option<(Option<TimestampMs>, i64)> {
    match &node.kind {
        NodeKind::Number(_) | NodeKind::String(_) => None,
        NodeKind::VectorSelector(selector) => Some((selector.at_ms, selector.offset_ms)),
        NodeKind::MatrixSelector(matrix) => Some((matrix.selector.at_ms, matrix.selector.offset_ms)),
        NodeKind::Subquery(subquery) => first(&subquery.expr).map(|(at_ms, offset_ms)| match at_ms {
            Some(_) => (at_ms, offset_ms),
            None => (subquery.at_ms, offset_ms.saturating_add(subquery.offset_ms)),
        }),
        NodeKind::Call(call) => call.args.iter().find_map(first),
        NodeKind::Aggregate(aggregate) => {
            first(&aggregate.expr).or_else(|| aggregate.param.as_ref().and_then(|param| first(param)))
        }
        NodeKind::Binary(binary) => first(&binary.lhs).or_else(|| first(&binary.rhs)),
        NodeKind::Negate(inner) | NodeKind::StepInvariant(inner) => first(inner),
    }
}
