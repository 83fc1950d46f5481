//! Helpers for binary operations.

use promenade_model::value::SourceRange;
use promenade_syntax::ast::BinaryExpr;
use promenade_syntax::{TokenKind, tokens};

use super::text::start_with_gap;

/// Where `bool` stands, with the space before it; `None` if the operation has none.
pub(crate) fn bool_range(text: &str, binary: &BinaryExpr) -> Option<SourceRange> {
    let modifiers = text.get(binary.modifier_range.clone()).filter(|_| binary.return_bool)?;
    let token = tokens(modifiers).into_iter().find(|token| token.kind == TokenKind::Bool)?;
    let start = binary.modifier_range.start + token.range.start;
    Some(start_with_gap(text, start)..binary.modifier_range.start + token.range.end)
}
