//! Differences in the parameters of aggregations.

use promenade::syntax::ast::{At, Expr, ExprKind, walk};

use super::Seen;

/// A parameter of an aggregation reads at a fixed time, in a query over several steps, and once nothing is fixed in
/// parameters the answers are the same.
pub(super) fn reads_at_a_fixed_time(seen: &Seen<'_>) -> bool {
    let mut found = Vec::new();
    walk(seen.expr, &mut |node, _| {
        if let ExprKind::Aggregate(aggregate) = &node.kind {
            aggregate.param().into_iter().for_each(|param| push_fixed(param, &mut found));
        }
        true
    });
    found.sort_by_key(|range: &std::ops::Range<usize>| std::cmp::Reverse(range.start));
    found.dedup();
    let mut text = seen.text.to_owned();
    for range in &found {
        text.replace_range(range.clone(), "");
    }
    !found.is_empty() && seen.expected["step"].is_number() && seen.asked.agree_over(seen.data, &text)
}

/// Where `@` stands in an expression.
fn push_fixed(expr: &Expr, found: &mut Vec<std::ops::Range<usize>>) {
    walk(expr, &mut |node, _| {
        let at: Option<&At> = match &node.kind {
            ExprKind::Vector(selector) => selector.at.as_ref(),
            ExprKind::Matrix(matrix) => matrix.selector.at.as_ref(),
            ExprKind::Subquery(subquery) => subquery.at.as_ref(),
            _ => None,
        };
        found.extend(at.map(|at| at.range.clone()));
        true
    });
}
