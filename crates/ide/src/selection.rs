//! What a selection grows to: the word, the part of the syntax around it, and so on to the whole text.

use promenade_model::value::SourceRange;
use promenade_syntax::{Expr, ExprKind};

use crate::query::Query;

/// The ranges around an offset, the smallest first; each holds the one before. None is empty.
pub fn selection_ranges(query: &Query, offset: usize) -> Vec<SourceRange> {
    let offset = query.clamp(offset);
    let mut found: Vec<SourceRange> = query.token_at(offset).map(|token| token.range.clone()).into_iter().collect();
    for expr in query.path(offset).into_iter().rev() {
        found.extend(parts(expr).into_iter().flatten());
        found.push(expr.range.clone());
    }
    found.push(0..query.text().len());
    found.retain(|range| !range.is_empty() && range.start <= offset && offset <= range.end);
    found.sort_by_key(|range| range.end - range.start);
    // Where two overlap and neither holds the other, the smaller one stays.
    let mut nested: Vec<SourceRange> = Vec::new();
    for range in found {
        if nested.last().is_none_or(|last| *last != range && range.start <= last.start && last.end <= range.end) {
            nested.push(range);
        }
    }
    nested
}

/// Parts of a node that are no nodes of their own: matchers, braces, modifiers.
fn parts(expr: &Expr) -> [Vec<SourceRange>; 2] {
    let some = |range: &Option<SourceRange>| range.iter().cloned().collect::<Vec<_>>();
    match &expr.kind {
        ExprKind::Aggregate(aggregate) => [some(&aggregate.modifier_range), Vec::new()],
        ExprKind::Binary(binary) => [vec![binary.modifier_range.clone()], Vec::new()],
        ExprKind::Matrix(matrix) => {
            let matchers = matrix.selector.matchers.iter().map(|matcher| matcher.range.clone());
            let whole = [matrix.selector_range.clone(), matrix.range.range.clone()];
            [matchers.chain(matrix.selector.braces_range.clone()).collect(), whole.to_vec()]
        }
        ExprKind::Vector(vector) => {
            let matchers = vector.matchers.iter().map(|matcher| matcher.range.clone());
            [matchers.collect(), some(&vector.braces_range)]
        }
        _ => [Vec::new(), Vec::new()],
    }
}
