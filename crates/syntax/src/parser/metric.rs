//! The metric of a series description: a name and labels with their values.

use promenade_model::Labels;
use promenade_model::labels::METRIC_NAME;

use crate::token::TokenKind;

use super::input::{Parsed, Tokens, token, token_if};
use super::literal::unquoted;
use super::recovery::{close, is_sync, skip_until, unexpected};
use super::selector::metric_identifier;

/// Names and values of labels as they are written; of equal names the last counts.
type Pairs = Vec<(String, String)>;

/// A name, labels in braces right behind it, or both, or neither.
pub(super) fn metric(input: Tokens<'_>) -> Parsed<'_, Labels> {
    let mut labels = Pairs::new();
    let (input, name) = match metric_identifier(input) {
        Ok((rest, name)) => (rest, Some(name)),
        Err(_) => (input, None),
    };
    let is_apart = name.as_ref().is_some_and(|name| !input.text_after(name.range.end).starts_with('{'));
    let input = if is_apart { input } else { label_set(input, &mut labels)?.0 };
    if let Some(name) = name {
        labels.push((METRIC_NAME.to_owned(), name.text));
    }
    Ok((input, Labels::from_pairs(labels)))
}

/// Labels in braces, or nothing.
pub(super) fn label_set<'a>(input: Tokens<'a>, labels: &mut Pairs) -> Parsed<'a, ()> {
    let Ok((mut input, _)) = token(TokenKind::LeftBrace)(input) else { return Ok((input, ())) };
    while input.kind() != TokenKind::RightBrace {
        let (rest, ()) = label_set_item(input, labels)?;
        input = rest;
        if !matches!(input.kind(), TokenKind::Comma | TokenKind::RightBrace) {
            unexpected(input, "labels", &["`,`", "`}`"]);
            input = skip_until(input, is_sync);
        }
        if input.kind() != TokenKind::Comma {
            break;
        }
        input = input.advance();
    }
    let (input, _) = close(input, TokenKind::RightBrace, "labels", &["`,`", "`}`"]);
    Ok((input, ()))
}

/// A label with its value, or a metric name in quotes.
pub(super) fn label_set_item<'a>(input: Tokens<'a>, labels: &mut Pairs) -> Parsed<'a, ()> {
    let is_name = |kind| matches!(kind, TokenKind::Identifier | TokenKind::String);
    let Ok((rest, name)) = token_if(is_name)(input) else {
        unexpected(input, "labels", &["a label name", "`}`"]);
        return Ok((skip_until(input, is_sync), ()));
    };
    let quoted = name.kind == TokenKind::String;
    let name = if quoted { unquoted(input, &name.range).text } else { input.text(&name.range).to_owned() };
    let Ok((after, _)) = token(TokenKind::Eql)(rest) else {
        if quoted {
            labels.push((METRIC_NAME.to_owned(), name));
            return Ok((rest, ()));
        }
        unexpected(rest, "labels", &["`=`"]);
        return Ok((skip_until(rest, is_sync), ()));
    };
    let Ok((rest, value)) = token(TokenKind::String)(after) else {
        unexpected(after, "labels", &["a string"]);
        return Ok((skip_until(after, is_sync), ()));
    };
    labels.push((name, unquoted(after, &value.range).text));
    Ok((rest, ()))
}
