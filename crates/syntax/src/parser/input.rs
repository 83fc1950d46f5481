//! The token slice as nom sees it, and what all productions share: source, options, diagnostics, limits.

use std::cell::{Cell, RefCell};
use std::iter::Enumerate;
use std::slice::Iter;

use nom::error::{ErrorKind, ParseError};
use nom::{IResult, Input, Needed};
use promenade_model::stack::{CAN_GROW, deeper};
use promenade_model::value::SourceRange;
use promenade_model::{Features, UnquotedNames};

use crate::diagnostic::{Diagnostic, codes};
use crate::expected::{Expected, OpenCall, Recorder};
use crate::options::ParseOptions;
use crate::token::{Token, TokenKind};
use crate::variables::Variables;

/// What a production returns.
pub(super) type Parsed<'a, T> = IResult<Tokens<'a>, T, NoMatch>;

/// A production does not begin here. Nothing has been consumed or reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NoMatch;

impl<I> ParseError<I> for NoMatch {
    fn from_error_kind(_: I, _: ErrorKind) -> Self {
        Self
    }

    fn append(_: I, _: ErrorKind, other: Self) -> Self {
        other
    }
}

pub(super) const NO_MATCH: nom::Err<NoMatch> = nom::Err::Error(NoMatch);

/// The text and its tokens without trivia, of which the last is [`TokenKind::Eof`].
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
}

/// How many recursive productions may be open where the stack cannot grow: they take more of it than a walk over a tree.
const MAX_NESTING: usize = if CAN_GROW { ParseOptions::MAX_DEPTH } else { 128 };

/// What the regular expressions of a query may cost together, in the units of [`promenade_model::Matcher::cost`]: some
/// 100 MB of memory, and a second.
const MAX_REGEX_COST: usize = 2_000_000;

/// What all productions of one parse share.
pub(super) struct State<'a> {
    source: Source<'a>,
    options: &'a ParseOptions<'a>,
    recorder: Option<&'a Recorder>,
    diagnostics: RefCell<Vec<Diagnostic>>,
    /// Errors of the lexer by token, reported when the parser reaches the token.
    lex_errors: Vec<(usize, Diagnostic)>,
    n_reported: Cell<usize>,
    /// The token at which something unexpected was reported last: one report a token is enough.
    unexpected_at: Cell<Option<usize>>,
    nesting: Cell<usize>,
    /// The height of the tree that was built last.
    height: Cell<usize>,
    is_aborted: Cell<bool>,
    /// Whether what is read is left over from something that was reported: stray characters follow from that.
    is_recovering: Cell<bool>,
    /// Whether what is read was reported as a whole, so that nothing in it is reported.
    is_quiet: Cell<bool>,
    /// What all regular expressions so far cost together.
    regex_cost: Cell<usize>,
}

impl<'a> State<'a> {
    pub(super) fn new(
        source: Source<'a>,
        options: &'a ParseOptions<'a>,
        lex_errors: Vec<(usize, Diagnostic)>,
        recorder: Option<&'a Recorder>,
    ) -> Self {
        Self {
            source,
            options,
            recorder,
            diagnostics: RefCell::default(),
            lex_errors,
            n_reported: Cell::new(0),
            unexpected_at: Cell::new(None),
            nesting: Cell::new(0),
            height: Cell::new(0),
            is_aborted: Cell::new(false),
            is_recovering: Cell::new(false),
            is_quiet: Cell::new(false),
            regex_cost: Cell::new(0),
        }
    }

    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics.into_inner()
    }

    fn push(&self, diagnostic: Diagnostic) {
        let mut diagnostics = self.diagnostics.borrow_mut();
        if diagnostics.len() < self.options.max_diagnostics.max(1) && !self.is_aborted.get() {
            diagnostics.push(diagnostic);
        }
    }

    /// Reports the lexer's mistakes up to this token.
    fn report_lex_errors(&self, token_idx: usize) {
        while let Some((idx, diagnostic)) = self.lex_errors.get(self.n_reported.get()) {
            if *idx > token_idx {
                break;
            }
            self.n_reported.set(self.n_reported.get() + 1);
            self.unexpected_at.set(Some(*idx));
            let is_stray = [codes::UNEXPECTED_CHARACTER, codes::UNMATCHED_DELIMITER].contains(&diagnostic.code);
            if !(is_stray && self.is_recovering.get()) {
                self.push(diagnostic.clone());
            }
        }
    }
}

/// What is left to parse.
#[derive(Clone, Copy)]
pub(super) struct Tokens<'a> {
    rest: &'a [Token],
    state: &'a State<'a>,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(state: &'a State<'a>) -> Self {
        Self { rest: state.source.tokens, state }
    }

    /// The next token, the last one of the source again and again at the end. It counts as seen: what the lexer has to
    /// say of it is reported.
    pub(super) fn peek(&self) -> &'a Token {
        self.state.report_lex_errors(self.idx());
        self.unseen()
    }

    /// The kind of the next token.
    pub(super) fn kind(&self) -> TokenKind {
        self.peek().kind
    }

    /// The kind of the token after the next one, which does not count as seen.
    pub(super) fn second_kind(&self) -> TokenKind {
        self.rest.get(1).map_or(TokenKind::Eof, |token| token.kind)
    }

    fn unseen(&self) -> &'a Token {
        self.rest.first().or(self.state.source.tokens.last()).expect("the lexer ends with a token for the end")
    }

    /// The same after the next token. The end is never passed.
    pub(super) fn advance(self) -> Self {
        if self.unseen().kind == TokenKind::Eof { self } else { self.take_from(1) }
    }

    /// The index of the next token.
    fn idx(&self) -> usize {
        self.state.source.tokens.len() - self.rest.len()
    }

    /// Where the token before the next one ends.
    pub(super) fn last_end(&self) -> usize {
        self.idx().checked_sub(1).map_or(0, |idx| self.state.source.tokens[idx].range.end)
    }

    /// The text of a range.
    pub(super) fn text(&self, range: &SourceRange) -> &'a str {
        &self.state.source.text[range.clone()]
    }

    /// The text from an offset on.
    pub(super) fn text_after(&self, offset: usize) -> &'a str {
        &self.state.source.text[offset..]
    }

    /// Where the next token begins, which does not count as seen.
    pub(super) fn next_start(&self) -> usize {
        self.unseen().range.start
    }

    pub(super) fn variables(&self) -> Variables {
        self.state.options.variables
    }

    pub(super) fn features(&self) -> Features {
        self.state.options.features
    }

    /// The names that need no quotes.
    pub(super) fn unquoted_names(&self) -> UnquotedNames {
        self.features().into()
    }

    /// What is known of the name of an aggregation; `None` if no names are known.
    pub(super) fn is_aggregator(&self, name: &str) -> Option<bool> {
        self.state.options.names.map(|names| names.is_aggregator(&name.to_ascii_lowercase()))
    }

    pub(super) fn is_function(&self, name: &str) -> bool {
        self.state.options.names.is_some_and(|names| names.is_function(name))
    }

    pub(super) fn report(&self, diagnostic: Diagnostic) {
        if !self.state.is_quiet.get() {
            self.state.push(diagnostic);
        }
    }

    /// Runs a production over what was reported as a whole: only the lexer's errors in it are reported.
    pub(super) fn quietly<T>(self, production: impl FnOnce(Self) -> Parsed<'a, T>) -> Parsed<'a, T> {
        let was_recovering = self.set_recovering(true);
        let was_quiet = self.state.is_quiet.replace(true);
        let result = production(self);
        self.state.is_quiet.set(was_quiet);
        self.set_recovering(was_recovering);
        result
    }

    /// The recorder, where the next token is the end of a text that is parsed to find out what is expected there.
    fn recorder(&self) -> Option<&'a Recorder> {
        self.state.recorder.filter(|_| self.unseen().kind == TokenKind::Eof)
    }

    /// Declares what a production looks for at the next token.
    pub(super) fn expects(&self, kinds: &[Expected]) {
        if let Some(recorder) = self.recorder() {
            recorder.record(kinds);
        }
    }

    /// Declares that an operator or a value for a label is looked for.
    pub(super) fn expects_for_label(&self, kind: Expected, label: &str) {
        if let Some(recorder) = self.recorder() {
            recorder.record_label(label);
            recorder.record(&[kind]);
        }
    }

    /// Reads an argument of the call with this name.
    pub(super) fn in_argument<T>(
        self,
        name: &SourceRange,
        argument: usize,
        production: impl FnOnce(Self) -> Parsed<'a, T>,
    ) -> Parsed<'a, T> {
        let Some(recorder) = self.state.recorder else { return production(self) };
        recorder.open(OpenCall { name: name.clone(), argument });
        let result = production(self);
        recorder.close();
        result
    }

    /// Marks the next token as reported. False where it is already, as unexpected or by the lexer.
    pub(super) fn mark_unexpected(&self) -> bool {
        self.peek();
        if let Some(recorder) = self.recorder() {
            recorder.settle();
        }
        let idx = Some(self.idx());
        !self.state.is_quiet.get() && self.state.unexpected_at.replace(idx) != idx
    }

    /// Whether what is read is left over from something that was reported.
    pub(super) fn is_recovering(&self) -> bool {
        self.state.is_recovering.get()
    }

    /// Says whether what is read is left over, and what was said before.
    pub(super) fn set_recovering(&self, is_recovering: bool) -> bool {
        self.state.is_recovering.replace(is_recovering)
    }

    /// Whether the parse was given up.
    pub(super) fn is_aborted(&self) -> bool {
        self.state.is_aborted.get()
    }

    /// Runs a recursive production, or gives up where too many are open.
    pub(super) fn nested<T>(self, production: impl FnOnce(Self) -> Parsed<'a, T>) -> Parsed<'a, T> {
        let nesting = self.state.nesting.get();
        if nesting >= MAX_NESTING.min(self.state.options.max_depth) {
            self.abort();
            return Err(NO_MATCH);
        }
        self.state.nesting.set(nesting + 1);
        let result = deeper(|| production(self));
        self.state.nesting.set(nesting);
        result
    }

    /// The height of the tree that was built last.
    pub(super) fn height(&self) -> usize {
        self.state.height.get()
    }

    /// Notes the height of a tree that was just built. False, with the parse given up, where it is too high.
    pub(super) fn set_height(&self, height: usize) -> bool {
        self.state.height.set(height);
        let fits = height <= self.state.options.max_depth.min(ParseOptions::MAX_DEPTH);
        if !fits {
            self.abort();
        }
        fits
    }

    /// Counts what a regular expression costs. False where all of the source together are too large.
    pub(super) fn afford_regex(&self, cost: usize) -> bool {
        let total = self.state.regex_cost.get().saturating_add(cost);
        self.state.regex_cost.set(total);
        total <= MAX_REGEX_COST
    }

    /// Gives up: one diagnostic, and nothing after it.
    fn abort(&self) {
        let token = self.unseen();
        let limit = self.state.options.max_depth.min(ParseOptions::MAX_DEPTH);
        let message = format!("the query is nested too deeply: the limit is {limit} levels");
        self.state.push(Diagnostic::error(codes::TOO_DEEP, token.range.clone(), message));
        self.state.is_aborted.set(true);
    }

    /// The end of the source.
    pub(super) fn to_end(self) -> Self {
        self.take_from(self.rest.len().saturating_sub(1))
    }
}

impl<'a> Input for Tokens<'a> {
    type Item = &'a Token;
    type Iter = Iter<'a, Token>;
    type IterIndices = Enumerate<Iter<'a, Token>>;

    fn input_len(&self) -> usize {
        self.rest.len()
    }

    fn take(&self, index: usize) -> Self {
        Self { rest: &self.rest[..index], ..*self }
    }

    fn take_from(&self, index: usize) -> Self {
        Self { rest: &self.rest[index..], ..*self }
    }

    fn take_split(&self, index: usize) -> (Self, Self) {
        (self.take_from(index), self.take(index))
    }

    fn position<P: Fn(Self::Item) -> bool>(&self, predicate: P) -> Option<usize> {
        self.rest.iter().position(predicate)
    }

    fn iter_elements(&self) -> Self::Iter {
        self.rest.iter()
    }

    fn iter_indices(&self) -> Self::IterIndices {
        self.rest.iter().enumerate()
    }

    fn slice_index(&self, count: usize) -> Result<usize, Needed> {
        if count <= self.rest.len() { Ok(count) } else { Err(Needed::new(count - self.rest.len())) }
    }
}

/// A token of this kind.
pub(super) fn token<'a>(kind: TokenKind) -> impl Fn(Tokens<'a>) -> Parsed<'a, &'a Token> {
    token_if(move |k| k == kind)
}

/// A token of such a kind.
pub(super) fn token_if<'a>(is: impl Fn(TokenKind) -> bool) -> impl Fn(Tokens<'a>) -> Parsed<'a, &'a Token> {
    move |input| {
        let token = input.peek();
        if is(token.kind) && !input.is_aborted() { Ok((input.advance(), token)) } else { Err(NO_MATCH) }
    }
}
