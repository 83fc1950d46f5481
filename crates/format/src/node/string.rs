//! `"text"`

use promenade_syntax::Expr;

use super::Formatter;
use crate::doc::Doc;

pub(super) fn format<'a>(f: Formatter<'a>, expr: &Expr) -> Doc<'a> {
    f.token(f.source.idx_at(expr.range.start))
}
