//! `-x`

use promenade_syntax::ast::UnaryExpr;
use promenade_syntax::{Expr, ExprKind};

use super::Formatter;
use crate::doc::Doc;
use crate::redundant::Place;

pub(super) fn format<'a>(f: Formatter<'a>, expr: &Expr, unary: &UnaryExpr) -> Doc<'a> {
    let sign = f.token(f.source.idx_at(expr.range.start));
    let inner = f.expr(&unary.expr, Place::Other);
    let is_chain = matches!(unary.expr.kind, ExprKind::Binary(_));
    Doc::concat([sign, if is_chain { inner.indent() } else { inner }])
}
