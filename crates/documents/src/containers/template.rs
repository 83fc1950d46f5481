//! Files that are made into YAML or JSON by another program first: they are named, not read.

use promenade_model::value::SourceRange;
use promenade_syntax::{Token, TokenKind, tokens};

use crate::document::Document;
use crate::problem::ProblemKind;
use promenade_model::FileRange;

/// What Helm's templates speak of and Prometheus's do not.
const HELM: &[&str] =
    &[".Values", ".Release", ".Chart", ".Capabilities", ".Files", ".Subcharts", ".Template.", "include "];

/// Jsonnet has to be rendered first.
pub(super) fn jsonnet(document: &mut Document) {
    let message = "Jsonnet cannot be read; render it to YAML or JSON and give that";
    document.problem(ProblemKind::Template, FileRange::at(0), message);
}

/// Names the file as a template where `text` is one: the text of the file, with blanks in place of what does not count. A
/// file that can be read as it is may hold the signs of Jinja, and lines that are actions alone, in its texts: those are
/// Prometheus's own templates.
pub(super) fn named(document: &mut Document, text: &str, is_broken: bool) -> bool {
    let Some((range, message)) = helm(text, is_broken).or_else(|| jinja(text).filter(|_| is_broken)) else {
        return false;
    };
    document.problem(ProblemKind::Template, FileRange::of(range), message);
    true
}

/// The first sign of Helm.
fn helm(text: &str, is_broken: bool) -> Option<(SourceRange, &'static str)> {
    let range = actions(text).find(|range| is_helm(text, range) || is_broken && is_alone(text, range))?;
    Some((range, "this is a Helm template; render it with `helm template` and give what that prints"))
}

/// The first sign of Jinja.
fn jinja(text: &str) -> Option<(SourceRange, &'static str)> {
    let at = text.find("{%")?;
    Some((at..at + 2, "this is a Jinja template; render it and give the result"))
}

/// The ranges of `{{ ... }}`.
fn actions(text: &str) -> impl Iterator<Item = SourceRange> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text.get(at..)?.find("{{")?;
        at = start + text[start..].find("}}")? + 2;
        Some(start..at)
    })
}

/// Whether an action speaks of what only Helm has.
fn is_helm(text: &str, action: &SourceRange) -> bool {
    let inner = &text[action.clone()];
    let speaks_of = |word: &str| inner.match_indices(word).any(|(at, _)| !ends_in_word(&inner[..at]));
    HELM.iter().any(|word| speaks_of(word))
}

/// Whether an action stands alone on its line, and takes the line end away.
fn is_alone(text: &str, action: &SourceRange) -> bool {
    let inner = &text[action.clone()];
    let line = text[..action.start].rfind('\n').map_or(0, |at| at + 1);
    let after = text[action.end..].split('\n').next().unwrap_or_default();
    text[line..action.start].trim().is_empty() && after.trim().is_empty() && inner.starts_with("{{-")
}

/// Whether a text ends within a word, so that what follows is a part of it: `$x` in `$x.Values`.
fn ends_in_word(text: &str) -> bool {
    text.ends_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// Whether a query holds the action of a template, which PromQL can in its strings and comments only.
pub(super) fn in_query(text: &str) -> bool {
    // The second brace is a mistake within the first, and so no brace to the lexer.
    let is_double =
        |pair: &[Token]| pair[0].kind == TokenKind::LeftBrace && text[pair[1].range.start..].starts_with('{');
    text.contains("{{") && tokens(text).windows(2).any(is_double)
}
