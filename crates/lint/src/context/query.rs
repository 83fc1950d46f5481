//! What a rule on queries sees.

use promenade_documents::rules::{Rule, RuleKind};
use promenade_semantic::TypedExpr;
use promenade_syntax::Expr;

use super::Nodes;
use crate::settings::Settings;

/// An accepted query and all that is known around it.
#[derive(Debug)]
pub struct QueryContext<'a> {
    /// Its text.
    pub text: &'a str,
    /// Its tree.
    pub expr: &'a Expr,
    /// Its typed tree.
    pub typed: Option<&'a TypedExpr>,
    /// The nodes of its tree.
    pub nodes: Nodes<'a>,
    /// What is known of the server and its metrics.
    pub settings: &'a Settings,
    /// The rule that it belongs to; none for a query that stands alone or in a dashboard.
    pub rule: Option<&'a Rule>,
}

impl QueryContext<'_> {
    /// The text of an expression.
    pub fn source(&self, expr: &Expr) -> &str {
        self.text.get(expr.range.clone()).unwrap_or_default()
    }

    /// Whether the query belongs to an alert.
    pub fn in_alert(&self) -> bool {
        self.rule.is_some_and(|rule| rule.kind == RuleKind::Alert)
    }
}
