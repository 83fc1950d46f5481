//! `x{job="a"}`

use promenade_syntax::Expr;
use promenade_syntax::ast::VectorSelector;

use super::{Formatter, list, suffix};
use crate::doc::Doc;

pub(super) fn format<'a>(f: Formatter<'a>, expr: &Expr, selector: &VectorSelector) -> Doc<'a> {
    let tokens = f.source.idx_range(&expr.range);
    let (doc, after) = name_and_matchers(f, tokens.start, selector);
    Doc::concat([doc, suffix::format(f, after..tokens.end)])
}

/// The selector without what follows it, and the index of the token after it.
pub(super) fn name_and_matchers<'a>(f: Formatter<'a>, start: usize, selector: &VectorSelector) -> (Doc<'a>, usize) {
    let (name, after_name) = match selector.name {
        Some(_) => (f.token(start), start + 1),
        None => (Doc::nil(), start),
    };
    if selector.braces_range.is_none() {
        return (name, after_name);
    }
    let (matchers, after) = list::format(f, after_name);
    (Doc::concat([name, matchers]), after)
}
