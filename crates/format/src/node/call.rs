//! `rate(x[5m])`

use promenade_syntax::Expr;
use promenade_syntax::ast::Call;

use super::{Formatter, arguments};
use crate::doc::Doc;

pub(super) fn format<'a>(f: Formatter<'a>, expr: &Expr, call: &Call) -> Doc<'a> {
    let name = f.source.idx_at(expr.range.start);
    Doc::concat([f.token(name), arguments::format(f, name + 1, &call.args)])
}
