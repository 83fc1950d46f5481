//! Tokens to tree: one function per production of `grammar/promql.ebnf`, under the same name.
//!
//! A production that does not begin here returns [`nom::Err::Error`] and reports nothing. One that begins returns a tree
//! whatever follows: missing parts become error nodes and diagnostics.

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

use promenade_model::{Features, Labels};

use crate::ast::Expr;
use crate::diagnostic::{Diagnostic, codes};
use crate::expected::Recorder;
use crate::lexer::lex;
use crate::options::ParseOptions;
use crate::token::{Token, TokenKind};

use input::{Source, State, Tokens};

/// The result of running a production over a source.
pub(crate) struct Outcome<T> {
    /// The production's value; `None` if it does not begin.
    pub(crate) value: Option<T>,
    /// All tokens, trivia included.
    pub(crate) tokens: Vec<Token>,
    /// What is wrong, in the order in which Prometheus reports it.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Parses an expression.
pub(crate) fn query(source: &str, options: &ParseOptions<'_>) -> Outcome<Expr> {
    run(source, options, expr::query)
}

/// Parses an expression, and records what is expected at its end.
pub(crate) fn record(source: &str, options: &ParseOptions<'_>, recorder: &Recorder) {
    run_with(source, options, Some(recorder), expr::query);
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
    let Outcome { value, diagnostics, .. } = run(source, options, selector::metric_selector);
    match value {
        Some(selector) if !diagnostics.iter().any(Diagnostic::is_error) => Ok(selector.all_matchers().collect()),
        _ => Err(diagnostics),
    }
}

/// Parses the metric at the start of a series description; where its values begin, spaces included.
#[allow(clippy::result_large_err)] // once a line
pub(crate) fn parse_metric_prefix(source: &str, features: Features) -> Result<(Labels, usize), Diagnostic> {
    let options = ParseOptions { features, ..ParseOptions::without_names() };
    let Outcome { value, diagnostics, .. } = run(source, &options, |input| {
        let start = input.next_start();
        let (rest, labels) = metric::metric(input)?;
        Ok((rest, (labels, rest.last_end().max(start))))
    });
    match diagnostics.into_iter().find(Diagnostic::is_error) {
        Some(diagnostic) => Err(diagnostic),
        None => Ok(value.unwrap_or_else(|| (Labels::empty(), 0))),
    }
}

/// Runs a production over a source.
fn run<T>(
    source: &str,
    options: &ParseOptions<'_>,
    production: impl Fn(Tokens<'_>) -> input::Parsed<'_, T>,
) -> Outcome<T> {
    run_with(source, options, None, production)
}

fn run_with<T>(
    source: &str,
    options: &ParseOptions<'_>,
    recorder: Option<&Recorder>,
    production: impl Fn(Tokens<'_>) -> input::Parsed<'_, T>,
) -> Outcome<T> {
    if source.len() > options.max_length {
        return too_long(source, options.max_length);
    }
    // More than are shown, as not all of them are: some follow from others.
    let lexed = lex(source, options, options.max_diagnostics.saturating_add(1000));
    let mut errors = lexed.errors.into_iter().peekable();
    let (mut tokens, mut lex_errors) = (Vec::with_capacity(lexed.tokens.len()), Vec::new());
    for (idx, token) in lexed.tokens.iter().enumerate() {
        while let Some((_, diagnostic)) = errors.next_if(|(at, _)| *at == idx) {
            lex_errors.push((tokens.len(), diagnostic));
        }
        if !token.kind.is_trivia() {
            tokens.push(token.clone());
        }
    }
    let state = State::new(Source { text: source, tokens: &tokens }, options, lex_errors, recorder);
    let value = production(Tokens::new(&state)).ok().map(|(_, value)| value);
    Outcome { value, tokens: lexed.tokens, diagnostics: state.into_diagnostics() }
}

/// The result for a source that is too long to be read: one error token.
fn too_long<T>(source: &str, max_length: usize) -> Outcome<T> {
    let message = format!("the query has {} bytes, which is more than {max_length}", source.len());
    let end = source.len();
    Outcome {
        value: None,
        tokens: vec![Token { kind: TokenKind::Error, range: 0..end }, Token { kind: TokenKind::Eof, range: end..end }],
        diagnostics: vec![Diagnostic::error(codes::TOO_LONG, 0..0, message)],
    }
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
