//! The place of a mistake: the tokens around it.

use promenade_model::value::SourceRange;

use crate::diagnostic::Diagnostic;
use crate::lexer::tokens_with;
use crate::options::ParseOptions;
use crate::token::{Token, TokenKind};
use crate::variables::Variables;

/// The tokens of a text without trivia, of which the last is the end.
pub(super) fn tokens(text: &str, options: &ParseOptions<'_>) -> Vec<Token> {
    let mut tokens = tokens_with(text, options);
    tokens.retain(|token| !token.kind.is_trivia());
    tokens
}

/// Where a diagnostic stands.
pub(super) struct Site<'a> {
    pub(super) text: &'a str,
    pub(super) diagnostic: &'a Diagnostic,
    tokens: &'a [Token],
    /// The token that the diagnostic begins at.
    idx: usize,
    options: &'a ParseOptions<'a>,
}

impl<'a> Site<'a> {
    pub(super) fn new(
        text: &'a str,
        tokens: &'a [Token],
        diagnostic: &'a Diagnostic,
        options: &'a ParseOptions<'a>,
    ) -> Self {
        let start = diagnostic.range.start;
        let idx = tokens.partition_point(|token| token.range.end <= start).min(tokens.len() - 1);
        Self { text, diagnostic, tokens, idx, options }
    }

    /// Whether Grafana's variables are part of the language.
    pub(super) fn has_variables(&self) -> bool {
        self.options.variables == Variables::Grafana
    }

    pub(super) fn is(&self, code: &str) -> bool {
        self.diagnostic.code == code
    }

    /// Where the diagnostic is.
    pub(super) fn here(&self) -> SourceRange {
        self.diagnostic.range.clone()
    }

    /// The text that the diagnostic is about.
    pub(super) fn word(&self) -> &'a str {
        self.slice(self.here())
    }

    /// A part of the text; nothing where it is none.
    pub(super) fn slice(&self, part: impl std::slice::SliceIndex<str, Output = str>) -> &'a str {
        self.text.get(part).unwrap_or_default()
    }

    /// Whether something is among what was expected.
    pub(super) fn expects(&self, what: &str) -> bool {
        self.diagnostic.expected.iter().any(|expected| expected == what)
    }

    /// Whether the parser was in this part of the grammar.
    pub(super) fn is_in(&self, place: &str) -> bool {
        self.diagnostic.context == Some(place)
    }

    fn token(&self, by: isize) -> Option<&'a Token> {
        self.tokens.get(self.idx.checked_add_signed(by)?)
    }

    /// The token so many after the one of the diagnostic; nothing at the end where there is none.
    pub(super) fn range(&self, by: isize) -> SourceRange {
        match self.token(by) {
            Some(token) => token.range.clone(),
            None if by < 0 => 0..0,
            None => self.text.len()..self.text.len(),
        }
    }

    pub(super) fn at(&self, by: isize) -> &'a str {
        self.slice(self.range(by))
    }

    pub(super) fn kind(&self, by: isize) -> TokenKind {
        self.token(by).map_or(TokenKind::Eof, |token| token.kind)
    }

    /// Whether nothing stands between a token and the next.
    pub(super) fn touches(&self, by: isize) -> bool {
        self.range(by).end == self.range(by + 1).start && self.token(by).is_some()
    }

    /// Between the token before and the one of the diagnostic.
    pub(super) fn gap(&self) -> SourceRange {
        self.range(-1).end..self.range(0).start
    }

    pub(super) fn is_function(&self, name: &str) -> bool {
        self.options.names.is_some_and(|names| names.is_function(name))
    }

    pub(super) fn is_aggregator(&self, name: &str) -> bool {
        self.options.names.is_some_and(|names| names.is_aggregator(&name.to_ascii_lowercase()))
    }

    /// The brackets before the diagnostic that are not closed there, the outermost first.
    pub(super) fn open_before(&self) -> Vec<&'a str> {
        let mut open = Vec::new();
        for token in &self.tokens[..self.idx] {
            match self.slice(token.range.clone()) {
                opener @ ("(" | "[" | "{") => open.push(opener),
                ")" | "]" | "}" => drop(open.pop()),
                _ => {}
            }
        }
        open
    }

    /// The bracket that closes the one so many tokens on, by how many tokens on it stands.
    pub(super) fn closing(&self, by: isize) -> Option<isize> {
        let mut depth = 0_isize;
        for i in by.. {
            match self.at(i) {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth -= 1,
                _ if self.kind(i) == TokenKind::Eof => return None,
                _ => {}
            }
            if depth == 0 {
                return Some(i);
            }
        }
        None
    }

    /// The bracket that is open where the diagnostic is, by how many tokens on it stands.
    pub(super) fn opening(&self) -> Option<isize> {
        let (mut depth, mut i) = (0_isize, -1);
        while self.token(i).is_some() {
            match self.at(i) {
                ")" | "]" | "}" => depth += 1,
                "(" | "[" | "{" if depth == 0 => return Some(i),
                "(" | "[" | "{" => depth -= 1,
                _ => {}
            }
            i -= 1;
        }
        None
    }

    /// Whether the diagnostic is in braces.
    pub(super) fn in_braces(&self) -> bool {
        self.opening().is_some_and(|i| self.at(i) == "{")
    }

    /// How many tokens on, from here, what stands here ends: at a comma or a bracket that is open around it.
    pub(super) fn end_of_item(&self) -> isize {
        let mut i = 0;
        while self.kind(i) != TokenKind::Eof && ![",", ")", "]", "}"].contains(&self.at(i)) {
            i = match self.at(i) {
                "(" | "[" | "{" => self.closing(i).unwrap_or(i),
                _ => i,
            } + 1;
        }
        i
    }
}
