//! Why an expression gives nothing: which selector finds no series, or which operator leaves none over.

use promenade_exec::QueryValue;
use promenade_model::ValueType;
use promenade_model::stack::{TreeBox, deeper};
use promenade_semantic::typed::{BinaryExpr, BinaryOp, TypedExpr, TypedExprKind};

use super::report::{EmptyCause, EmptyResult};
use crate::{RuleOptions, RuleQuery, RuleStorage};

/// The innermost part of a query that gives nothing at a time although what it reads is there; none if the query gives
/// something, or cannot be evaluated in parts.
pub(super) fn explain(
    query: &RuleQuery,
    storage: &dyn RuleStorage,
    time_ms: i64,
    options: &RuleOptions,
) -> Option<EmptyResult> {
    let search = Search { text: query.text(), storage, time_ms, options };
    if search.count(query.expr())? > 0 { None } else { search.find(query.expr()) }
}

struct Search<'a> {
    text: &'a str,
    storage: &'a dyn RuleStorage,
    time_ms: i64,
    options: &'a RuleOptions,
}

impl Search<'_> {
    /// How many elements a part gives; none if it fails, or is a scalar or a string.
    fn count(&self, expr: &TypedExpr) -> Option<usize> {
        let query = RuleQuery::of_expr(expr.clone());
        match query.value_at(self.storage.as_storage(), self.time_ms, self.options).ok()? {
            QueryValue::Vector(_, samples) => Some(samples.len()),
            QueryValue::Matrix(series) => Some(series.len()),
            QueryValue::Scalar(..) | QueryValue::String(_) => None,
        }
    }

    /// The part of an expression that gives nothing, which empties it.
    fn find(&self, expr: &TypedExpr) -> Option<EmptyResult> {
        deeper(|| match &expr.kind {
            TypedExprKind::Vector(_) | TypedExprKind::Matrix(_) => Some(self.emptied(expr, EmptyCause::NoSeries)),
            TypedExprKind::Binary(binary) => self.of_binary(expr, binary),
            _ => {
                let is_read = |child: &&TypedExpr| matches!(child.value_type, ValueType::Vector | ValueType::Matrix);
                let mut children = expr.children().filter(is_read).peekable();
                children.peek()?;
                let counts: Vec<_> = children.map(|child| (child, self.count(child))).collect();
                if let Some((empty, _)) = counts.iter().find(|(_, count)| *count == Some(0)) {
                    return self.find(empty);
                }
                let n = counts.iter().filter_map(|(_, count)| *count).sum();
                Some(self.emptied(expr, EmptyCause::Function { n }))
            }
        })
    }

    fn of_binary(&self, expr: &TypedExpr, binary: &BinaryExpr) -> Option<EmptyResult> {
        let (lhs, rhs) = (self.count(&binary.lhs), self.count(&binary.rhs));
        match (lhs, rhs, binary.op) {
            (Some(0), ..) => self.find(&binary.lhs),
            (Some(n), _, BinaryOp::Unless) => Some(self.emptied(expr, EmptyCause::Unless { n })),
            (_, Some(0), _) => self.find(&binary.rhs),
            (Some(left), Some(right), _) if !self.has_pairs(expr, binary) => {
                Some(self.emptied(expr, EmptyCause::Join { left, right }))
            }
            (Some(n), ..) | (None, Some(n), _) => Some(self.emptied(expr, EmptyCause::Comparison { n })),
            (None, None, _) => None,
        }
    }

    /// Whether elements of both sides of a comparison match, so that it is the values that differ.
    fn has_pairs(&self, expr: &TypedExpr, binary: &BinaryExpr) -> bool {
        let with_bool = BinaryExpr { return_bool: true, ..binary.clone() };
        let kind = TypedExprKind::Binary(TreeBox::new(with_bool));
        binary.op.is_comparison() && self.count(&TypedExpr { kind, ..expr.clone() }).is_some_and(|n| n > 0)
    }

    fn emptied(&self, expr: &TypedExpr, cause: EmptyCause) -> EmptyResult {
        EmptyResult { part: self.text.get(expr.range.clone()).unwrap_or(self.text).to_owned(), cause }
    }
}
