//! `(x)`

use promenade_syntax::Expr;

use super::Formatter;
use crate::doc::Doc;
use crate::redundant::Place;

pub(super) fn format<'a>(f: Formatter<'a>, expr: &Expr, inner: &Expr, place: Place) -> Doc<'a> {
    if f.leaves_out(expr, inner, place) {
        return f.expr(inner, place);
    }
    let tokens = f.source.idx_range(&expr.range);
    let (comments, close) = f.closing(tokens.end - 1);
    let inside = Doc::concat([Doc::soft_line(), f.expr(inner, Place::Parentheses), comments]);
    Doc::concat([f.token(tokens.start), inside.indent(), Doc::soft_line(), close]).group()
}
