//! The tokens of a template.

use std::ops::Range;

use promenade_go::strconv::quote_go;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Text,
    LeftDelimiter,
    RightDelimiter,
    Space,
    Bool,
    /// A character that is printable and nothing else, such as a comma.
    Char,
    CharConstant,
    Complex,
    Number,
    String,
    RawString,
    Assign,
    Declare,
    Field,
    Identifier,
    Variable,
    LeftParen,
    RightParen,
    Pipe,
    Keyword(Keyword),
    End,
    /// What the lexer could not read; its message stands beside the token.
    Error,
}

/// Words that are no functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keyword {
    Dot,
    Block,
    Break,
    Continue,
    Define,
    Else,
    End,
    If,
    Nil,
    Range,
    Template,
    With,
}

impl Keyword {
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "block" => Keyword::Block,
            "break" => Keyword::Break,
            "continue" => Keyword::Continue,
            "define" => Keyword::Define,
            "else" => Keyword::Else,
            "end" => Keyword::End,
            "if" => Keyword::If,
            "nil" => Keyword::Nil,
            "range" => Keyword::Range,
            "template" => Keyword::Template,
            "with" => Keyword::With,
            _ => return None,
        })
    }
}

/// A token with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) range: Range<usize>,
    /// The line it begins on, from one.
    pub(crate) line: usize,
    /// What the lexer says, of an error.
    pub(crate) message: String,
}

impl Token {
    pub(crate) fn text<'a>(&self, source: &'a str) -> &'a str {
        source.get(self.range.clone()).unwrap_or_default()
    }

    /// The token as Go shows it in a message.
    pub(crate) fn show(&self, source: &str) -> String {
        let text = self.text(source);
        match self.kind {
            TokenKind::End => "EOF".to_owned(),
            TokenKind::Error => self.message.clone(),
            TokenKind::Keyword(_) => format!("<{text}>"),
            _ if text.len() > 10 => format!("{}...", quote_go(&text.chars().take(10).collect::<String>())),
            _ => quote_go(text),
        }
    }
}
