//! Duration expressions.

use nom::Parser;
use nom::branch::alt;
use promenade_model::stack::TreeBox;
use promenade_model::value::SourceRange;

use crate::ast::{DurationExpr, DurationExprKind, DurationOp, UnaryOp};
use crate::diagnostic::{Diagnostic, codes};
use crate::expected::Expected;
use crate::token::TokenKind;

use super::expr::unary_op;
use super::input::{NO_MATCH, Parsed, Tokens, token, token_if};
use super::literal::{negated, number_duration_literal};
use super::recovery::{close, since, unexpected};
use super::variable::variable_duration;

/// How strongly a sign binds: as `*`.
const SIGN_PRECEDENCE: u8 = DurationOp::Mul.precedence();

/// A duration in brackets. A literal must be greater than zero.
pub(super) fn positive_duration_expr(input: Tokens<'_>) -> Parsed<'_, DurationExpr> {
    let (input, duration) = duration_expr(input, 0)?;
    if let Some(number) = duration.literal()
        && number.value <= 0.0
    {
        let message = "a duration must be greater than 0 here";
        input.report(Diagnostic::error(codes::DURATION_NOT_POSITIVE, duration.range.clone(), message));
    }
    Ok((input, duration))
}

/// The duration after `offset`. Operators after it belong to the expression around, not to it: so `x offset 5m + 1`
/// adds 1 to `x offset 5m`. Only what begins with a parenthesis or with two signs takes operators in.
pub(super) fn offset_duration_expr(input: Tokens<'_>) -> Parsed<'_, DurationExpr> {
    if input.kind() == TokenKind::LeftParen {
        return duration_expr(input, 0);
    }
    let start = input.peek().range.start;
    let Ok((rest, sign)) = unary_op(input) else { return duration_primary(input) };
    if matches!(rest.kind(), TokenKind::Add | TokenKind::Sub) {
        return duration_expr(input, 0);
    }
    let (rest, operand) = duration_primary(rest).or_else(|_| missing_operand(rest))?;
    let duration = signed(rest, sign, start, operand);
    Ok((rest, duration))
}

/// Durations with operators between them that bind at least as strongly as `min_precedence`.
pub(super) fn duration_expr(input: Tokens<'_>, min_precedence: u8) -> Parsed<'_, DurationExpr> {
    input.nested(|input| duration_chain(input, min_precedence))
}

fn duration_chain(input: Tokens<'_>, min_precedence: u8) -> Parsed<'_, DurationExpr> {
    let (mut input, mut lhs) = alt((unary_duration_expr, duration_primary)).parse(input)?;
    loop {
        let op_range = input.peek().range.clone();
        input.expects(&[Expected::DurationOperator]);
        let (rest, op) = match duration_op(input) {
            Ok((rest, op)) if op.precedence() >= min_precedence => (rest, op),
            _ => return Ok((input, lhs)),
        };
        let height = input.height();
        let rhs_precedence = op.precedence() + u8::from(op != DurationOp::Pow);
        let (rest, rhs) = duration_expr(rest, rhs_precedence).or_else(|_| missing_operand(rest))?;
        if !rest.set_height(height.max(rest.height()) + 1) {
            return Ok((rest.to_end(), lhs));
        }
        input = rest;
        lhs = new_binary(input, op, op_range, lhs, rhs);
    }
}

fn missing_operand(input: Tokens<'_>) -> Parsed<'_, DurationExpr> {
    if input.is_aborted() {
        return Err(NO_MATCH);
    }
    unexpected(input, "duration", &["a number", "a duration", "`step()`", "`range()`"]);
    input.set_height(1);
    let at = input.last_end();
    Ok((input, DurationExpr::new(DurationExprKind::Error, at..at)))
}

fn new_binary(
    input: Tokens<'_>,
    op: DurationOp,
    op_range: SourceRange,
    lhs: DurationExpr,
    rhs: DurationExpr,
) -> DurationExpr {
    let by_zero = matches!(op, DurationOp::Div | DurationOp::Mod) && rhs.literal().is_some_and(|n| n.value == 0.0);
    if by_zero {
        let message = "a duration is divided by zero";
        input.report(Diagnostic::error(codes::DURATION_DIVISION_BY_ZERO, op_range, message));
    }
    let range = lhs.range.start..rhs.range.end;
    DurationExpr::new(DurationExprKind::Binary(op, TreeBox::new(lhs), TreeBox::new(rhs)), range)
}

/// An operator between durations.
pub(super) fn duration_op(input: Tokens<'_>) -> Parsed<'_, DurationOp> {
    let op = match input.kind() {
        TokenKind::Add => DurationOp::Add,
        TokenKind::Sub => DurationOp::Sub,
        TokenKind::Mul => DurationOp::Mul,
        TokenKind::Div => DurationOp::Div,
        TokenKind::Mod => DurationOp::Mod,
        TokenKind::Pow => DurationOp::Pow,
        _ => return Err(NO_MATCH),
    };
    Ok((input.advance(), op))
}

/// A sign and the duration it stands before.
pub(super) fn unary_duration_expr(input: Tokens<'_>) -> Parsed<'_, DurationExpr> {
    let start = input.peek().range.start;
    let (input, sign) = unary_op(input)?;
    let (input, operand) = duration_expr(input, SIGN_PRECEDENCE + 1).or_else(|_| missing_operand(input))?;
    let duration = signed(input, sign, start, operand);
    Ok((input, duration))
}

/// `operand` with a sign that stands at `start`. It becomes part of a literal; a plus before anything else is left out.
fn signed(input: Tokens<'_>, sign: UnaryOp, start: usize, operand: DurationExpr) -> DurationExpr {
    let range = start..operand.range.end;
    let kind = match (operand.kind, sign) {
        (DurationExprKind::Number(number), _) => {
            let number = negated(input, &number, sign, &range);
            if is_out_of_range(number.value) && !is_out_of_range(-number.value) {
                report_out_of_range(input, range.clone());
            }
            DurationExprKind::Number(number)
        }
        (kind, UnaryOp::Plus) => return DurationExpr::new(kind, operand.range),
        (kind, UnaryOp::Minus) => {
            input.set_height(input.height() + 1);
            DurationExprKind::Negate(TreeBox::new(DurationExpr::new(kind, operand.range)))
        }
    };
    DurationExpr::new(kind, range)
}

/// A duration without operators.
pub(super) fn duration_primary(input: Tokens<'_>) -> Parsed<'_, DurationExpr> {
    input.expects(&[Expected::Duration]);
    alt((duration_literal, step_or_range, max_of_min_of, paren_duration_expr, variable_duration)).parse(input)
}

/// A number or a duration.
pub(super) fn duration_literal(input: Tokens<'_>) -> Parsed<'_, DurationExpr> {
    let range = input.peek().range.clone();
    let (input, number) = number_duration_literal(input)?;
    if is_out_of_range(number.value) {
        report_out_of_range(input, range.clone());
    }
    input.set_height(1);
    Ok((input, DurationExpr::new(DurationExprKind::Number(number), range)))
}

/// Whether seconds do not fit into 63 bits of nanoseconds.
fn is_out_of_range(seconds: f64) -> bool {
    seconds.abs() > i64::MAX as f64 / 1e9
}

fn report_out_of_range(input: Tokens<'_>, range: SourceRange) {
    let message = "this duration is out of range: the longest is about 292 years";
    input.report(Diagnostic::error(codes::DURATION_OUT_OF_RANGE, range, message));
}

/// `step()` or `range()`.
pub(super) fn step_or_range(input: Tokens<'_>) -> Parsed<'_, DurationExpr> {
    let (input, word) = token_if(|kind| matches!(kind, TokenKind::Step | TokenKind::Range))(input)?;
    input.set_height(1);
    let kind = if word.kind == TokenKind::Step { DurationExprKind::Step } else { DurationExprKind::Range };
    input.expects(&[Expected::Punctuation("(")]);
    let input = if let Ok((input, _)) = token(TokenKind::LeftParen)(input) {
        close(input, TokenKind::RightParen, "duration", &["`)`"]).0
    } else {
        unexpected(input, "duration", &["`(`"]);
        input
    };
    Ok((input, DurationExpr::new(kind, since(word.range.start, input))))
}

/// `max_of(a, b)` or `min_of(a, b)`.
pub(super) fn max_of_min_of(input: Tokens<'_>) -> Parsed<'_, DurationExpr> {
    let (input, word) = token_if(|kind| matches!(kind, TokenKind::MaxOf | TokenKind::MinOf))(input)?;
    input.expects(&[Expected::Punctuation("(")]);
    let Ok((input, _)) = token(TokenKind::LeftParen)(input) else {
        unexpected(input, "duration", &["`(`"]);
        return Ok((input, DurationExpr::new(DurationExprKind::Error, word.range.clone())));
    };
    let (input, first) = duration_expr(input, 0).or_else(|_| missing_operand(input))?;
    let height = input.height();
    let (input, second) = second_argument(input)?;
    let fits = input.set_height(height.max(input.height()) + 1);
    let (first, second) = (TreeBox::new(first), TreeBox::new(second));
    let is_max = word.kind == TokenKind::MaxOf;
    let kind = if is_max { DurationExprKind::MaxOf(first, second) } else { DurationExprKind::MinOf(first, second) };
    let (input, _) = close(input, TokenKind::RightParen, "duration", &["`)`"]);
    let input = if fits { input } else { input.to_end() };
    Ok((input, DurationExpr::new(kind, since(word.range.start, input))))
}

fn second_argument(input: Tokens<'_>) -> Parsed<'_, DurationExpr> {
    input.expects(&[Expected::Punctuation(",")]);
    if let Ok((input, _)) = token(TokenKind::Comma)(input) {
        return duration_expr(input, 0).or_else(|_| missing_operand(input));
    }
    unexpected(input, "duration", &["`,`"]);
    missing_operand(input)
}

/// A duration in parentheses. Those around others are left out.
pub(super) fn paren_duration_expr(input: Tokens<'_>) -> Parsed<'_, DurationExpr> {
    let (input, open) = token(TokenKind::LeftParen)(input)?;
    let (input, inner) = duration_expr(input, 0).or_else(|_| missing_operand(input))?;
    let (input, _) = close(input, TokenKind::RightParen, "duration", &["`)`", "an operator"]);
    if matches!(inner.kind, DurationExprKind::Paren(_)) {
        return Ok((input, inner));
    }
    input.set_height(input.height() + 1);
    let range = since(open.range.start, input);
    Ok((input, DurationExpr::new(DurationExprKind::Paren(TreeBox::new(inner)), range)))
}
