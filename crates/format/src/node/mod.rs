//! The layout of each kind of node, one file a kind.

mod aggregate;
mod arguments;
mod binary;
mod call;
mod list;
mod matching;
mod matrix;
mod name;
mod number;
mod paren;
mod string;
mod subquery;
mod suffix;
mod unary;
mod vector;

use std::borrow::Cow;

use promenade_model::stack::deeper;
use promenade_syntax::variables::holds_variable;
use promenade_syntax::{Expr, ExprKind, TokenKind, Variables};

use crate::doc::Doc;
use crate::normalize;
use crate::options::{Options, Parentheses};
use crate::redundant::{Place, is_redundant};
use crate::source::Source;

pub(crate) use aggregate::settle_comments;

/// Makes documents of nodes. Every token of the source is printed once, with its comments.
#[derive(Clone, Copy)]
pub(crate) struct Formatter<'a> {
    source: &'a Source<'a>,
    options: &'a Options,
}

impl<'a> Formatter<'a> {
    pub(crate) fn new(source: &'a Source<'a>, options: &'a Options) -> Self {
        Self { source, options }
    }

    /// A whole query, with the comments after it.
    pub(crate) fn query(self, expr: &Expr) -> Doc<'a> {
        let end = self.source.tokens.len().saturating_sub(1);
        Doc::concat([self.expr(expr, Place::Query), self.leading(end)])
    }

    /// Any expression.
    fn expr(self, expr: &Expr, place: Place) -> Doc<'a> {
        deeper(|| match &expr.kind {
            ExprKind::Aggregate(aggregate) => aggregate::format(self, expr, aggregate),
            ExprKind::Binary(_) => binary::format(self, expr),
            ExprKind::Call(call) => call::format(self, expr, call),
            ExprKind::Matrix(matrix) => matrix::format(self, expr, matrix),
            ExprKind::Subquery(subquery) => subquery::format(self, expr, subquery),
            ExprKind::Number(_) => number::format(self, expr),
            ExprKind::Paren(inner) => paren::format(self, expr, inner, place),
            ExprKind::String(_) => string::format(self, expr),
            ExprKind::Unary(unary) => unary::format(self, expr, unary),
            ExprKind::Variable(_) => self.token(self.source.idx_at(expr.range.start)),
            ExprKind::Vector(vector) => vector::format(self, expr, vector),
            // Only a text without errors is formatted.
            ExprKind::Error(parts) => Doc::concat(parts.iter().map(|p| self.expr(p, place)).collect::<Vec<_>>()),
        })
    }

    /// A token with its comments.
    fn token(self, idx: usize) -> Doc<'a> {
        self.with_comments(idx, Doc::text(self.text(idx)))
    }

    /// The text of a token.
    fn text(self, idx: usize) -> Cow<'a, str> {
        let lexeme = &self.source.tokens[idx];
        match lexeme.kind {
            TokenKind::String if self.options.normalize => normalize::string(lexeme.text),
            TokenKind::Number if self.options.normalize => normalize::number(lexeme.text),
            _ => lexeme.text.into(),
        }
    }

    /// A keyword in lower case, with its comments. A variable stays as written.
    fn keyword(self, idx: usize) -> Doc<'a> {
        let text = self.source.tokens[idx].text;
        let holds_variable = self.options.variables == Variables::Grafana && holds_variable(text);
        let is_lower = holds_variable || !text.bytes().any(|byte| byte.is_ascii_uppercase());
        let word = if is_lower { Doc::text(text) } else { Doc::text(text.to_ascii_lowercase()) };
        self.with_comments(idx, word)
    }

    fn with_comments(self, idx: usize, token: Doc<'a>) -> Doc<'a> {
        let lexeme = &self.source.tokens[idx];
        if lexeme.leading.is_empty() && lexeme.trailing.is_none() {
            return token;
        }
        Doc::concat([self.leading(idx), token, self.trailing(idx)])
    }

    /// The comments before a token.
    fn leading(self, idx: usize) -> Doc<'a> {
        let comments = self.source.tokens[idx].leading.iter().map(|comment| Doc::own_line_comment(comment));
        Doc::concat(comments.collect::<Vec<_>>())
    }

    /// The comment after a token.
    fn trailing(self, idx: usize) -> Doc<'a> {
        self.source.tokens[idx].trailing.map_or_else(Doc::nil, Doc::line_end_comment)
    }

    /// The end of a delimited list: comments before the closing delimiter belong inside.
    fn closing(self, idx: usize) -> (Doc<'a>, Doc<'a>) {
        let token = Doc::concat([Doc::text(self.source.tokens[idx].text), self.trailing(idx)]);
        (self.leading(idx), token)
    }

    /// The expression without the parentheses around it that are removed.
    fn shown(self, mut expr: &Expr, place: Place) -> &Expr {
        while let ExprKind::Paren(inner) = &expr.kind
            && self.leaves_out(expr, inner, place)
        {
            expr = inner;
        }
        expr
    }

    /// Whether the parentheses around an expression are removed. Those with comments stay.
    fn leaves_out(self, paren: &Expr, inner: &Expr, place: Place) -> bool {
        let tokens = self.source.idx_range(&paren.range);
        let has_comments = |idx: usize| {
            let lexeme = &self.source.tokens[idx];
            !lexeme.leading.is_empty() || lexeme.trailing.is_some()
        };
        self.options.parentheses == Parentheses::RemoveRedundant
            && is_redundant(inner, place)
            && !has_comments(tokens.start)
            && !has_comments(tokens.end - 1)
    }
}
