//! The source as tokens, each with its comments.

mod comma;

use promenade_model::value::SourceRange;
use promenade_syntax::{Parse, TokenKind};

/// The tokens of a text without commas before a closing delimiter; the last is its end.
#[derive(Debug)]
pub(crate) struct Source<'a> {
    pub(crate) tokens: Vec<Lexeme<'a>>,
}

/// A token with the comments that move with it.
#[derive(Debug, Clone)]
pub(crate) struct Lexeme<'a> {
    pub(crate) kind: TokenKind,
    pub(crate) text: &'a str,
    pub(crate) range: SourceRange,
    /// Comments on lines of their own before it.
    pub(crate) leading: Vec<&'a str>,
    /// The comment after it on its line.
    pub(crate) trailing: Option<&'a str>,
}

impl<'a> Source<'a> {
    pub(crate) fn new(parsed: &'a Parse) -> Self {
        let (mut lexemes, mut leading) = (Vec::<Lexeme<'a>>::new(), Vec::new());
        let mut is_new_line = true;
        for token in &parsed.tokens {
            let piece = parsed.text(&token.range);
            match token.kind {
                TokenKind::Whitespace => is_new_line |= piece.contains(['\n', '\r']),
                TokenKind::Comment => match lexemes.last_mut() {
                    Some(last) if !is_new_line => last.trailing = Some(piece.trim_end()),
                    _ => leading.push(piece.trim_end()),
                },
                kind => {
                    let leading = std::mem::take(&mut leading);
                    lexemes.push(Lexeme { kind, text: piece, range: token.range.clone(), leading, trailing: None });
                    is_new_line = false;
                }
            }
        }
        Self { tokens: comma::settle(lexemes) }
    }

    /// The index of the first token that begins at this offset or after it.
    pub(crate) fn idx_at(&self, offset: usize) -> usize {
        self.tokens.partition_point(|token| token.range.start < offset)
    }

    /// The indices of the tokens in a range.
    pub(crate) fn idx_range(&self, range: &SourceRange) -> std::ops::Range<usize> {
        self.idx_at(range.start)..self.idx_at(range.end)
    }

    pub(crate) fn kind(&self, idx: usize) -> TokenKind {
        self.tokens.get(idx).map_or(TokenKind::Eof, |token| token.kind)
    }
}

/// All comments of a query, sorted.
pub(crate) fn comments(parsed: &Parse) -> Vec<&str> {
    let comments = parsed.tokens.iter().filter(|token| token.kind == TokenKind::Comment);
    let mut comments: Vec<_> = comments.map(|token| parsed.text(&token.range).trim_end()).collect();
    comments.sort_unstable();
    comments
}
