//! `[5m:1m] @ end() offset -5m`: the brackets and modifiers after a selector or a subquery, in the order of the source.
//!
//! The tree does not hold all of them (parentheses around a duration, an offset of zero that another follows), so they are
//! made from the tokens. They are never broken.

use std::ops::Range;

use promenade_syntax::TokenKind as K;

use super::Formatter;
use crate::doc::Doc;

/// The brackets and modifiers that these tokens are.
pub(super) fn format(f: Formatter<'_>, tokens: Range<usize>) -> Doc<'_> {
    let mut parts = Vec::with_capacity(2 * tokens.len());
    let mut previous = Previous::Operand;
    for idx in tokens {
        let kind = f.source.kind(idx);
        if previous.is_apart_from(kind) {
            parts.push(Doc::space());
        }
        parts.push(if matches!(kind, K::Number | K::Duration) { f.token(idx) } else { f.keyword(idx) });
        previous = previous.then(kind);
    }
    Doc::concat(parts)
}

/// What stands before a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Previous {
    /// `[`, `(` or `:`
    Open,
    /// A sign
    Sign,
    /// An operator between durations, or a comma
    Operator,
    /// `offset` or `@`
    Modifier,
    /// `step`, `range`, `min_of` or `max_of`, before the parenthesis
    Function,
    /// Anything that ends a duration or an expression
    Operand,
}

impl Previous {
    /// Whether there is a space between it and a token of this kind.
    fn is_apart_from(self, kind: K) -> bool {
        match self {
            Self::Open | Self::Sign => false,
            Self::Operator | Self::Modifier => true,
            Self::Function => kind != K::LeftParen,
            Self::Operand => !matches!(kind, K::LeftBracket | K::RightBracket | K::RightParen | K::Colon | K::Comma),
        }
    }

    /// What a token of this kind is to the next.
    fn then(self, kind: K) -> Self {
        match kind {
            K::LeftBracket | K::LeftParen | K::Colon => Self::Open,
            K::Offset | K::At => Self::Modifier,
            K::Step | K::Range | K::MaxOf | K::MinOf | K::Start | K::End => Self::Function,
            K::Add | K::Sub if self != Self::Operand => Self::Sign,
            K::Comma | K::Add | K::Sub | K::Mul | K::Div | K::Mod | K::Pow => Self::Operator,
            _ => Self::Operand,
        }
    }
}
