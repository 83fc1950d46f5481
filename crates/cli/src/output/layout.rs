//! The order of columns and rows in a table, as the query asks for it.

use std::cmp::Ordering;

use promenade::LanguageOptions;
use promenade::go::strconv::parse_go_float;
use promenade::model::labels::{BUCKET_LABEL, METRIC_NAME};
use promenade::semantic::{TypedExpr, TypedExprKind, parse_and_check};

use super::rows::Row;

/// The order of columns and rows.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    /// The labels of the outermost `by`, as written.
    grouping: Vec<String>,
    /// Whether the query sorts its result.
    is_sorted: bool,
}

impl Layout {
    /// Of a query.
    pub(crate) fn of(expr: &str, language: &LanguageOptions) -> Self {
        let Ok(typed) = parse_and_check(expr, language).into_result() else { return Self::default() };
        Self { grouping: grouping(&typed), is_sorted: is_sorted(&typed) }
    }

    /// Puts the metric's name first, then the labels of `by`, then the others by the alphabet.
    pub(super) fn sort_names(&self, names: &mut [&str]) {
        let place = |name: &str| self.grouping.iter().position(|label| label == name).unwrap_or(usize::MAX);
        names.sort_by_key(|name| (*name != METRIC_NAME, place(name)));
    }

    /// The rows of each series. Where there are buckets and the query does not sort, the rows are sorted by these labels,
    /// bounds as numbers.
    pub(super) fn sorted_runs<'a>(&self, rows: &'a [Row<'a>], names: &[&str]) -> Vec<&'a [Row<'a>]> {
        let address = |row: &Row<'_>| row.labels.map(std::ptr::from_ref);
        let mut runs: Vec<&[Row<'_>]> = rows.chunk_by(|a, b| address(a) == address(b)).collect();
        if !self.is_sorted && names.contains(&BUCKET_LABEL) {
            runs.sort_by(|a, b| {
                names
                    .iter()
                    .map(|name| compare(name, a[0].label(name), b[0].label(name)))
                    .find(|o| o.is_ne())
                    .unwrap_or(Ordering::Equal)
            });
        }
        runs
    }
}

fn compare(name: &str, a: &str, b: &str) -> Ordering {
    match (parse_go_float(a), parse_go_float(b)) {
        (Ok(a), Ok(b)) if name == BUCKET_LABEL => a.total_cmp(&b),
        _ => a.cmp(b),
    }
}

/// The labels of the first aggregation from the outside.
fn grouping(expr: &TypedExpr) -> Vec<String> {
    let mut todo = vec![expr];
    while let Some(expr) = todo.pop() {
        match &expr.kind {
            TypedExprKind::Aggregate(aggregate) if aggregate.without => return Vec::new(),
            TypedExprKind::Aggregate(aggregate) if !aggregate.grouping.is_empty() => return aggregate.grouping.clone(),
            _ => {}
        }
        let at = todo.len();
        todo.extend(expr.children());
        todo[at..].reverse();
    }
    Vec::new()
}

fn is_sorted(expr: &TypedExpr) -> bool {
    match &expr.unparenthesized().kind {
        TypedExprKind::Call(call) => call.def.behavior.sorts,
        TypedExprKind::Aggregate(aggregate) => aggregate.def.is_ranked(),
        _ => false,
    }
}
