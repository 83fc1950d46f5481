//! What can be folded: brackets, braces and parentheses over several lines, and comments in a row.

use promenade_model::value::SourceRange;
use promenade_syntax::{Token, TokenKind};

use crate::query::Query;

/// Text that can be folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoldingRange {
    /// What is hidden.
    pub range: SourceRange,
    /// Whether it is comments.
    pub is_comment: bool,
}

/// All text that can be folded, by its start. Each spans two lines at least.
pub fn folding_ranges(query: &Query) -> Vec<FoldingRange> {
    let mut ranges = brackets(query);
    ranges.extend(comments(query));
    ranges.retain(|folding| query.slice(&folding.range).contains(['\n', '\r']));
    ranges.sort_by_key(|folding| (folding.range.start, folding.range.end));
    ranges
}

/// What stands between each pair of brackets.
fn brackets(query: &Query) -> Vec<FoldingRange> {
    let (mut open, mut found): (Vec<&Token>, Vec<FoldingRange>) = (Vec::new(), Vec::new());
    for token in &query.parse().tokens {
        match token.kind {
            TokenKind::LeftParen | TokenKind::LeftBrace | TokenKind::LeftBracket => open.push(token),
            TokenKind::RightParen | TokenKind::RightBrace | TokenKind::RightBracket => {
                // Brackets without a partner between these two are passed over.
                let Some(at) = open.iter().rposition(|opening| closer(opening.kind) == token.kind) else { continue };
                let range = open[at].range.end..token.range.start;
                found.push(FoldingRange { range, is_comment: false });
                open.truncate(at);
            }
            _ => {}
        }
    }
    found
}

fn closer(opening: TokenKind) -> TokenKind {
    match opening {
        TokenKind::LeftBrace => TokenKind::RightBrace,
        TokenKind::LeftBracket => TokenKind::RightBracket,
        _ => TokenKind::RightParen,
    }
}

/// Comments with nothing but spaces between them.
fn comments(query: &Query) -> Vec<FoldingRange> {
    let mut found: Vec<FoldingRange> = Vec::new();
    let mut goes_on = false;
    for token in &query.parse().tokens {
        match token.kind {
            TokenKind::Whitespace => {}
            TokenKind::Comment => {
                match found.last_mut().filter(|_| goes_on) {
                    Some(last) => last.range.end = token.range.end,
                    None => found.push(FoldingRange { range: token.range.clone(), is_comment: true }),
                }
                goes_on = true;
            }
            _ => goes_on = false,
        }
    }
    found
}
