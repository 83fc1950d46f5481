//! The result of parsing: a tree, all tokens, and diagnostics.

use promenade_model::value::SourceRange;

use crate::ast::Expr;
use crate::diagnostic::Diagnostic;
use crate::options::ParseOptions;
use crate::parser::{self, Outcome};
use crate::suggestions::{Suggestions, suggest};
use crate::token::Token;

/// A parsed query. Every text has a tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Parse {
    /// The text.
    pub source: String,
    /// The tree. Where `diagnostics` holds errors, there are [`crate::ExprKind::Error`] nodes and missing parts in it.
    pub expr: Expr,
    /// How many nodes the tree has. Their ids are below that.
    pub n_nodes: usize,
    /// All tokens, whitespace and comments included. They cover the text without gaps; the last is the end, of no length.
    pub tokens: Vec<Token>,
    /// What is wrong, in the order in which Prometheus reports it. Messages say what the grammar expected;
    /// [`Parse::suggestions`] finds what was probably meant.
    pub diagnostics: Vec<Diagnostic>,
}

impl Parse {
    /// Whether there is an error among the diagnostics.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// The tree, where there is no error.
    ///
    /// # Errors
    /// The diagnostics, where one is an error.
    pub fn into_result(self) -> Result<Expr, Vec<Diagnostic>> {
        if self.has_errors() { Err(self.diagnostics) } else { Ok(self.expr) }
    }

    /// The text of a range; empty where the range is not in the text.
    pub fn text(&self, range: &SourceRange) -> &str {
        self.source.get(range.clone()).unwrap_or_default()
    }

    /// The diagnostics with what was probably meant: clearer messages, help, and fixes that were tried. To try them, the
    /// text is parsed again, up to some hundred times. `options` are those that the text was parsed with.
    pub fn suggestions(&self, options: &ParseOptions<'_>) -> Suggestions {
        suggest(&self.source, options, self.diagnostics.clone(), &|text| parser::query(text, options).diagnostics)
    }
}

/// Parses an expression.
pub fn parse(source: &str, options: &ParseOptions<'_>) -> Parse {
    let Outcome { value, tokens, diagnostics } = parser::query(source, options);
    let mut expr = value.unwrap_or_default();
    let n_nodes = expr.assign_ids();
    Parse { source: source.to_owned(), expr, n_nodes, tokens, diagnostics }
}
