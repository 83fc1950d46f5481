//! Tokens to tree: one function per production of `grammar/promql.ebnf`, under the same name.
//!
//! A production either does not begin here, and returns [`nom::Err::Error`] without having said anything, or it begins,
//! and then returns a tree whatever follows: what is missing becomes an error node and a diagnostic.

// All productions have one shape, also those that always begin.
#![allow(clippy::unnecessary_wraps)]

mod aggregate;
mod call;
mod duration;
mod expr;
mod input;
mod literal;
mod matching;
mod metric;
mod modifier;
mod recovery;
mod selector;
mod variable;

use promenade_model::stack::TreeBox;
use promenade_model::{Features, Labels};

use crate::ast::{Expr, ExprKind};
use crate::diagnostic::{Diagnostic, codes};
use crate::lexer::lex;
use crate::mistakes::{Draft, explain};
use crate::options::ParseOptions;
use crate::token::TokenKind;

use input::{Source, State, Tokens};

/// What parsing yields, whatever the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Parse {
    /// The tree; with [`ExprKind::Error`] in it where `diagnostics` holds errors of syntax.
    pub expr: Expr,
    /// How many nodes the tree has. Their ids are below that.
    pub n_nodes: usize,
    /// What is wrong, in the order in which Prometheus comes upon it.
    pub diagnostics: Vec<Diagnostic>,
    /// The text as it was probably meant, where there are errors of which that is known; the tree is not that of it.
    pub draft: Option<Draft>,
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
}

/// Parses an expression.
pub fn parse(source: &str, options: &ParseOptions<'_>) -> Parse {
    let (expr, found) = run(source, options, expr::query);
    let (diagnostics, draft) = explain(source, options, found, &|text| run(text, options, expr::query).1);
    let mut expr = expr.unwrap_or_else(|| Expr::new(ExprKind::Error(TreeBox::default()), 0..0));
    let n_nodes = expr.assign_ids();
    Parse { expr, n_nodes, diagnostics, draft }
}

/// Parses a selector without modifiers, such as `up{job="a"}`, into its matchers with the metric name last, as it stands
/// in the parameter `match[]` of the HTTP API.
///
/// # Errors
/// All diagnostics, where one is an error.
pub fn parse_metric_selector(
    source: &str,
    options: &ParseOptions<'_>,
) -> Result<Vec<promenade_model::Matcher>, Vec<Diagnostic>> {
    let (selector, diagnostics) = run(source, options, selector::metric_selector);
    match selector {
        Some(selector) if !diagnostics.iter().any(Diagnostic::is_error) => Ok(selector.all_matchers().collect()),
        _ => Err(diagnostics),
    }
}

/// Parses the metric at the start of a series description; where its values begin, spaces included.
#[allow(clippy::result_large_err)] // once a line
pub(crate) fn parse_metric_prefix(source: &str, features: Features) -> Result<(Labels, usize), Diagnostic> {
    let options = ParseOptions { features, ..ParseOptions::default() };
    let (found, diagnostics) = run(source, &options, |input| {
        let start = input.next_start();
        let (rest, labels) = metric::metric(input)?;
        Ok((rest, (labels, rest.last_end().max(start))))
    });
    match diagnostics.into_iter().find(Diagnostic::is_error) {
        Some(diagnostic) => Err(diagnostic),
        None => Ok(found.unwrap_or_else(|| (Labels::empty(), 0))),
    }
}

/// Runs a production over a source.
fn run<T>(
    source: &str,
    options: &ParseOptions<'_>,
    production: impl Fn(Tokens<'_>) -> input::Parsed<'_, T>,
) -> (Option<T>, Vec<Diagnostic>) {
    if source.len() > options.max_length {
        let message = format!("the query has {} bytes, which is more than {}", source.len(), options.max_length);
        return (None, vec![Diagnostic::error(codes::TOO_LONG, 0..0, message)]);
    }
    // More than are shown, as not all of them are: some follow from others.
    let mut lexed = lex(source, options, options.max_diagnostics.saturating_add(1000));
    let (mut tokens, mut errors) = (Vec::with_capacity(lexed.tokens.len()), lexed.errors.into_iter().peekable());
    let mut lex_errors = Vec::new();
    for (idx, token) in lexed.tokens.drain(..).enumerate() {
        while let Some((_, diagnostic)) = errors.next_if(|(at, _)| *at == idx) {
            lex_errors.push((tokens.len(), diagnostic));
        }
        if !token.kind.is_trivia() {
            tokens.push(token);
        }
    }
    let state = State::new(Source { text: source, tokens: &tokens }, options, lex_errors);
    let value = production(Tokens::new(&state)).ok().map(|(_, value)| value);
    (value, state.into_diagnostics())
}

/// A token's kind in words.
pub(crate) fn describe(kind: TokenKind, text: &str) -> String {
    use TokenKind as K;
    match kind {
        K::Eof => "end of input".to_owned(),
        K::Identifier => format!("identifier `{text}`"),
        K::MetricIdentifier => format!("metric name `{text}`"),
        K::Variable | K::VariableNumber => format!("variable `{text}`"),
        K::Number => format!("number `{text}`"),
        K::Duration => format!("duration `{text}`"),
        K::String => "string".to_owned(),
        _ => format!("`{text}`"),
    }
}
