//! The scanner: a YAML text as tokens. It takes and refuses what the reader of Prometheus does (go-yaml 3, which descends
//! from libyaml), with its look-ahead, since that decides which of two errors is found first.

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

/// Cuts a YAML text into tokens.
pub(crate) struct Scanner<'a> {
    cursor: Cursor<'a>,
    /// Tokens that were read and not yet taken.
    tokens: VecDeque<Token>,
    n_taken: usize,
    started: bool,
    /// Whether enough was read to know that the first token is final.
    is_ready: bool,
    /// Columns of the blocks around, innermost last; −1 stands for none.
    indents: Vec<isize>,
    indent: isize,
    flow_level: usize,
    simple_key_allowed: bool,
    /// The key that may have begun, for each level of flow.
    simple_keys: Vec<SimpleKey>,
    /// Which of the keys begins with this token, counted from the beginning of the text.
    keys_by_token: HashMap<usize, usize>,
    /// Where the first character stands that YAML does not allow.
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

    /// Takes the token that was peeked at.
    pub(crate) fn take(&mut self) -> Option<Token> {
        self.is_ready = false;
        self.n_taken += 1;
        self.tokens.pop_front()
    }

    /// The comments that were read so far.
    pub(crate) fn comments(&self) -> &[Range<usize>] {
        &self.comments
    }

    /// Reads the comment that begins here, up to the line end.
    fn read_comment(&mut self) {
        let start = self.cursor.mark.offset;
        self.cursor.skip_to_break();
        self.comments.push(start..self.cursor.mark.offset);
    }

    /// Reads on until two tokens are known behind the next one, and more where that one may yet become a key.
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

    /// A character that YAML does not allow is found with the block of bytes that it is in.
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

    /// Puts a token before that of this number. Where that one is taken already, as it can be with a key in braces, the
    /// token comes last, as in Go; what comes of it is an error.
    fn insert(&mut self, number: usize, token: Token) {
        match number.checked_sub(self.n_taken).filter(|at| *at <= self.tokens.len()) {
            Some(at) => self.tokens.insert(at, token),
            None => self.tokens.push_back(token),
        }
    }

    /// Moves on by a character and makes it a token.
    fn push_sign(&mut self, kind: TokenKind) {
        let start = self.cursor.mark;
        self.cursor.skip();
        self.push(kind, start);
    }

    fn error(&self, context: Mark, problem: &str) -> YamlError {
        YamlError::scanner(context, self.cursor.mark, problem)
    }
}

/// So many bytes are read at once.
const BLOCK_SIZE: usize = 512;

/// The longest sign, `---` with what follows it.
const MAX_INDICATOR: usize = 4;

fn is_allowed(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' => true,
        c => c >= '\u{a0}' && !matches!(c, '\u{fffe}' | '\u{ffff}'),
    }
}
