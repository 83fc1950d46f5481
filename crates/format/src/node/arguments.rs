//! `(a, b)`: arguments on one line, or one a line.

use promenade_syntax::Expr;

use super::Formatter;
use crate::doc::Doc;
use crate::redundant::Place;

/// Arguments in parentheses, of which the opening one has this index.
pub(super) fn format<'a>(f: Formatter<'a>, open: usize, args: &[Expr]) -> Doc<'a> {
    ungrouped(f, open, args).group()
}

/// As above, broken together with the group around it.
pub(super) fn ungrouped<'a>(f: Formatter<'a>, open: usize, args: &[Expr]) -> Doc<'a> {
    let mut inside = Vec::with_capacity(3 * args.len() + 2);
    let mut next = open + 1;
    for (i, arg) in args.iter().enumerate() {
        inside.push(if i == 0 { Doc::soft_line() } else { Doc::line() });
        inside.push(f.expr(arg, Place::Other));
        next = f.source.idx_at(arg.range.end);
        if i + 1 < args.len() {
            inside.push(f.token(next));
        }
    }
    let (comments, close) = f.closing(next);
    inside.push(comments);
    let before_close =
        if args.is_empty() && f.source.tokens[next].leading.is_empty() { Doc::nil() } else { Doc::soft_line() };
    Doc::concat([f.token(open), Doc::concat(inside).indent(), before_close, close])
}
