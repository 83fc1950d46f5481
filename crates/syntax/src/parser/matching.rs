//! What may stand between a binary operator and its right operand.

use promenade_model::value::SourceRange;

use crate::ast::{BinaryOp, UnaryOp, VectorMatchCardinality, VectorMatching};
use crate::expected::Expected;
use crate::token::TokenKind;

use super::aggregate::grouping_labels;
use super::expr::unary_op;
use super::input::{Parsed, Tokens, token, token_if};
use super::literal::number_duration_literal;
use super::recovery::{close, since, unexpected};

/// The modifiers of a binary operator.
pub(super) struct Modifiers {
    pub(super) matching: VectorMatching,
    pub(super) return_bool: bool,
    pub(super) range: SourceRange,
    pub(super) fill_range: Option<SourceRange>,
}

/// All modifiers, in their order; there may be none.
pub(super) fn bin_modifier(input: Tokens<'_>, op: BinaryOp) -> Parsed<'_, Modifiers> {
    if op.is_comparison() {
        input.expects(&[Expected::Keyword("bool")]);
    }
    let (op_end, start) = (input.last_end(), input.peek().range.start);
    let mut matching = VectorMatching::default();
    let (input, return_bool) = bool_modifier(input)?;
    let (input, ()) = group_modifiers(input, op, &mut matching)?;
    let fill_start = input.peek().range.start;
    let (input, has_fill) = fill_modifiers(input, &mut matching)?;
    let range = if input.last_end() > op_end { start..input.last_end() } else { op_end..op_end };
    let fill_range = has_fill.then(|| since(fill_start, input));
    Ok((input, Modifiers { matching, return_bool, range, fill_range }))
}

/// `bool`, or nothing.
pub(super) fn bool_modifier(input: Tokens<'_>) -> Parsed<'_, bool> {
    match token(TokenKind::Bool)(input) {
        Ok((input, _)) => Ok((input, true)),
        Err(_) => Ok((input, false)),
    }
}

/// `on` or `ignoring`, with `group_left` or `group_right` after it, or nothing.
pub(super) fn group_modifiers<'a>(input: Tokens<'a>, op: BinaryOp, matching: &mut VectorMatching) -> Parsed<'a, ()> {
    input.expects(&[Expected::Keyword("on"), Expected::Keyword("ignoring")]);
    let Ok((input, ())) = on_or_ignoring(input, matching) else { return Ok((input, ())) };
    if !op.is_set_operator() {
        input.expects(&[Expected::Keyword("group_left"), Expected::Keyword("group_right")]);
    }
    let is_group = |kind| matches!(kind, TokenKind::GroupLeft | TokenKind::GroupRight);
    let Ok((input, group)) = token_if(is_group)(input) else { return Ok((input, ())) };
    matching.card = match group.kind {
        TokenKind::GroupLeft => VectorMatchCardinality::ManyToOne,
        _ => VectorMatchCardinality::OneToMany,
    };
    let (input, include) = maybe_grouping_labels(input)?;
    matching.include = include;
    Ok((input, ()))
}

/// `on (...)` or `ignoring (...)`.
pub(super) fn on_or_ignoring<'a>(input: Tokens<'a>, matching: &mut VectorMatching) -> Parsed<'a, ()> {
    let (input, word) = token_if(|kind| matches!(kind, TokenKind::On | TokenKind::Ignoring))(input)?;
    let (input, labels) = grouping_labels(input)?;
    matching.on = word.kind == TokenKind::On;
    matching.labels = labels;
    Ok((input, ()))
}

/// Labels in parentheses, or nothing.
pub(super) fn maybe_grouping_labels(input: Tokens<'_>) -> Parsed<'_, Vec<crate::ast::LabelName>> {
    input.expects(&[Expected::Punctuation("(")]);
    if input.kind() == TokenKind::LeftParen { grouping_labels(input) } else { Ok((input, Vec::new())) }
}

/// `fill (...)`, or `fill_left (...)` and `fill_right (...)` in any order, or nothing. Says whether there was one.
pub(super) fn fill_modifiers<'a>(input: Tokens<'a>, matching: &mut VectorMatching) -> Parsed<'a, bool> {
    use TokenKind as K;
    if input.features().binop_fill_modifiers {
        input.expects(&[Expected::Keyword("fill"), Expected::Keyword("fill_left"), Expected::Keyword("fill_right")]);
    }
    let is_fill = |kind| matches!(kind, K::Fill | K::FillLeft | K::FillRight);
    let Ok((input, first)) = token_if(is_fill)(input) else { return Ok((input, false)) };
    let (input, value) = fill_value(input)?;
    let fill = &mut matching.fill_values;
    let other = match first.kind {
        K::Fill => {
            (fill.lhs, fill.rhs) = (Some(value), Some(value));
            return Ok((input, true));
        }
        K::FillLeft => {
            fill.lhs = Some(value);
            K::FillRight
        }
        _ => {
            fill.rhs = Some(value);
            K::FillLeft
        }
    };
    input.expects(&[Expected::Keyword(if other == K::FillLeft { "fill_left" } else { "fill_right" })]);
    let Ok((input, _)) = token(other)(input) else { return Ok((input, true)) };
    let (input, value) = fill_value(input)?;
    *(if other == K::FillLeft { &mut fill.lhs } else { &mut fill.rhs }) = Some(value);
    Ok((input, true))
}

/// A number in parentheses, perhaps with a sign. It must stand here.
pub(super) fn fill_value(input: Tokens<'_>) -> Parsed<'_, f64> {
    let (input, _) = token(TokenKind::LeftParen)(input)?;
    input.expects(&[Expected::FillValue]);
    let (input, sign) = unary_op(input).map_or((input, UnaryOp::Plus), |found| found);
    let (input, value) = if let Ok((input, number)) = number_duration_literal(input) {
        (input, number.value)
    } else {
        unexpected(input, "fill value", &["a number"]);
        (input, 0.0)
    };
    let (input, _) = close(input, TokenKind::RightParen, "fill value", &["`)`"]);
    Ok((input, if sign == UnaryOp::Minus { -value } else { value }))
}
