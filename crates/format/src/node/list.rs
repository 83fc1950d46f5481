//! `(a, b)` and `{a="b", c="d"}`: items that are a few tokens each, on one line or one a line.

use promenade_syntax::TokenKind;

use super::{Formatter, name};
use crate::doc::Doc;

/// The list whose opening delimiter has this index, and the index after its closing one.
pub(super) fn format(f: Formatter<'_>, open: usize) -> (Doc<'_>, usize) {
    let is_end = |kind| matches!(kind, TokenKind::RightParen | TokenKind::RightBrace | TokenKind::Eof);
    let (mut inside, mut idx) = (Vec::new(), open + 1);
    let is_empty = is_end(f.source.kind(idx));
    if !is_empty {
        inside.push(Doc::soft_line());
    }
    while !is_end(f.source.kind(idx)) {
        inside.push(f.with_comments(idx, Doc::text(name::text(f, f.source.kind(open), idx))));
        if f.source.kind(idx) == TokenKind::Comma {
            inside.push(Doc::line());
        }
        idx += 1;
    }
    let (comments, close) = f.closing(idx);
    inside.push(comments);
    let before_close = if is_empty && f.source.tokens[idx].leading.is_empty() { Doc::nil() } else { Doc::soft_line() };
    let doc = Doc::concat([f.token(open), Doc::concat(inside).indent(), before_close, close]).group();
    (doc, idx + 1)
}
