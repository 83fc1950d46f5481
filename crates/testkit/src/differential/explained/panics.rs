//! Where Prometheus panics.

use promenade::functions;
use promenade::functions::aggregators::AggregatorKernel;
use promenade::syntax::ast::{Expr, ExprKind, walk};
use serde_json::json;

use super::Seen;

/// Prometheus's answer is that it has panicked, where it is known to.
pub(super) fn has_panicked(seen: &Seen<'_>) -> bool {
    let error = seen.expected["error"].as_str().unwrap_or_default();
    let of_selector = is_extended(seen.expr) && error.starts_with("unexpected error: runtime error");
    let of_text = counts_values(seen.expr) && error == "histograms with custom buckets have no zero bucket";
    (of_selector || of_text) && seen.actual["kind"] != json!("panic")
}

/// Whether the whole query is a range selector with a modifier.
fn is_extended(expr: &Expr) -> bool {
    match &expr.unparenthesized().kind {
        ExprKind::Matrix(matrix) => matrix.selector.anchored || matrix.selector.smoothed,
        _ => false,
    }
}

/// Whether the query makes labels of values.
pub(super) fn counts_values(expr: &Expr) -> bool {
    let mut counts = false;
    walk(expr, &mut |node, _| {
        if let ExprKind::Aggregate(aggregate) = &node.kind {
            let kernel = functions::aggregator(&aggregate.op.text).map(|def| def.kernel);
            counts |= matches!(kernel, Some(AggregatorKernel::CountValues));
        }
        true
    });
    counts
}
