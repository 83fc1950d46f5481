//! Trailing commas, and comments around the other commas.

use promenade_syntax::TokenKind;

use super::Lexeme;

/// Removes commas before a closing delimiter, and moves comments before a comma behind it, so that the comma stays next to
/// the item before it.
pub(super) fn settle(lexemes: Vec<Lexeme<'_>>) -> Vec<Lexeme<'_>> {
    let mut settled: Vec<Lexeme<'_>> = Vec::with_capacity(lexemes.len());
    let mut lexemes = lexemes.into_iter().peekable();
    while let Some(mut lexeme) = lexemes.next() {
        if let (TokenKind::Comma, Some(previous), Some(next)) = (lexeme.kind, settled.last_mut(), lexemes.peek_mut()) {
            let mut moved = std::mem::take(&mut lexeme.leading);
            let comments = [previous.trailing.take(), lexeme.trailing.take()];
            let mut comments = comments.into_iter().flatten();
            let at_line_end = comments.next();
            moved.extend(comments);
            next.leading.splice(0..0, moved);
            if matches!(next.kind, TokenKind::RightParen | TokenKind::RightBrace) {
                previous.trailing = at_line_end;
                continue;
            }
            lexeme.trailing = at_line_end;
        }
        settled.push(lexeme);
    }
    settled
}
