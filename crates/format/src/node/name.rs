//! `{"job"="a"}`, `by ("job")`: names of labels in quotes that they do not need.

use std::borrow::Cow;

use promenade_model::Features;
use promenade_syntax::{TokenKind, tokens_with};

use super::Formatter;
use crate::options::Options;

/// The text of a token in a list that `open` begins: with the option to normalize, a label's name loses quotes that it does
/// not need.
pub(super) fn text(f: Formatter<'_>, open: TokenKind, idx: usize) -> Cow<'_, str> {
    let is_name = match open {
        TokenKind::LeftBrace => is_match_op(f.source.kind(idx + 1)),
        _ => f.source.kind(idx) == TokenKind::String,
    };
    let unquoted = if f.options.normalize && is_name { unquoted(f, open, idx) } else { None };
    unquoted.map_or_else(|| f.text(idx), Cow::Borrowed)
}

fn is_match_op(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Eql | TokenKind::Neq | TokenKind::EqlRegex | TokenKind::NeqRegex)
}

/// The name without its quotes, where it does not need them.
fn unquoted(f: Formatter<'_>, open: TokenKind, idx: usize) -> Option<&str> {
    let quoted = f.source.tokens[idx].text;
    let name = quoted.strip_prefix(['"', '\'', '`'])?.strip_suffix(['"', '\'', '`'])?;
    let is_plain =
        f.options.unquoted_names.allow_label(name) && (open == TokenKind::LeftBrace || is_label(name, f.options));
    is_plain.then_some(name)
}

/// Whether a word is a label's name outside of braces, where some keywords are not.
fn is_label(name: &str, options: &Options) -> bool {
    let options = options.parse_options().features(Features::all());
    tokens_with(name, &options).first().is_some_and(|token| token.kind.is_label_name() && token.range.end == name.len())
}
