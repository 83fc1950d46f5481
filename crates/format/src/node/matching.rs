//! ` bool`, ` on (job) group_left (node) fill (0)`: the modifiers between an operator and its right operand.

use std::ops::Range;

use promenade_syntax::TokenKind;

use super::{Formatter, list};
use crate::doc::Doc;

/// The modifiers, on the line of the operator, or all but the first of them below it.
pub(super) fn format(f: Formatter<'_>, modifiers: Range<usize>) -> Doc<'_> {
    let (mut first, mut others, mut idx) = (Vec::new(), Vec::new(), modifiers.start);
    // `bool` and what follows it are one.
    let mut is_first = true;
    while idx < modifiers.end {
        let parts = if is_first { &mut first } else { &mut others };
        let (gap, modifier, after) = match f.source.kind(idx) {
            TokenKind::LeftParen => {
                let (labels, after) = list::format(f, idx);
                (Doc::space(), labels, after)
            }
            _ if is_first => (Doc::space(), f.keyword(idx), idx + 1),
            _ => (Doc::line(), f.keyword(idx), idx + 1),
        };
        parts.extend([gap, modifier]);
        let goes_on = f.source.kind(idx) == TokenKind::Bool || f.source.kind(after) == TokenKind::LeftParen;
        is_first = is_first && goes_on;
        idx = after;
    }
    first.push(Doc::concat(others).indent());
    Doc::concat(first).group()
}

/// Whether there is more than `bool`.
pub(super) fn has_labels(f: Formatter<'_>, mut modifiers: Range<usize>) -> bool {
    modifiers.any(|idx| f.source.kind(idx) == TokenKind::LeftParen)
}

/// Their length in characters, without spaces.
pub(super) fn len(f: Formatter<'_>, modifiers: Range<usize>) -> usize {
    modifiers.map(|idx| f.source.tokens[idx].text.chars().count()).sum()
}
