//! `1.5`, with its signs before it

use promenade_syntax::Expr;

use super::Formatter;
use crate::doc::Doc;

pub(super) fn format<'a>(f: Formatter<'a>, expr: &Expr) -> Doc<'a> {
    Doc::concat(f.source.idx_range(&expr.range).map(|idx| f.token(idx)).collect::<Vec<_>>())
}
