//! Differences in what `@` fixes.

use std::ops::Range;

use promenade::syntax::ast::{At, Expr, ExprKind, walk};
use promenade::syntax::diagnostic::{Edit, apply_edits};

use super::Seen;

/// A parameter of an aggregation reads at a fixed time, in a query over several steps, and once nothing is fixed in
/// parameters the answers are the same.
pub(super) fn in_a_parameter(seen: &Seen<'_>) -> bool {
    let mut found = Vec::new();
    walk(seen.expr, &mut |node, _| {
        if let ExprKind::Aggregate(aggregate) = &node.kind {
            aggregate.param().into_iter().for_each(|param| push_fixed(param, &mut found));
        }
        true
    });
    seen.expected["step"].is_number() && agree_without(seen, found)
}

/// A subquery whose offset is negative reads at a fixed time, and once nothing is fixed in such subqueries the answers are the
/// same.
pub(super) fn in_a_subquery(seen: &Seen<'_>) -> bool {
    let mut found = Vec::new();
    walk(seen.expr, &mut |node, _| {
        if let ExprKind::Subquery(subquery) = &node.kind
            && subquery.offset.as_ref().is_some_and(|offset| offset.literal_ms().is_none_or(|ms| ms < 0))
        {
            push_fixed(&subquery.expr, &mut found);
        }
        true
    });
    agree_without(seen, found)
}

/// Whether the answers are the same once these parts are left out of the query, of which there are some.
fn agree_without(seen: &Seen<'_>, mut parts: Vec<Range<usize>>) -> bool {
    parts.sort_by_key(|range| range.start);
    parts.dedup();
    let edits: Vec<Edit> = parts.into_iter().map(|range| Edit { range, text: String::new() }).collect();
    let text = apply_edits(seen.text, &edits);
    !edits.is_empty() && text.is_some_and(|text| seen.asked.agree_over(seen.data, &text))
}

/// Where `@` stands in an expression.
fn push_fixed(expr: &Expr, found: &mut Vec<Range<usize>>) {
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
