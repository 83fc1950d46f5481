//! The place of the cursor: what is typed, what it replaces, and what stands around.

use promenade_functions::{Param, aggregator, function};
use promenade_model::labels::METRIC_NAME;
use promenade_model::value::SourceRange;
use promenade_model::{MatchOp, Matcher};
use promenade_syntax::ast::{LabelMatcher, LabelName, MatcherVariable, VectorSelector};
use promenade_syntax::{Expectation, Expected, Expr, ExprKind, TokenKind};

use crate::marked::Marked;
use crate::query::Query;

/// A place in a query.
#[derive(Debug, Clone)]
pub(crate) struct Place<'a> {
    pub(crate) query: &'a Query,
    pub(crate) expected: Expectation,
    /// What is typed before the cursor, without the quote before it.
    pub(crate) typed: String,
    /// What an item replaces.
    pub(crate) replace: SourceRange,
    /// The quote of the string that the cursor is in.
    pub(crate) quote: Option<char>,
    pub(crate) marked: Marked,
}

/// What a call or an aggregation takes at the place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OpenParam {
    pub(crate) param: Param,
}

impl<'a> Place<'a> {
    pub(crate) fn new(query: &'a Query, offset: usize) -> Self {
        let offset = query.clamp(offset);
        let expected = query.parse().expected_at(offset, &query.options().parse_options());
        let mut replace = expected.replace.clone();
        replace.end = replace.end.max(offset);
        let written = query.slice(&replace).to_owned();
        let quote = written.chars().next().filter(|c| "\"'`".contains(*c));
        if quote.is_some_and(|quote| written.len() < 2 || !written.ends_with(quote)) {
            // The string has no end: what follows the cursor was code before the quote was typed.
            replace.end = offset;
        }
        let start = replace.start + quote.map_or(0, char::len_utf8);
        let typed = query.text().get(start..offset).unwrap_or_default().to_owned();
        let marked = Marked::new(query.text(), &replace, &expected.kinds, query.options());
        Self { query, expected, typed, replace, quote, marked }
    }

    pub(crate) fn expects(&self, kind: Expected) -> bool {
        self.expected.kinds.contains(&kind)
    }

    /// The parameter of the innermost call or aggregation whose parentheses are open, unless an operator stands between.
    pub(crate) fn open_param(&self) -> Option<OpenParam> {
        let call = self.expected.call.as_ref()?;
        let name = self.query.slice(&call.name);
        if let Some(def) = aggregator(name) {
            let param = if call.argument == 0 { def.param.unwrap_or(Param::VECTOR) } else { Param::VECTOR };
            return Some(OpenParam { param });
        }
        let def = function(name)?;
        Some(OpenParam { param: *def.signature.param(call.argument)? })
    }

    /// The selector that the cursor is in or at the name of.
    pub(crate) fn selector(&self) -> Option<&VectorSelector> {
        self.marked.path().last().and_then(|expr| selector_of(expr))
    }

    /// All selectors of the query.
    pub(crate) fn selectors(&self) -> impl Iterator<Item = &VectorSelector> {
        selectors_of(&self.marked.parse.expr)
    }

    /// The conditions of the selector around the cursor, without the part that the cursor is in.
    pub(crate) fn other_matchers(&self) -> Vec<Matcher> {
        self.selector().map(|selector| self.matchers(selector)).unwrap_or_default()
    }

    /// The conditions of a selector, without the part that the cursor is in.
    pub(crate) fn matchers(&self, selector: &VectorSelector) -> Vec<Matcher> {
        let cursor = &self.marked.range;
        let is_cursor = |range: &SourceRange| range.start <= cursor.start && cursor.end <= range.end;
        let name = selector.name.iter().filter(|name| !is_cursor(&name.range));
        let name = name.filter(|name| !promenade_syntax::variables::holds_variable(&name.text));
        let name = name.map(|name| Matcher::equal(METRIC_NAME, &name.text));
        let others = selector.matchers.iter().filter(|matcher| !is_cursor(&matcher.range));
        name.chain(others.filter_map(condition)).collect()
    }

    /// The names of metrics in the query, but for the one at the cursor.
    pub(crate) fn metrics(&self) -> impl Iterator<Item = &str> {
        let names = self.selectors().filter_map(|selector| selector.name.as_ref());
        names.filter(|name| name.range.start != self.marked.range.start).map(|name| name.text.as_str())
    }

    /// The labels that groupings of the query name, and those of its matchers; without those at the cursor.
    pub(crate) fn labels(&self) -> (Vec<&str>, Vec<&str>) {
        let (mut grouped, mut matched): (Vec<&LabelName>, Vec<&LabelName>) = (Vec::new(), Vec::new());
        for expr in self.marked.parse.expr.descendants() {
            match &expr.kind {
                ExprKind::Aggregate(aggregate) => grouped.extend(&aggregate.grouping),
                ExprKind::Binary(binary) => {
                    grouped.extend(binary.matching.labels.iter().chain(&binary.matching.include));
                }
                _ => {
                    let selector = selector_of(expr).into_iter();
                    matched.extend(selector.flat_map(|s| &s.matchers).map(|m| &m.name));
                }
            }
        }
        let plain = |label: &&LabelName| !self.is_cursor(label) && !label.holds_variable();
        let grouped = grouped.into_iter().filter(plain).map(|label| label.text.as_str()).collect();
        (grouped, matched.into_iter().filter(plain).map(|label| label.text.as_str()).collect())
    }

    /// Whether a label is what was put in for the cursor.
    pub(crate) fn is_cursor(&self, label: &LabelName) -> bool {
        label.range.start == self.marked.range.start
    }

    /// The token behind the parentheses that follow the cursor; `None` if none follow or they have no end.
    pub(crate) fn behind_parens(&self) -> Option<TokenKind> {
        let tokens = &self.marked.parse.tokens;
        let mut depth = 0;
        let behind = tokens.iter().filter(|t| t.range.start >= self.marked.range.end && !t.kind.is_trivia());
        for token in behind {
            match token.kind {
                TokenKind::LeftParen => depth += 1,
                TokenKind::RightParen => depth -= 1,
                _ => {}
            }
            if depth <= 0 {
                return self.token_after(token.range.end).filter(|_| token.kind == TokenKind::RightParen);
            }
        }
        None
    }

    fn token_after(&self, offset: usize) -> Option<TokenKind> {
        let tokens = &self.marked.parse.tokens;
        tokens.iter().find(|t| t.range.start >= offset && !t.kind.is_trivia()).map(|token| token.kind)
    }

    /// The token after the cursor.
    pub(crate) fn next(&self) -> TokenKind {
        self.marked.next()
    }
}

/// The selector that a node is.
pub(crate) fn selector_of(expr: &Expr) -> Option<&VectorSelector> {
    match &expr.kind {
        ExprKind::Vector(selector) => Some(selector),
        ExprKind::Matrix(matrix) => Some(&matrix.selector),
        _ => None,
    }
}

/// All selectors of a tree.
pub(crate) fn selectors_of(expr: &Expr) -> impl Iterator<Item = &VectorSelector> {
    expr.descendants().filter_map(selector_of)
}

/// What a matcher says of series, as far as it is known: with a variable for its value, that the label is there.
fn condition(matcher: &LabelMatcher) -> Option<Matcher> {
    match matcher.variable {
        MatcherVariable::None => matcher.matcher.clone(),
        MatcherVariable::Whole => None,
        MatcherVariable::Text | MatcherVariable::Value if matcher.name.holds_variable() => None,
        MatcherVariable::Text | MatcherVariable::Value => {
            let is_negative = matches!(matcher.op, MatchOp::NotEqual | MatchOp::NotRegex);
            Matcher::new(MatchOp::NotEqual, &matcher.name.text, "").ok().filter(|_| !is_negative)
        }
    }
}
