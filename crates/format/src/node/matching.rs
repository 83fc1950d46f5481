//! ` bool`, ` on (job) group_left (node) fill (0)`: what stands between an operator and its right operand.

use std::ops::Range;

use promenade_syntax::TokenKind;

use super::{Formatter, list};
use crate::doc::Doc;

/// The modifiers, each with a space before it.
pub(super) fn format(f: Formatter<'_>, modifiers: Range<usize>) -> Doc<'_> {
    let (mut parts, mut idx) = (Vec::new(), modifiers.start);
    while idx < modifiers.end {
        parts.push(Doc::space());
        if f.source.kind(idx) == TokenKind::LeftParen {
            let (labels, after) = list::format(f, idx);
            parts.push(labels);
            idx = after;
        } else {
            parts.push(f.keyword(idx));
            idx += 1;
        }
    }
    Doc::concat(parts)
}

/// Whether there is more than `bool`.
pub(super) fn has_labels(f: Formatter<'_>, mut modifiers: Range<usize>) -> bool {
    modifiers.any(|idx| f.source.kind(idx) == TokenKind::LeftParen)
}
