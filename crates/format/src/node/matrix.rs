//! `x[5m]`

use promenade_syntax::Expr;
use promenade_syntax::ast::MatrixSelector;

use super::{Formatter, suffix, vector};
use crate::doc::Doc;

pub(super) fn format<'a>(f: Formatter<'a>, expr: &Expr, matrix: &MatrixSelector) -> Doc<'a> {
    let tokens = f.source.idx_range(&expr.range);
    let (selector, after) = vector::name_and_matchers(f, tokens.start, &matrix.selector);
    Doc::concat([selector, suffix::format(f, after..tokens.end)])
}
