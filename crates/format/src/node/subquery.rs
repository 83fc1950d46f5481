//! `x[5m:1m]`

use promenade_syntax::Expr;
use promenade_syntax::ast::SubqueryExpr;

use super::{Formatter, suffix};
use crate::doc::Doc;
use crate::redundant::Place;

pub(super) fn format<'a>(f: Formatter<'a>, expr: &Expr, subquery: &SubqueryExpr) -> Doc<'a> {
    let suffix = subquery.expr.range.end..expr.range.end;
    Doc::concat([f.expr(&subquery.expr, Place::Other), suffix::format(f, f.source.idx_range(&suffix))])
}
