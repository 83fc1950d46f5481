//! What the grammar expects at a place, for completion.
//!
//! Each production of the parser declares what it looks for ([`Expected`]). To answer for a place, the text before it is
//! parsed, and what productions look for at its end is recorded. So the grammar is described only once.

use std::cell::{Cell, RefCell};

use promenade_model::value::SourceRange;

use crate::ast::{Expr, NodeId};
use crate::lexer::is_unterminated;
use crate::options::ParseOptions;
use crate::parse::Parse;
use crate::parser;
use crate::token::{Token, TokenKind};

/// A kind of text that the grammar expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Expected {
    /// An expression: a metric, a function, an aggregation, a number, a string, `(`, `{` or a sign.
    Expression,
    /// An operator between expressions.
    BinaryOperator,
    /// An operator between durations.
    DurationOperator,
    /// The name of a label in braces, or the name of a metric in quotes.
    MatcherLabel,
    /// `=`, `!=`, `=~` or `!~`.
    MatcherOperator,
    /// The value of a label, a string.
    LabelValue,
    /// The name of a label in `by`, `without`, `on`, `ignoring`, `group_left` or `group_right`.
    GroupingLabel,
    /// A number of seconds, a duration, `step()`, `range()`, `min_of(...)`, `max_of(...)` or a sign.
    Duration,
    /// A time after `@`: a number of seconds, `start()` or `end()`.
    Timestamp,
    /// The number in `fill(...)`.
    FillValue,
    /// This word: `by`, `offset`, `bool` and so on.
    Keyword(&'static str),
    /// This delimiter: `(`, `}`, `,`, `:` or `@` and so on.
    Punctuation(&'static str),
}

/// The call or aggregation whose parentheses are open at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCall {
    /// Its name as written, and where that stands.
    pub name: SourceRange,
    /// The index of the argument.
    pub argument: usize,
}

/// What is expected at a place, and where that is in the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// What may follow, each kind once; empty in a comment.
    pub kinds: Vec<Expected>,
    /// The token that is being written, which a completion replaces; empty where a new one begins.
    pub replace: SourceRange,
    /// The innermost node around the place that is not an error; none at the start of the query.
    pub node: Option<NodeId>,
    /// The innermost call or aggregation whose parentheses are open.
    pub call: Option<OpenCall>,
    /// The label that an operator or a value is expected for.
    pub label: Option<String>,
}

impl Expectation {
    fn nothing(offset: usize) -> Self {
        Self { kinds: Vec::new(), replace: offset..offset, node: None, call: None, label: None }
    }
}

/// Records what productions look for at the end of the text.
#[derive(Debug, Default)]
pub(crate) struct Recorder {
    kinds: RefCell<Vec<Expected>>,
    label: RefCell<Option<String>>,
    /// The calls that are open.
    open: RefCell<Vec<OpenCall>>,
    /// The innermost call that is open at the end.
    call: RefCell<Option<OpenCall>>,
    /// Whether something is missing at the end. What recovery looks for after that is not expected there.
    is_settled: Cell<bool>,
}

impl Recorder {
    pub(crate) fn record(&self, kinds: &[Expected]) {
        if self.is_settled.get() {
            return;
        }
        let mut all = self.kinds.borrow_mut();
        if all.is_empty() {
            *self.call.borrow_mut() = self.open.borrow().last().cloned();
        }
        for kind in kinds {
            if !all.contains(kind) {
                all.push(*kind);
            }
        }
    }

    pub(crate) fn record_label(&self, label: &str) {
        if !self.is_settled.get() {
            *self.label.borrow_mut() = Some(label.to_owned());
        }
    }

    pub(crate) fn settle(&self) {
        self.is_settled.set(true);
    }

    pub(crate) fn open(&self, call: OpenCall) {
        self.open.borrow_mut().push(call);
    }

    pub(crate) fn close(&self) {
        self.open.borrow_mut().pop();
    }
}

impl Parse {
    /// What the grammar expects at a byte offset, given the text before it. `options` are those that the text was parsed with.
    pub fn expected_at(&self, offset: usize, options: &ParseOptions<'_>) -> Expectation {
        let offset = self.source.floor_char_boundary(offset);
        let here = || self.expected_for(offset..offset, options);
        match self.token_before(offset) {
            None => here(),
            Some(token) if token.kind == TokenKind::Comment => Expectation::nothing(offset),
            Some(token) if self.is_unfinished(token, offset) => self.expected_for(token.range.clone(), options),
            // Nothing follows it: it is a part of another token, as the `!` in `a !`.
            Some(token) => Some(here())
                .filter(|found| !found.kinds.is_empty())
                .unwrap_or_else(|| self.expected_for(token.range.clone(), options)),
        }
    }

    /// What is expected where `replace` begins.
    fn expected_for(&self, replace: SourceRange, options: &ParseOptions<'_>) -> Expectation {
        let recorder = Recorder::default();
        parser::record(&self.source[..replace.start], options, &recorder);
        Expectation {
            kinds: recorder.kinds.into_inner(),
            node: self.innermost(replace.start).map(|node| node.id),
            replace,
            call: recorder.call.into_inner(),
            label: recorder.label.into_inner(),
        }
    }

    /// The token that an offset is in or at the end of, unless it is whitespace.
    fn token_before(&self, offset: usize) -> Option<&Token> {
        let idx = self.tokens.partition_point(|token| token.range.start < offset).checked_sub(1)?;
        self.tokens.get(idx).filter(|token| token.kind != TokenKind::Whitespace)
    }

    /// Whether more text at an offset would continue a token.
    fn is_unfinished(&self, token: &Token, offset: usize) -> bool {
        let text = self.text(&token.range);
        offset < token.range.end
            || match token.kind {
                TokenKind::Error => true,
                TokenKind::String => is_unterminated(text, 0),
                _ => text.ends_with(|c: char| c.is_alphanumeric() || "_.$".contains(c)),
            }
    }

    /// The innermost node that begins before an offset and is open there or ends at the token before it.
    fn innermost(&self, before: usize) -> Option<&Expr> {
        let is_text = |token: &&Token| !token.kind.is_trivia() && !token.range.is_empty() && token.range.end <= before;
        let written = self.tokens.iter().rfind(is_text).map_or(0, |token| token.range.end);
        let holds = |expr: &&Expr| expr.range.start < before && written <= expr.range.end;
        let (mut next, mut found) = (Some(&self.expr).filter(holds), None);
        while let Some(expr) = next {
            if !expr.is_error() {
                found = Some(expr);
            }
            next = expr.children().filter(holds).last();
        }
        found
    }
}
