//! The lexer: text outside of `{{` and `}}`, tokens inside. It follows `text/template/parse` of Go 1.26 in what it
//! takes and in what it says.

mod action;
mod number;

use std::ops::Range;

use crate::token::{Token, TokenKind};

pub(crate) const LEFT: &str = "{{";
pub(crate) const RIGHT: &str = "}}";

/// Cuts a text into tokens, one at a time.
pub(crate) struct Lexer<'a> {
    source: &'a str,
    /// Where the next token begins.
    start: usize,
    /// How far has been read.
    pos: usize,
    /// The line of `counted_to`, from one.
    line: usize,
    counted_to: usize,
    inside_action: bool,
    paren_depth: usize,
    /// Where comments stand, from `/*` to `*/`.
    pub(crate) comments: Vec<Range<usize>>,
    /// An error ends the text.
    failed: bool,
}

impl<'a> Lexer<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        Lexer {
            source,
            start: 0,
            pos: 0,
            line: 1,
            counted_to: 0,
            inside_action: false,
            paren_depth: 0,
            comments: Vec::new(),
            failed: false,
        }
    }

    /// The next token. After the end, and after an error, there are only ends.
    pub(crate) fn next_token(&mut self) -> Token {
        if self.failed {
            return self.token(TokenKind::End, self.start..self.start);
        }
        if self.inside_action { self.action_token() } else { self.text_token() }
    }

    fn text_token(&mut self) -> Token {
        loop {
            let Some(found) = self.rest().find(LEFT) else { return self.last_text() };
            let delimiter = self.pos + found;
            let trims = has_left_trim(&self.source[delimiter + LEFT.len()..]);
            let text = &self.source[self.pos..delimiter];
            let kept = if trims { text.trim_end_matches(is_space) } else { text };
            let kept = self.pos..self.pos + kept.len();
            self.move_to(delimiter);
            if !kept.is_empty() {
                return self.token(TokenKind::Text, kept);
            }
            if let Some(token) = self.left_delimiter(trims) {
                return token;
            }
        }
    }

    fn last_text(&mut self) -> Token {
        let range = self.pos..self.source.len();
        self.move_to(range.end);
        self.token(if range.is_empty() { TokenKind::End } else { TokenKind::Text }, range)
    }

    /// The `{{` that stands next; `None` if it begins a comment, which is skipped.
    fn left_delimiter(&mut self, trims: bool) -> Option<Token> {
        let delimiter = self.pos..self.pos + LEFT.len();
        let after = delimiter.end + if trims { TRIM_LENGTH } else { 0 };
        if self.source[after..].starts_with("/*") {
            self.move_to(after);
            return self.comment().err();
        }
        self.inside_action = true;
        self.paren_depth = 0;
        self.move_to(after);
        Some(self.token(TokenKind::LeftDelimiter, delimiter))
    }

    fn comment(&mut self) -> Result<(), Token> {
        let start = self.start;
        let Some(length) = self.source[start + 2..].find("*/") else {
            return Err(self.error("unclosed comment", start..self.source.len()));
        };
        let end = start + 2 + length + 2;
        let Some(trims) = self.at_right_delimiter(end) else {
            return Err(self.error("comment ends before closing delimiter", start..end));
        };
        self.comments.push(start..end);
        self.after_right_delimiter(end, trims);
        Ok(())
    }

    /// Whether `}}` stands at `at`, and whether with the marker that trims what follows.
    fn at_right_delimiter(&self, at: usize) -> Option<bool> {
        let rest = &self.source[at..];
        if has_right_trim(rest) && rest[TRIM_LENGTH..].starts_with(RIGHT) {
            return Some(true);
        }
        rest.starts_with(RIGHT).then_some(false)
    }

    /// Moves behind the `}}` at `at` and what it trims; gives its place.
    fn after_right_delimiter(&mut self, at: usize, trims: bool) -> Range<usize> {
        let start = at + if trims { TRIM_LENGTH } else { 0 };
        let end = start + RIGHT.len();
        let rest = &self.source[end..];
        let n_trimmed = if trims { rest.len() - rest.trim_start_matches(is_space).len() } else { 0 };
        self.move_to(end + n_trimmed);
        start..end
    }

    fn rest(&self) -> &'a str {
        &self.source[self.pos..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn bump(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.pos += c.len_utf8();
        Some(c)
    }

    fn move_to(&mut self, at: usize) {
        self.start = at;
        self.pos = at;
    }

    /// The token from `start` to where has been read.
    fn emit(&mut self, kind: TokenKind) -> Token {
        let range = self.start..self.pos;
        self.start = self.pos;
        self.token(kind, range)
    }

    fn token(&mut self, kind: TokenKind, range: Range<usize>) -> Token {
        let line = self.line_of(range.start);
        Token { kind, range, line, message: String::new() }
    }

    /// An error of the token that begins at `start`, about the bytes of `range`.
    fn error(&mut self, message: impl Into<String>, range: Range<usize>) -> Token {
        self.failed = true;
        let line = self.line_of(self.start);
        Token { kind: TokenKind::Error, range, line, message: message.into() }
    }

    /// Tokens come in order, so lines are counted once.
    fn line_of(&mut self, at: usize) -> usize {
        if let Some(passed) = self.source.get(self.counted_to..at) {
            self.line += passed.bytes().filter(|b| *b == b'\n').count();
            self.counted_to = at;
        }
        self.line
    }
}

/// A trim marker: a minus, and a space on its inner side.
const TRIM_LENGTH: usize = 2;

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

fn has_left_trim(inside: &str) -> bool {
    let mut chars = inside.chars();
    chars.next() == Some('-') && chars.next().is_some_and(is_space)
}

fn has_right_trim(inside: &str) -> bool {
    let mut chars = inside.chars();
    chars.next().is_some_and(is_space) && chars.next() == Some('-')
}
