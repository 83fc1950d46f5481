//! Where Prometheus panics.

use promenade::functions::{self, ParamRole};
use promenade::syntax::ast::{Expr, ExprKind, walk};
use serde_json::json;

use super::Seen;

/// Prometheus's answer is that it has panicked, where it is known to.
pub(super) fn has_panicked(seen: &Seen<'_>) -> bool {
    let has_no_text = seen.expected["error"] == "histograms with custom buckets have no zero bucket";
    has_no_text && counts_values(seen.expr) && seen.actual["kind"] != json!("panic")
}

/// Whether the query makes labels of values.
pub(super) fn counts_values(expr: &Expr) -> bool {
    let mut counts = false;
    walk(expr, &mut |node, _| {
        if let ExprKind::Aggregate(aggregate) = &node.kind {
            let def = functions::aggregator(&aggregate.op.text);
            counts |= def.is_some_and(|def| def.takes(ParamRole::DestinationLabel));
        }
        true
    });
    counts
}
