//! Helpers for binary operations.

use promenade_model::value::SourceRange;
use promenade_syntax::ast::{BinaryExpr, BinaryOp};
use promenade_syntax::{TokenKind, tokens};

use super::text::start_with_gap;

/// Where `bool` stands, with the space before it; none where the operation has none.
pub(crate) fn bool_range(text: &str, binary: &BinaryExpr) -> Option<SourceRange> {
    let modifiers = text.get(binary.modifier_range.clone()).filter(|_| binary.return_bool)?;
    let token = tokens(modifiers).into_iter().find(|token| token.kind == TokenKind::Bool)?;
    let start = binary.modifier_range.start + token.range.start;
    Some(start_with_gap(text, start)..binary.modifier_range.start + token.range.end)
}

/// The comparison with its sides exchanged.
pub(crate) fn flipped(op: BinaryOp) -> BinaryOp {
    match op {
        BinaryOp::Lt => BinaryOp::Gt,
        BinaryOp::Le => BinaryOp::Ge,
        BinaryOp::Gt => BinaryOp::Lt,
        BinaryOp::Ge => BinaryOp::Le,
        other => other,
    }
}
