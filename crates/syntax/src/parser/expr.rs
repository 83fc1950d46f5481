//! Expressions: operators by precedence, signs, what may follow an operand, parentheses.

use nom::Parser;
use nom::branch::alt;
use promenade_model::stack::TreeBox;

use crate::ast::{BinaryExpr, BinaryOp, Expr, ExprKind, UnaryExpr, UnaryOp};
use crate::diagnostic::{Diagnostic, codes};
use crate::expected::Expected;
use crate::token::TokenKind;

use super::aggregate::{aggregate_expr, begins_aggregate};
use super::call::{begins_call, function_call};
use super::input::{NO_MATCH, Parsed, Tokens, token, token_if};
use super::literal::{negated, number_literal, string_literal};
use super::matching::{Modifiers, bin_modifier};
use super::modifier::{anchored_expr, offset_expr, range_or_subquery, smoothed_expr, step_invariant_expr};
use super::recovery::{close, leftovers, missing, operand_or_missing, since, unexpected};
use super::selector::vector_selector;
use super::variable::{as_selector, is_variable, variable_expr};

/// The whole of a query.
pub(super) fn query(input: Tokens<'_>) -> Parsed<'_, Expr> {
    if input.kind() == TokenKind::Eof {
        input.expects(&[Expected::Expression]);
        if input.mark_unexpected() {
            let end = input.peek().range.end;
            let mut diagnostic = Diagnostic::error(codes::EMPTY_QUERY, end..end, "there is no expression");
            diagnostic.reported_at = Some(0);
            input.report(diagnostic);
        }
        return Ok((input, missing(input)));
    }
    let (mut input, mut tree) = operand_or_missing(input, 0, "", &["an expression"])?;
    loop {
        (input, tree) = leftovers(input, tree, &[])?;
        if input.kind() == TokenKind::Eof || input.is_aborted() {
            return Ok((input.to_end(), tree));
        }
        if !input.is_recovering() {
            unexpected(input, "", &[]);
        }
        input.set_recovering(true);
        input = input.advance();
        input.mark_unexpected();
    }
}

/// Any expression.
pub(super) fn expr(input: Tokens<'_>) -> Parsed<'_, Expr> {
    binary_expr(input, 0)
}

/// Operands with operators between them that bind at least as strongly as `min_precedence`.
pub(super) fn binary_expr(input: Tokens<'_>, min_precedence: u8) -> Parsed<'_, Expr> {
    input.nested(|input| binary_chain(input, min_precedence))
}

fn binary_chain(input: Tokens<'_>, min_precedence: u8) -> Parsed<'_, Expr> {
    let (mut input, mut lhs) = operand(input)?;
    loop {
        let token = input.peek();
        input.expects(&[Expected::BinaryOperator]);
        let op = match binary_op(input) {
            Ok((_, op)) if op.precedence() >= min_precedence => op,
            _ => return Ok((input, lhs)),
        };
        let height = input.height();
        let (rest, modifiers) = bin_modifier(input.advance(), op)?;
        let rhs_precedence = op.precedence() + u8::from(!op.is_right_associative());
        let (rest, rhs) = operand_or_missing(rest, rhs_precedence, "", &["an expression"])?;
        if !rest.set_height(height.max(rest.height()) + 1) {
            return Ok((rest.to_end(), lhs));
        }
        input = rest;
        lhs = new_binary_expr(input, lhs, (op, token.range.clone()), modifiers, rhs);
    }
}

fn new_binary_expr(
    input: Tokens<'_>,
    lhs: Expr,
    (op, op_range): (BinaryOp, std::ops::Range<usize>),
    modifiers: Modifiers,
    rhs: Expr,
) -> Expr {
    if let Some(fill_range) = modifiers.fill_range
        && !input.features().binop_fill_modifiers
    {
        let message = "the modifiers `fill`, `fill_left` and `fill_right` are experimental and switched off";
        let mut diagnostic = Diagnostic::error(codes::FEATURE_DISABLED, fill_range, message)
            .with_expected(["the feature `promql-binop-fill-modifiers`"]);
        diagnostic.reported_at = Some(lhs.range.start);
        input.report(diagnostic);
    }
    let range = lhs.range.start..rhs.range.end;
    let (matching, return_bool, modifier_range) = (modifiers.matching, modifiers.return_bool, modifiers.range);
    let binary = BinaryExpr { op, op_range, lhs, rhs, matching, return_bool, modifier_range };
    Expr::new(ExprKind::Binary(TreeBox::new(binary)), range)
}

/// A binary operator.
pub(super) fn binary_op(input: Tokens<'_>) -> Parsed<'_, BinaryOp> {
    use TokenKind as K;
    let op = match input.kind() {
        K::Add => BinaryOp::Add,
        K::Sub => BinaryOp::Sub,
        K::Mul => BinaryOp::Mul,
        K::Div => BinaryOp::Div,
        K::Mod => BinaryOp::Mod,
        K::Pow => BinaryOp::Pow,
        K::Atan2 => BinaryOp::Atan2,
        K::EqlC => BinaryOp::Eq,
        K::Neq => BinaryOp::Ne,
        K::Lss => BinaryOp::Lt,
        K::Lte => BinaryOp::Le,
        K::Gtr => BinaryOp::Gt,
        K::Gte => BinaryOp::Ge,
        K::TrimUpper => BinaryOp::TrimUpper,
        K::TrimLower => BinaryOp::TrimLower,
        K::And => BinaryOp::And,
        K::Or => BinaryOp::Or,
        K::Unless => BinaryOp::Unless,
        _ => return Err(NO_MATCH),
    };
    Ok((input.advance(), op))
}

/// What stands between binary operators.
pub(super) fn operand(input: Tokens<'_>) -> Parsed<'_, Expr> {
    // No `alt`: this is where the recursion passes, and each of its branches takes stack.
    if matches!(input.kind(), TokenKind::Add | TokenKind::Sub) { unary_expr(input) } else { postfix_expr(input) }
}

/// A sign and what it stands before, which `^` belongs to. Signs before a number become part of it.
pub(super) fn unary_expr(input: Tokens<'_>) -> Parsed<'_, Expr> {
    let start = input.peek().range.start;
    let (input, op) = unary_op(input)?;
    let (input, operand) = operand_or_missing(input, BinaryOp::Pow.precedence(), "", &["an expression"])?;
    let range = start..operand.range.end;
    let kind = match operand.kind {
        ExprKind::Number(number) => ExprKind::Number(negated(input, &number, op, &range)),
        kind => {
            let expr = Expr::new(kind, operand.range);
            if !input.set_height(input.height() + 1) {
                return Ok((input.to_end(), expr));
            }
            ExprKind::Unary(TreeBox::new(UnaryExpr { op, expr }))
        }
    };
    Ok((input, Expr::new(kind, range)))
}

/// A sign.
pub(super) fn unary_op(input: Tokens<'_>) -> Parsed<'_, UnaryOp> {
    let (input, token) = token_if(|kind| matches!(kind, TokenKind::Add | TokenKind::Sub))(input)?;
    Ok((input, if token.kind == TokenKind::Add { UnaryOp::Plus } else { UnaryOp::Minus }))
}

/// An operand with its brackets and modifiers, in any order.
pub(super) fn postfix_expr(input: Tokens<'_>) -> Parsed<'_, Expr> {
    use TokenKind as K;
    let (mut input, mut tree) = primary_expr(input)?;
    if matches!(input.kind(), K::Offset | K::At | K::Anchored | K::Smoothed) {
        tree = as_selector(tree);
    }
    loop {
        expect_suffix(input, &tree);
        (input, tree) = match input.kind() {
            _ if input.is_aborted() => return Ok((input.to_end(), tree)),
            K::LeftBracket => range_or_subquery(input, tree)?,
            K::Offset => offset_expr(input, tree)?,
            K::At => step_invariant_expr(input, tree)?,
            K::Anchored => anchored_expr(input, tree)?,
            K::Smoothed => smoothed_expr(input, tree)?,
            _ => return Ok((input, tree)),
        };
    }
}

/// Brackets and modifiers that an operand may have, but for those that it has.
fn expect_suffix(input: Tokens<'_>, tree: &Expr) {
    let (is_selector, offset, at) = match &tree.kind {
        ExprKind::Vector(selector) => (true, &selector.offset, &selector.at),
        ExprKind::Matrix(matrix) => (true, &matrix.selector.offset, &matrix.selector.at),
        ExprKind::Subquery(subquery) => (false, &subquery.offset, &subquery.at),
        ExprKind::Number(_) | ExprKind::String(_) | ExprKind::Error(_) => return,
        _ => return input.expects(&[Expected::Punctuation("[")]),
    };
    if !matches!(tree.kind, ExprKind::Matrix(_)) {
        input.expects(&[Expected::Punctuation("[")]);
    }
    if offset.is_none() {
        input.expects(&[Expected::Keyword("offset")]);
    }
    if at.is_none() {
        input.expects(&[Expected::Punctuation("@")]);
    }
    if is_selector {
        input.expects(&[Expected::Keyword("anchored"), Expected::Keyword("smoothed")]);
    }
}

/// An operand without anything after it.
pub(super) fn primary_expr(input: Tokens<'_>) -> Parsed<'_, Expr> {
    input.expects(&[Expected::Expression]);
    match input.kind() {
        TokenKind::LeftParen => paren_expr(input),
        _ if begins_aggregate(input) => aggregate_expr(input),
        _ if begins_call(input) => function_call(input),
        kind if is_variable(kind) && input.second_kind() != TokenKind::LeftBrace => variable_expr(input),
        _ => alt((number_literal, string_literal, vector_selector)).parse(input),
    }
}

/// An expression in parentheses.
pub(super) fn paren_expr(input: Tokens<'_>) -> Parsed<'_, Expr> {
    let (input, open) = token(TokenKind::LeftParen)(input)?;
    let (input, inner) = operand_or_missing(input, 0, "", &["an expression"])?;
    let (input, inner) = leftovers(input, inner, &["`)`", "an operator"])?;
    if !input.set_height(input.height() + 1) {
        return Ok((input.to_end(), inner));
    }
    let (input, _) = close(input, TokenKind::RightParen, "", &["`)`"]);
    Ok((input, Expr::new(ExprKind::Paren(TreeBox::new(inner)), since(open.range.start, input))))
}
