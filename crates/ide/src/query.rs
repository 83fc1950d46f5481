//! A query as an editor holds it: the text, parsed and checked once.

use promenade_model::value::SourceRange;
use promenade_semantic::{Options, SemanticModel};
use promenade_syntax::{Expr, Parse, Token, TokenKind, parse};

/// A text with its tree and what is known of it. Every text has one.
#[derive(Debug, Clone)]
pub struct Query {
    options: Options,
    parse: Parse,
    model: SemanticModel,
}

impl Query {
    /// Parses and checks a text.
    pub fn new(text: &str, options: Options) -> Self {
        let parse = parse(text, &options.parse_options());
        let model = SemanticModel::of(text, &parse, options.features);
        Self { options, parse, model }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.parse.source
    }

    /// The options that it was parsed with.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The tree and the tokens.
    pub fn parse(&self) -> &Parse {
        &self.parse
    }

    /// Types and definitions.
    pub fn model(&self) -> &SemanticModel {
        &self.model
    }

    /// The nearest offset at or before this one that is in the text and between characters.
    pub fn clamp(&self, offset: usize) -> usize {
        self.text().floor_char_boundary(offset)
    }

    /// The nodes around an offset, ends included, outermost first.
    pub(crate) fn path(&self, offset: usize) -> Vec<&Expr> {
        let holds = |expr: &&Expr| expr.range.start <= offset && offset <= expr.range.end;
        let mut path = Vec::new();
        let mut next = Some(&self.parse.expr).filter(holds);
        while let Some(expr) = next {
            path.push(expr);
            // Of two that touch here, the one that begins has the offset.
            next = expr.children().filter(holds).last();
        }
        path
    }

    /// The token that an offset is in, or else the one that ends there; whitespace is none.
    pub(crate) fn token_at(&self, offset: usize) -> Option<&Token> {
        let tokens = &self.parse.tokens;
        let is_text = |token: &&Token| token.kind != TokenKind::Whitespace && token.kind != TokenKind::Eof;
        let inside = tokens.iter().filter(is_text).find(|t| t.range.start <= offset && offset < t.range.end);
        inside.or_else(|| tokens.iter().filter(is_text).find(|token| token.range.end == offset))
    }

    /// The text of a range.
    pub(crate) fn slice(&self, range: &SourceRange) -> &str {
        self.parse.text(range)
    }
}
