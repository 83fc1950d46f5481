//! Numbers, durations and strings.

use promenade_model::duration::parse_duration;
use promenade_model::number::parse_promql_number;
use promenade_model::value::SourceRange;

use crate::ast::{Expr, ExprKind, LabelName, NumberLiteral, StringLiteral, UnaryOp};
use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::lexer::{Unquoted, unquote};
use crate::token::{Token, TokenKind};

use super::input::{Parsed, Tokens, token, token_if};

/// A number or a duration as an expression.
pub(super) fn number_literal(input: Tokens<'_>) -> Parsed<'_, Expr> {
    let range = input.peek().range.clone();
    let (input, number) = number_duration_literal(input)?;
    input.set_height(1);
    Ok((input, Expr::new(ExprKind::Number(number), range)))
}

/// A number or a duration.
pub(super) fn number_duration_literal(input: Tokens<'_>) -> Parsed<'_, NumberLiteral> {
    let (rest, token) = token_if(|kind| matches!(kind, TokenKind::Number | TokenKind::Duration))(input)?;
    let text = input.text(&token.range);
    let is_duration = token.kind == TokenKind::Duration;
    let value = if is_duration { duration_value(input, token, text) } else { number_value(input, token, text) };
    Ok((rest, NumberLiteral { value, is_duration, text: text.to_owned() }))
}

fn number_value(input: Tokens<'_>, token: &Token, text: &str) -> f64 {
    parse_promql_number(text).unwrap_or_else(|e| {
        let message = format!("`{text}` is no number: {e}");
        input.report(Diagnostic::error(codes::INVALID_NUMBER, token.range.clone(), message));
        0.0
    })
}

/// Seconds.
fn duration_value(input: Tokens<'_>, token: &Token, text: &str) -> f64 {
    match parse_duration(text) {
        Ok(ms) => seconds(ms),
        Err(e) => {
            input.report(Diagnostic::error(codes::INVALID_NUMBER, token.range.clone(), e.to_string()));
            0.0
        }
    }
}

/// Milliseconds as Go's `Duration.Seconds` turns them into a float: whole seconds and the rest apart.
fn seconds(duration_ms: i64) -> f64 {
    (duration_ms / 1000) as f64 + ((duration_ms % 1000) * 1_000_000) as f64 / 1e9
}

/// A number with a sign before it; `range` covers both.
pub(super) fn negated(input: Tokens<'_>, number: &NumberLiteral, op: UnaryOp, range: &SourceRange) -> NumberLiteral {
    let value = if op == UnaryOp::Minus { -number.value } else { number.value };
    NumberLiteral { value, text: input.text(range).to_owned(), is_duration: number.is_duration }
}

/// A string as an expression.
pub(super) fn string_literal(input: Tokens<'_>) -> Parsed<'_, Expr> {
    let (rest, token) = token(TokenKind::String)(input)?;
    input.set_height(1);
    let Unquoted { text: value, invalid: bytes } = unquoted(input, &token.range);
    Ok((rest, Expr::new(ExprKind::String(StringLiteral { value, bytes }), token.range.clone())))
}

/// The name of a label, with or without quotes.
pub(super) fn label_name(input: Tokens<'_>, token: &Token) -> LabelName {
    let (range, quoted) = (token.range.clone(), token.kind == TokenKind::String);
    if quoted {
        let Unquoted { text, invalid: bytes } = unquoted(input, &range);
        return LabelName { bytes, ..LabelName::new(text, range, quoted, input.unquoted_names()) };
    }
    LabelName::new(input.text(&range), range.clone(), quoted, input.unquoted_names())
}

/// What the string literal in `range` stands for.
pub(super) fn unquoted(input: Tokens<'_>, range: &SourceRange) -> Unquoted {
    let unquoted = unquote(input.text(range));
    if unquoted.invalid.is_some() {
        let message = "the escapes in this string make up no UTF-8, as the names and values of all labels are";
        let diagnostic = Diagnostic::error(codes::INVALID_UTF8_ESCAPE, range.clone(), message);
        input.report(diagnostic.with_severity(Severity::Warning));
    }
    unquoted
}
