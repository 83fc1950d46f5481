//! Grafana's variables where nothing else is known of what they stand for.

use crate::ast::{DurationExpr, DurationExprKind, Expr, ExprKind, Name, VectorSelector};
use crate::token::TokenKind;
use crate::variables::Variables;
use crate::variables::holds_variable;

use super::input::{Parsed, Tokens, token_if};

/// A variable as an expression, or a number with one in it.
pub(super) fn variable_expr(input: Tokens<'_>) -> Parsed<'_, Expr> {
    let (rest, token) = token_if(is_variable)(input)?;
    input.set_height(1);
    let kind = ExprKind::Variable(input.text(&token.range).to_owned());
    Ok((rest, Expr::new(kind, token.range.clone())))
}

/// A variable as a duration, or a duration with one in it.
pub(super) fn variable_duration(input: Tokens<'_>) -> Parsed<'_, DurationExpr> {
    let (rest, token) = token_if(is_variable)(input)?;
    input.set_height(1);
    let kind = DurationExprKind::Variable(input.text(&token.range).to_owned());
    Ok((rest, DurationExpr::new(kind, token.range.clone())))
}

pub(super) fn is_variable(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Variable | TokenKind::VariableNumber)
}

/// Whether the text of the next token holds a variable.
pub(super) fn is_next(input: Tokens<'_>) -> bool {
    input.variables() == Variables::Grafana && holds_variable(input.text(&input.peek().range))
}

/// What stands before a range or a modifier: a variable there is the name of a metric.
pub(super) fn as_selector(tree: Expr) -> Expr {
    match tree.kind {
        ExprKind::Variable(text) if !text.starts_with(|c: char| c.is_ascii_digit() || c == '.') => {
            let name = Some(Name { text, range: tree.range.clone() });
            let selector = VectorSelector { name, ..VectorSelector::default() };
            Expr::new(ExprKind::Vector(Box::new(selector)), tree.range)
        }
        kind => Expr::new(kind, tree.range),
    }
}
