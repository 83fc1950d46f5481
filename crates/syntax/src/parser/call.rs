//! Function calls and lists of arguments.

use promenade_model::stack::TreeBox;
use promenade_model::value::SourceRange;

use crate::ast::{Call, Expr, ExprKind, Name};
use crate::diagnostic::{Diagnostic, codes};
use crate::expected::Expected;
use crate::token::{Token, TokenKind};
use crate::variables::holds_variable;

use super::aggregate::aggregate_modifier;
use super::expr::expr;
use super::input::{Parsed, Tokens, token, token_if};
use super::recovery::{close, is_sync, leftovers, operand_or_missing, since, unexpected_with};

/// A call of any name. Without a list of aggregations, and where the name holds a variable, one with `by` or `without` after it is an aggregation.
pub(super) fn function_call(input: Tokens<'_>) -> Parsed<'_, Expr> {
    use TokenKind as K;
    let (input, name) = token_if(is_function_name)(input)?;
    let text = input.text(&name.range).to_owned();
    let (input, args) = function_call_body(input, &name.range)?;
    let may_aggregate = input.is_aggregator(&text).is_none() || holds_variable(&text);
    if may_aggregate {
        input.expects(&[Expected::Keyword("by"), Expected::Keyword("without")]);
    }
    if may_aggregate && matches!(input.kind(), K::By | K::Without) {
        return aggregate_modifier(input).map(|(input, modifier)| (input, modifier.aggregate(input, name, args)));
    }
    let Arguments { args, is_unclosed } = args;
    let call = Call { function: Name { text, range: name.range.clone() }, args, is_unclosed };
    Ok((input, Expr::new(ExprKind::Call(TreeBox::new(call)), since(name.range.start, input))))
}

/// Whether a call begins here.
pub(super) fn begins_call(input: Tokens<'_>) -> bool {
    let is_name = is_function_name(input.kind());
    if is_name && input.is_function(input.text(&input.peek().range)) {
        input.advance().expects(&[Expected::Punctuation("(")]);
    }
    is_name && input.second_kind() == TokenKind::LeftParen
}

fn is_function_name(kind: TokenKind) -> bool {
    use TokenKind as K;
    matches!(kind, K::Identifier | K::Variable | K::Start | K::End | K::Step | K::Range | K::MaxOf | K::MinOf)
}

/// What stands in the parentheses of a call.
#[derive(Default)]
pub(super) struct Arguments {
    pub(super) args: Vec<Expr>,
    pub(super) is_unclosed: bool,
}

/// Arguments in parentheses, of the call with this name.
pub(super) fn function_call_body<'a>(input: Tokens<'a>, name: &SourceRange) -> Parsed<'a, Arguments> {
    input.expects(&[Expected::Punctuation("(")]);
    let (input, _) = token(TokenKind::LeftParen)(input)?;
    if input.kind() == TokenKind::RightParen {
        input.set_height(1);
        return Ok((input.advance(), Arguments::default()));
    }
    let (input, args) = function_call_args(input, name)?;
    let height = input.height();
    let (input, closing) = close(input, TokenKind::RightParen, "call arguments", &["`,`", "`)`"]);
    let is_unclosed = closing.is_missing;
    if input.set_height(height + 1) {
        return Ok((input, Arguments { args, is_unclosed }));
    }
    Ok((input.to_end(), Arguments { args: Vec::new(), is_unclosed }))
}

/// Arguments with commas between them, of the call with this name.
pub(super) fn function_call_args<'a>(input: Tokens<'a>, name: &SourceRange) -> Parsed<'a, Vec<Expr>> {
    input.in_argument(name, 0, |input| {
        Ok((input, input.expects(&[Expected::Expression, Expected::Punctuation(")")])))
    })?;
    let (mut input, first) = input.in_argument(name, 0, argument)?;
    let (mut args, mut height) = (vec![first], input.height());
    while let Ok((rest, comma)) = token(TokenKind::Comma)(input) {
        input = rest;
        if expr_cannot_begin(input) {
            input.in_argument(name, args.len(), |input| Ok((input, input.expects(&[Expected::Expression]))))?;
            trailing_comma(input, comma);
            if is_sync(input.kind()) {
                continue;
            }
        }
        let (rest, next) = input.in_argument(name, args.len(), argument)?;
        height = height.max(rest.height());
        input = rest;
        args.push(next);
    }
    input.set_height(height);
    Ok((input, args))
}

/// Whether no expression begins here, other than an operand that is missing before an operator.
fn expr_cannot_begin(input: Tokens<'_>) -> bool {
    use TokenKind as K;
    let kind = input.kind();
    let begins = matches!(
        kind,
        K::Number | K::VariableNumber | K::Duration | K::String | K::LeftParen | K::LeftBrace | K::Add | K::Sub
    );
    !(begins || kind.is_metric_name())
}

/// A comma with no argument after it, or none that begins right.
fn trailing_comma(input: Tokens<'_>, comma: &Token) {
    if matches!(input.kind(), TokenKind::RightParen | TokenKind::Comma) {
        let message = "a comma after the last argument is not allowed";
        let diagnostic = Diagnostic::error(codes::TRAILING_COMMA, comma.range.clone(), message);
        return input.report(diagnostic.with_fix("remove the comma", comma.range.clone(), ""));
    }
    unexpected_with(input, "call arguments", &["an expression"], |mut diagnostic| {
        diagnostic.reported_at = Some(comma.range.start);
        diagnostic
    });
}

fn argument(input: Tokens<'_>) -> Parsed<'_, Expr> {
    let (input, argument) = match expr(input) {
        Ok(found) => found,
        Err(_) => operand_or_missing(input, 0, "call arguments", &["an expression"])?,
    };
    input.expects(&[Expected::Punctuation(",")]);
    leftovers(input, argument, &["`,`", "`)`", "an operator"])
}
