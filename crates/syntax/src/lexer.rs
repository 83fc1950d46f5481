//! The lexer. As in Prometheus, what a character means depends on the open braces and brackets.

mod error;
mod number;
mod string;

use logos::Logos;
use promenade_model::UnquotedNames;
use promenade_model::value::SourceRange;

use crate::diagnostic::Diagnostic;
use crate::options::ParseOptions;
use crate::token::{Token, TokenKind};
use crate::variables::{VariableWord, Variables, scan_word};

use error::LexError;
pub(crate) use number::scan_in_series;
pub(crate) use string::{Unquoted, is_unterminated, unquote};

/// All tokens of a source, which they cover without gaps, and [`TokenKind::Eof`] after them. There are no variables and no
/// optional parts of the language.
pub fn tokens(source: &str) -> Vec<Token> {
    tokens_with(source, &ParseOptions::without_names())
}

/// All tokens of a source, which they cover without gaps, and [`TokenKind::Eof`] after them. Of the options, variables and
/// features count.
pub fn tokens_with(source: &str, options: &ParseOptions<'_>) -> Vec<Token> {
    lex(source, options, 0).tokens
}

/// What the lexer found.
pub(crate) struct Lexed {
    /// The tokens, trivia included.
    pub(crate) tokens: Vec<Token>,
    /// The first errors, each with the index of the token that it belongs to, in that order.
    pub(crate) errors: Vec<(usize, Diagnostic)>,
}

/// Reads all tokens, and describes at most `max_errors` errors: every byte may be one.
pub(crate) fn lex(source: &str, options: &ParseOptions<'_>, max_errors: usize) -> Lexed {
    let mut lexer = Lexer::new(source, options, max_errors);
    while lexer.at < source.len() {
        lexer.token();
    }
    lexer.end();
    Lexed { tokens: lexer.tokens, errors: lexer.errors }
}

/// Where the lexer stands, which decides what a character means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Between brackets of any kind; also in `[` after the first number.
    Statement,
    /// In `{`: words are identifiers.
    Braces,
    /// In `[` before the first number.
    Duration,
}

struct Lexer<'a> {
    source: &'a str,
    variables: Variables,
    unquoted_names: UnquotedNames,
    at: usize,
    /// No word up to here has a variable in it.
    plain_to: usize,
    tokens: Vec<Token>,
    errors: Vec<(usize, Diagnostic)>,
    max_errors: usize,
    mode: Mode,
    /// Where the parentheses stand that are open.
    open_parens: Vec<usize>,
    /// Where the brace stands that is open.
    open_brace: usize,
    /// Where the bracket stands that is open.
    open_bracket: Option<usize>,
    got_colon: bool,
    /// Whether there was a number or a word in the bracket.
    got_duration: bool,
    /// Whether something wrong in the open brace or bracket is reported already.
    is_reported: bool,
}

impl<'a> Lexer<'a> {
    fn new(source: &'a str, options: &ParseOptions<'_>, max_errors: usize) -> Self {
        Self {
            source,
            variables: options.variables,
            unquoted_names: options.features.into(),
            at: 0,
            plain_to: 0,
            tokens: Vec::with_capacity(source.len() / 4 + 1),
            errors: Vec::new(),
            max_errors,
            mode: Mode::Statement,
            open_parens: Vec::new(),
            open_brace: 0,
            open_bracket: None,
            got_colon: false,
            got_duration: false,
            is_reported: false,
        }
    }

    /// Reads one token.
    fn token(&mut self) {
        if self.variables == Variables::Grafana
            && let Some(word) = self.variable_word()
        {
            return self.variable(&word);
        }
        // The words in brackets are shorter than logos would take them: it would read what follows again each time.
        let is_bracketed = self.open_bracket.is_some() && self.mode != Mode::Braces;
        if is_bracketed && is_word_start(self.byte()) {
            return self.word_in_bracket();
        }
        if self.unquoted_names == UnquotedNames::Utf8 && !is_bracketed && self.utf8_name() {
            return;
        }
        let (kind, len) = self.scan();
        match self.mode {
            Mode::Braces => self.in_braces(kind, len),
            Mode::Duration => self.in_duration(kind, len),
            Mode::Statement => self.in_statement(kind, len),
        }
    }

    /// The kind of the token that begins here and its length; that of a character where there is no such token.
    fn scan(&self) -> (Option<TokenKind>, usize) {
        let rest = &self.source[self.at..];
        // Words are ASCII: logos, which ignores their case, would take `ſ` for an `s`.
        let text = match self.byte() {
            byte if is_word_start(byte) => &rest[..self.run(|b| is_word_start(b) || b.is_ascii_digit())],
            byte if byte.is_ascii() => rest,
            _ => "",
        };
        let mut logos = TokenKind::lexer(text);
        match logos.next() {
            Some(Ok(kind)) => (Some(kind), logos.span().end),
            _ => (None, rest.chars().next().map_or(1, char::len_utf8)),
        }
    }

    /// The word with a variable in it that begins here.
    fn variable_word(&mut self) -> Option<VariableWord> {
        let is_bracketed = self.open_bracket.is_some() && self.mode != Mode::Braces;
        let begins = match self.byte() {
            b'$' | b'[' => true,
            b'0'..=b'9' | b'.' => self.mode != Mode::Braces,
            b':' => self.mode == Mode::Statement && !is_bracketed,
            byte => (is_word_start(byte) || !byte.is_ascii()) && !is_bracketed,
        };
        if !begins || self.at < self.plain_to {
            return None;
        }
        let has_colons = self.mode == Mode::Statement && !is_bracketed;
        scan_word(&self.source[self.at..], has_colons, self.unquoted_names)
            .map_err(|len| self.plain_to = self.at + len)
            .ok()
    }

    fn variable(&mut self, word: &VariableWord) {
        let is_bracketed = self.open_bracket.is_some() && self.mode != Mode::Braces;
        if self.mode == Mode::Duration {
            self.got_duration = true;
            self.mode = Mode::Statement;
        }
        let is_name = matches!(word.kind, TokenKind::Identifier | TokenKind::MetricIdentifier);
        self.push(if is_bracketed && is_name { TokenKind::Variable } else { word.kind }, word.len);
    }

    /// Takes a name with letters beyond ASCII or dots; false where none begins here.
    fn utf8_name(&mut self) -> bool {
        let rest = &self.source[self.at..];
        let len = self.unquoted_names.len(rest, self.mode == Mode::Statement);
        let name = &rest[..len];
        let is_found = !name.bytes().all(|byte| is_word_start(byte) || byte.is_ascii_digit());
        if is_found {
            self.push(if name.contains(':') { TokenKind::MetricIdentifier } else { TokenKind::Identifier }, len);
        }
        is_found
    }

    fn in_statement(&mut self, kind: Option<TokenKind>, len: usize) {
        use TokenKind as K;
        let Some(kind) = kind else { return self.stray(len) };
        match kind {
            K::LeftParen => self.left_paren(),
            K::RightParen => self.right_paren(),
            K::LeftBrace => self.left_brace(),
            K::RightBrace | K::EqlRegex | K::NeqRegex => self.stray(len),
            K::LeftBracket => self.left_bracket(),
            K::RightBracket => self.right_bracket(),
            K::Number if self.byte().is_ascii_digit() || self.byte() == b'.' => self.number(),
            K::String => self.string(),
            K::Fill | K::FillLeft | K::FillRight if !self.paren_follows(len) => self.push(K::Identifier, len),
            _ => self.push(kind, len),
        }
    }

    fn in_braces(&mut self, kind: Option<TokenKind>, len: usize) {
        use TokenKind as K;
        match kind {
            Some(K::Whitespace | K::Comment | K::Comma | K::Eql | K::EqlRegex | K::Neq | K::NeqRegex) => {
                self.push(kind.unwrap_or(K::Error), len);
            }
            Some(K::EqlC) => self.push(K::Eql, 1),
            Some(K::String) => self.string(),
            Some(K::RightBrace) => {
                self.push(K::RightBrace, len);
                self.mode = Mode::Statement;
            }
            Some(_) if is_word_start(self.byte()) && self.byte() != b':' => {
                let len = self.run(|b| b.is_ascii_alphanumeric() || b == b'_');
                self.push(K::Identifier, len);
            }
            _ => self.stray_in_braces(len),
        }
    }

    fn in_duration(&mut self, kind: Option<TokenKind>, len: usize) {
        use TokenKind as K;
        match kind {
            Some(K::Whitespace | K::Comma | K::Add | K::Sub | K::Mul | K::Div | K::Mod | K::Pow) => {
                self.push(kind.unwrap_or(K::Error), len);
            }
            Some(K::LeftParen) => self.left_paren(),
            Some(K::RightParen) => self.right_paren(),
            Some(K::RightBracket) => {
                self.got_colon = false;
                self.right_bracket();
            }
            Some(K::Number) if self.byte().is_ascii_digit() || self.byte() == b'.' => {
                self.got_duration = true;
                self.mode = Mode::Statement;
                self.number();
            }
            _ => self.stray(len),
        }
    }

    /// A word where `[` is open: `:`, or one of the few names that a duration may have in it.
    fn word_in_bracket(&mut self) {
        if self.byte() == b':' {
            return self.colon();
        }
        let len = self.run(|b| b.is_ascii_alphabetic() || b == b'_');
        match duration_keyword(&self.source[self.at..self.at + len]) {
            Some(kind) => {
                self.got_duration = true;
                self.push(kind, len);
            }
            None => self.stray_in_bracket(len, LexError::WordInBracket),
        }
    }

    fn colon(&mut self) {
        let range = self.at..self.at + 1;
        match self.mode {
            Mode::Duration if !self.got_duration => self.fail_after(range, LexError::EarlyColon),
            Mode::Duration if self.got_colon => self.fail_after(range, LexError::SecondColon),
            _ if self.got_colon => self.fail(range, LexError::SecondColon),
            _ => self.push(TokenKind::Colon, 1),
        }
        self.got_colon = true;
    }

    fn left_paren(&mut self) {
        self.open_parens.push(self.at);
        self.push(TokenKind::LeftParen, 1);
    }

    fn right_paren(&mut self) {
        let Some(paren) = self.open_parens.pop() else {
            return self.fail_after(self.at..self.at + 1, LexError::UnmatchedParen);
        };
        // What closes a parenthesis from outside the bracket ends the bracket: the parser will say so.
        if self.open_bracket.is_some_and(|bracket| paren < bracket) {
            self.open_bracket = None;
            self.mode = Mode::Statement;
        }
        self.push(TokenKind::RightParen, 1);
    }

    fn left_brace(&mut self) {
        self.open_brace = self.at;
        self.is_reported = false;
        self.mode = Mode::Braces;
        self.push(TokenKind::LeftBrace, 1);
    }

    fn left_bracket(&mut self) {
        if self.open_bracket.is_some() {
            return self.stray_in_bracket(1, LexError::NestedBracket);
        }
        self.open_bracket = Some(self.at);
        self.got_colon = false;
        self.got_duration = false;
        self.is_reported = false;
        self.mode = Mode::Duration;
        self.push(TokenKind::LeftBracket, 1);
    }

    fn right_bracket(&mut self) {
        self.mode = Mode::Statement;
        if self.open_bracket.take().is_none() {
            return self.fail(self.at..self.at + 1, LexError::UnmatchedBracket);
        }
        self.push(TokenKind::RightBracket, 1);
    }

    fn number(&mut self) {
        let scanned = number::scan(&self.source[self.at..]);
        let range = self.at..self.at + scanned.len;
        match scanned.kind {
            Some(kind) => self.push(kind, scanned.len),
            None => self.fail(range, LexError::BadNumber),
        }
    }

    fn string(&mut self) {
        let scanned = string::scan(self.source, self.at);
        if let Some((range, error)) = scanned.error {
            self.describe(error, range, Some(self.at));
        }
        self.push(TokenKind::String, scanned.end - self.at);
    }

    fn stray(&mut self, len: usize) {
        let is_doubled = ["&&", "||"].iter().any(|op| self.source[self.at..].starts_with(op));
        let len = if is_doubled { 2 } else { len };
        self.stray_in_bracket(len, LexError::StrayCharacter);
    }

    /// Something that has no place here. One bracket has one such diagnostic: the rest follows from it.
    fn stray_in_bracket(&mut self, len: usize, error: LexError) {
        if self.open_bracket.is_some() && std::mem::replace(&mut self.is_reported, true) {
            return self.push(TokenKind::Error, len);
        }
        self.fail(self.at..self.at + len, error);
    }

    /// Something that has no place in braces. One brace has one such diagnostic: the rest follows from it.
    fn stray_in_braces(&mut self, len: usize) {
        if self.is_reported {
            return self.push(TokenKind::Error, len);
        }
        self.is_reported = true;
        let brace = self.open_brace;
        self.fail(self.at..self.at + len, LexError::StrayInBraces { brace });
    }

    /// The end of the source, with what is still open there.
    fn end(&mut self) {
        let range = self.at..self.at;
        let error = match self.mode {
            Mode::Braces => Some(LexError::UnclosedBrace { brace: self.open_brace }),
            Mode::Duration => self.open_bracket.map(|bracket| LexError::UnclosedBracket { bracket }),
            Mode::Statement => match (self.open_parens.last(), self.open_bracket) {
                (_, Some(bracket)) => Some(LexError::UnclosedBracket { bracket }),
                (Some(&paren), None) => Some(LexError::UnclosedParen { paren }),
                (None, None) => None,
            },
        };
        if let Some(error) = error {
            self.describe(error, range.clone(), None);
        }
        self.tokens.push(Token { kind: TokenKind::Eof, range });
    }

    fn push(&mut self, kind: TokenKind, len: usize) {
        self.tokens.push(Token { kind, range: self.at..self.at + len });
        self.at += len;
    }

    fn fail(&mut self, range: SourceRange, error: LexError) {
        let len = range.len();
        self.describe(error, range, None);
        self.push(TokenKind::Error, len);
    }

    /// As `fail`, where Prometheus reports the place after the token.
    fn fail_after(&mut self, range: SourceRange, error: LexError) {
        let (len, end) = (range.len(), range.end);
        self.describe(error, range, Some(end));
        self.push(TokenKind::Error, len);
    }

    /// Adds a diagnostic about the next token, unless there are enough.
    fn describe(&mut self, error: LexError, range: SourceRange, reported_at: Option<usize>) {
        if self.errors.len() < self.max_errors {
            let mut diagnostic = error.diagnostic(self.source, range);
            diagnostic.reported_at = reported_at;
            self.errors.push((self.tokens.len(), diagnostic));
        }
    }

    fn byte(&self) -> u8 {
        self.source.as_bytes()[self.at]
    }

    /// How many bytes from here on are of this kind.
    fn run(&self, is: impl Fn(u8) -> bool) -> usize {
        self.source.as_bytes()[self.at..].iter().take_while(|b| is(**b)).count()
    }

    /// Whether, but for whitespace, `(` stands `len` bytes on.
    fn paren_follows(&self, len: usize) -> bool {
        self.source[self.at + len..].trim_start_matches([' ', '\t', '\n', '\r']).starts_with('(')
    }
}

fn is_word_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte == b':'
}

fn duration_keyword(word: &str) -> Option<TokenKind> {
    let kinds = [TokenKind::Step, TokenKind::Range, TokenKind::MaxOf, TokenKind::MinOf];
    TokenKind::lexer(word).next().and_then(Result::ok).filter(|kind| kinds.contains(kind))
}
