//! The scanner: turns a YAML text into tokens. It accepts and rejects the same texts as Prometheus's parser (go-yaml 3,
//! derived from libyaml), with the same look-ahead, which determines the first of several errors.

mod block_scalar;
mod directive;
mod fetch;
mod indent;
mod plain;
mod quoted;
mod simple_key;
mod tag;

use std::collections::{HashMap, VecDeque};
use std::ops::Range;

use self::simple_key::SimpleKey;
use super::error::{Scanned, YamlError};
use super::mark::{Cursor, Mark};
use super::token::{Token, TokenKind};

/// Splits a YAML text into tokens.
pub(crate) struct Scanner<'a> {
    cursor: Cursor<'a>,
    /// Tokens that were read but not consumed.
    tokens: VecDeque<Token>,
    n_taken: usize,
    started: bool,
    /// Whether enough was read to know that the first token is final.
    is_ready: bool,
    /// Columns of the surrounding blocks, innermost last; −1 means none.
    indents: Vec<isize>,
    indent: isize,
    flow_level: usize,
    simple_key_allowed: bool,
    /// The potential key on each flow level.
    simple_keys: Vec<SimpleKey>,
    /// The keys by the number of their first token.
    keys_by_token: HashMap<usize, usize>,
    /// The position of the first character that YAML does not allow.
    forbidden: Option<usize>,
    comments: Vec<Range<usize>>,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Scanner {
            cursor: Cursor::new(text),
            tokens: VecDeque::new(),
            n_taken: 0,
            started: false,
            is_ready: false,
            indents: Vec::new(),
            indent: -1,
            flow_level: 0,
            simple_key_allowed: true,
            simple_keys: vec![SimpleKey::default()],
            keys_by_token: HashMap::new(),
            forbidden: text.char_indices().find(|(_, c)| !is_allowed(*c)).map(|(at, _)| at),
            comments: Vec::new(),
        }
    }

    /// The next token.
    pub(crate) fn peek(&mut self) -> Scanned<&Token> {
        if !self.is_ready {
            self.fetch_more()?;
        }
        let place = self.cursor.mark;
        self.tokens.front().ok_or_else(|| YamlError::plain(place, "unknown problem parsing YAML content"))
    }

    /// Consumes the token that was peeked at.
    pub(crate) fn take(&mut self) -> Option<Token> {
        self.is_ready = false;
        self.n_taken += 1;
        self.tokens.pop_front()
    }

    /// The comments that were read so far.
    pub(crate) fn comments(&self) -> &[Range<usize>] {
        &self.comments
    }

    /// Reads the comment at this position, up to the line break.
    fn read_comment(&mut self) {
        let start = self.cursor.mark.offset;
        self.cursor.skip_to_break();
        self.comments.push(start..self.cursor.mark.offset);
    }

    /// Reads until two tokens after the next one are known, and more while that one may become a key.
    fn fetch_more(&mut self) -> Scanned<()> {
        loop {
            if self.tokens.len() > 2 {
                match self.keys_by_token.get(&self.n_taken).copied() {
                    None => break,
                    Some(level) if !self.is_simple_key_valid(level)? => break,
                    Some(_) => {}
                }
            }
            self.fetch_next()?;
        }
        self.is_ready = true;
        Ok(())
    }

    /// Characters that YAML does not allow are found with the block of bytes that contains them.
    fn check_characters(&self) -> Scanned<()> {
        let here = self.cursor.mark.offset + MAX_INDICATOR;
        match self.forbidden {
            Some(at) if at / BLOCK_SIZE * BLOCK_SIZE < here => {
                let place = Mark { offset: at, ..self.cursor.mark };
                Err(YamlError::plain(place, "control characters are not allowed"))
            }
            _ => Ok(()),
        }
    }

    fn push(&mut self, kind: TokenKind, start: Mark) {
        let end = self.cursor.mark;
        self.tokens.push_back(Token { kind, start, end });
    }

    /// Inserts a token before the one with this number. If that one is already consumed, which is possible for a key in
    /// braces, the token is appended, as in Go; this leads to an error.
    fn insert(&mut self, number: usize, token: Token) {
        match number.checked_sub(self.n_taken).filter(|at| *at <= self.tokens.len()) {
            Some(at) => self.tokens.insert(at, token),
            None => self.tokens.push_back(token),
        }
    }

    /// Turns the next character into a token.
    fn push_sign(&mut self, kind: TokenKind) {
        let start = self.cursor.mark;
        self.cursor.skip();
        self.push(kind, start);
    }

    fn error(&self, context: Mark, problem: &str) -> YamlError {
        YamlError::scanner(context, self.cursor.mark, problem)
    }
}

/// The number of bytes read at once.
const BLOCK_SIZE: usize = 512;

/// The longest indicator, `---` with the character after it.
const MAX_INDICATOR: usize = 4;

fn is_allowed(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' => true,
        c => c >= '\u{a0}' && !matches!(c, '\u{fffe}' | '\u{ffff}'),
    }
}
