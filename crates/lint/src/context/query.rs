//! What a rule on queries sees.

use promenade_semantic::TypedExpr;
use promenade_syntax::{Expr, Token, TokenKind, tokens};

use super::Nodes;
use crate::settings::Settings;

/// An accepted query and all that is known around it.
#[derive(Debug)]
pub struct QueryContext<'a> {
    /// Its text.
    pub text: &'a str,
    /// Its tree.
    pub expr: &'a Expr,
    /// Its typed tree; none where it holds variables that leave types open.
    pub typed: Option<&'a TypedExpr>,
    /// The nodes of its tree.
    pub nodes: Nodes<'a>,
    /// What is known of the server and its metrics.
    pub settings: &'a Settings,
    /// The rule that it belongs to; none for a query that stands alone or in a dashboard.
    pub rule: Option<RuleView<'a>>,
}

/// What a query's rule says of itself.
#[derive(Debug, Clone, Copy)]
pub struct RuleView<'a> {
    /// Whether it alerts rather than records.
    pub is_alert: bool,
    /// The alert's name or the recorded metric.
    pub name: &'a str,
    /// `for` in ms; none where it is not given.
    pub for_ms: Option<i64>,
}

impl QueryContext<'_> {
    /// The text of an expression.
    pub fn source(&self, expr: &Expr) -> &str {
        self.text.get(expr.range.clone()).unwrap_or_default()
    }

    /// Whether the query belongs to an alert.
    pub fn in_alert(&self) -> bool {
        self.rule.is_some_and(|rule| rule.is_alert)
    }

    /// The tokens of the query but for spaces and comments.
    pub fn tokens(&self) -> Vec<Token> {
        tokens(self.text).into_iter().filter(|t| !t.kind.is_trivia() && t.kind != TokenKind::Eof).collect()
    }
}
