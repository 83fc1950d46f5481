//! Recovery: unexpected text is reported once, and parsing goes on at the next delimiter.

use promenade_model::stack::TreeBox;
use promenade_model::value::SourceRange;

use crate::ast::{Expr, ExprKind};
use crate::diagnostic::{Diagnostic, codes};
use crate::expected::Expected;
use crate::token::TokenKind;

use super::describe;
use super::expr::{binary_expr, binary_op, expr};
use super::input::{Parsed, Tokens};
use super::variable::is_variable;

/// Reports the next token as unexpected, unless something was reported at it already.
pub(super) fn unexpected(input: Tokens<'_>, context: &'static str, expected: &[&str]) {
    unexpected_with(input, context, expected, |diagnostic| diagnostic);
}

/// As [`unexpected`], with a change to the diagnostic.
pub(super) fn unexpected_with(
    input: Tokens<'_>,
    context: &'static str,
    expected: &[&str],
    change: impl FnOnce(Diagnostic) -> Diagnostic,
) {
    let token = input.peek();
    if !input.mark_unexpected() || token.kind == TokenKind::Error {
        return;
    }
    let what = describe(token.kind, input.text(&token.range));
    let place = if context.is_empty() { String::new() } else { format!(" in {context}") };
    let message = format!("unexpected {what}{place}");
    let mut diagnostic = Diagnostic::error(codes::UNEXPECTED_TOKEN, token.range.clone(), message);
    diagnostic.context = Some(context).filter(|context| !context.is_empty());
    input.report(change(diagnostic.with_expected(expected.iter().copied())));
}

/// An error node for something that is missing before the next token.
pub(super) fn missing(input: Tokens<'_>) -> Expr {
    let at = input.last_end();
    input.set_height(1);
    Expr::new(ExprKind::Error(TreeBox::default()), at..at)
}

/// An operand, or an error node in its place. Mistakes in front of the next delimiter are skipped, operators are not.
pub(super) fn operand_or_missing<'a>(
    input: Tokens<'a>,
    min_precedence: u8,
    context: &'static str,
    expected: &[&str],
) -> Parsed<'a, Expr> {
    let mut input = input;
    loop {
        match binary_expr(input, min_precedence) {
            Ok(found) => return Ok(found),
            Err(_) if input.is_aborted() => {
                let end = input.to_end();
                return Ok((end, missing(end)));
            }
            Err(_) => unexpected(input, context, expected),
        }
        if is_sync(input.kind()) || binary_op(input).is_ok() {
            return Ok((input, missing(input)));
        }
        let is_no_token = input.kind() == TokenKind::Error;
        input = input.advance();
        if is_no_token && is_sync(input.kind()) {
            // It stood in place of the operand, which is not missed as well.
            input.mark_unexpected();
        }
    }
}

/// Whether a token ends what it stands in: recovery never goes past one that is open outside.
pub(super) fn is_sync(kind: TokenKind) -> bool {
    use TokenKind as K;
    matches!(kind, K::Comma | K::RightParen | K::RightBracket | K::RightBrace | K::Eof)
}

/// Skips to one of the tokens at which recovery stops, or to another that `stops` knows. What the lexer found there
/// is left out.
pub(super) fn skip_until(mut input: Tokens<'_>, stops: impl Fn(TokenKind) -> bool) -> Tokens<'_> {
    let was_recovering = input.set_recovering(true);
    while !stops(input.kind()) && input.kind() != TokenKind::Eof {
        input = input.advance();
    }
    input.set_recovering(was_recovering);
    input
}

/// Skips to the next `,`, `)`, `]`, `}` or the end that belongs to what is open, over balanced delimiters.
fn skip_to_sync(mut input: Tokens<'_>) -> Tokens<'_> {
    use TokenKind as K;
    let mut depth = 0_usize;
    loop {
        let kind = input.kind();
        match kind {
            K::Eof => return input,
            _ if depth == 0 && is_sync(kind) => return input,
            K::LeftParen | K::LeftBracket | K::LeftBrace => depth += 1,
            K::RightParen | K::RightBracket | K::RightBrace => depth -= 1,
            _ => {}
        }
        input = input.advance();
    }
}

/// Reads what stands after an expression where a delimiter must, up to that delimiter, as an error node around the
/// expression, so that mistakes within are found as well. `expected` is said of the first token.
pub(super) fn leftovers<'a>(input: Tokens<'a>, before: Expr, expected: &[&str]) -> Parsed<'a, Expr> {
    if is_sync(input.kind()) || input.is_aborted() {
        return Ok((input, before));
    }
    report_leftover(input, &before, expected);
    let was_recovering = input.set_recovering(true);
    let (start, mut height) = (before.range.start, input.height());
    let (mut input, mut parts) = (input, vec![before]);
    while !is_sync(input.kind()) && !input.is_aborted() {
        match expr(input) {
            Ok((rest, part)) => {
                height = height.max(rest.height());
                parts.push(part);
                input = rest;
            }
            Err(_) => input = input.advance(),
        }
    }
    let range = start..input.last_end();
    input.set_height(height + 1);
    input.set_recovering(was_recovering);
    Ok((input, Expr::new(ExprKind::Error(parts.into()), range)))
}

/// Reports a token that cannot follow an expression, with a guess at what is meant.
fn report_leftover(input: Tokens<'_>, before: &Expr, expected: &[&str]) {
    use TokenKind as K;
    let token = input.peek();
    if token.kind == K::Eql {
        let fix = |diagnostic: Diagnostic| diagnostic.with_fix("write `==` to compare", token.range.clone(), "==");
        return unexpected_with(input, "", expected, fix);
    }
    if is_variable(token.kind) {
        return unexpected_with(input, "", expected, |mut diagnostic| {
            diagnostic.message += ": a variable may not stand for an operator or a modifier";
            diagnostic
        });
    }
    let plain_name = match &before.kind {
        ExprKind::Vector(selector) if selector.braces_range.is_none() => selector.name.as_ref(),
        ExprKind::Call(call) => Some(&call.function),
        _ => None,
    };
    let Some(name) = plain_name else { return unexpected(input, "", expected) };
    let is_function = input.is_function(&name.text);
    unexpected_with(input, "", expected, |diagnostic| match token.kind {
        K::By | K::Without => diagnostic.with_label(name.range.clone(), format!("`{}` is no aggregation", name.text)),
        _ if is_function && matches!(before.kind, ExprKind::Vector(_)) => {
            let message = format!("`{}` is a function: its arguments stand in parentheses", name.text);
            diagnostic.with_label(name.range.clone(), message)
        }
        _ => diagnostic,
    });
}

/// The end of what stands in brackets.
pub(super) struct Closing {
    pub(super) end: usize,
    /// Whether there is no closing token.
    pub(super) is_missing: bool,
}

/// Reads the closing token, or reports it missing.
pub(super) fn close<'a>(
    input: Tokens<'a>,
    kind: TokenKind,
    context: &'static str,
    expected: &[&str],
) -> (Tokens<'a>, Closing) {
    input.expects(&[Expected::Punctuation(closing_text(kind))]);
    if input.kind() == kind {
        return (input.advance(), Closing { end: input.peek().range.end, is_missing: false });
    }
    unexpected(input, context, expected);
    // Commas up to the closing token belong to what it closes.
    let was_recovering = input.set_recovering(true);
    let mut input = skip_to_sync(input);
    while input.kind() == TokenKind::Comma {
        input = skip_to_sync(input.advance());
    }
    input.set_recovering(was_recovering);
    let is_missing = input.kind() != kind;
    let input = if is_missing { input } else { input.advance() };
    (input, Closing { end: input.last_end(), is_missing })
}

fn closing_text(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::RightBracket => "]",
        TokenKind::RightBrace => "}",
        _ => ")",
    }
}

/// The range from the start of one to the end of the tokens read so far.
pub(super) fn since(start: usize, input: Tokens<'_>) -> SourceRange {
    start..input.last_end().max(start)
}
