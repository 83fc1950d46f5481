//! Vector selectors and the matchers in their braces.

use promenade_model::labels::METRIC_NAME;
use promenade_model::value::SourceRange;
use promenade_model::{MatchOp, Matcher};

use crate::ast::{
    Expr, ExprKind, Incomplete, IncompleteKind, LabelMatcher, LabelName, MatcherVariable, Name, NodeId, VectorSelector,
};
use crate::diagnostic::{Diagnostic, codes};
use crate::expected::Expected;
use crate::lexer::Unquoted;
use crate::token::TokenKind;
use crate::variables::{Variables, holds_variable};

use super::input::{NO_MATCH, Parsed, Tokens, token, token_if};
use super::literal::{label_name, unquoted};
use super::recovery::{close, is_sync, since, skip_until, unexpected};

/// A metric name, matchers in braces, or both.
pub(super) fn vector_selector(input: Tokens<'_>) -> Parsed<'_, Expr> {
    let start = input.peek().range.start;
    let (input, name) = metric_identifier(input).map_or((input, None), |(rest, name)| (rest, Some(name)));
    if name.is_some() {
        input.expects(&[Expected::Punctuation("{")]);
    }
    let (input, selector) = match label_matchers(input) {
        Ok((input, selector)) => (input, selector),
        Err(_) if name.is_some() => (input, VectorSelector::default()),
        Err(e) => return Err(e),
    };
    input.set_height(1);
    let selector = VectorSelector { name, ..selector };
    Ok((input, Expr::new(ExprKind::Vector(Box::new(selector)), since(start, input))))
}

/// A vector selector and nothing else.
pub(super) fn metric_selector(input: Tokens<'_>) -> Parsed<'_, VectorSelector> {
    let Ok((rest, expr)) = vector_selector(input) else {
        unexpected(input, "", &["a metric name", "`{`"]);
        return Err(NO_MATCH);
    };
    if rest.kind() != TokenKind::Eof {
        unexpected(rest, "", &["the end of the selector"]);
    }
    match expr.kind {
        ExprKind::Vector(selector) => Ok((rest, *selector)),
        _ => Err(NO_MATCH),
    }
}

/// A metric name without quotes.
pub(super) fn metric_identifier(input: Tokens<'_>) -> Parsed<'_, Name> {
    let (rest, token) = token_if(TokenKind::is_metric_name)(input)?;
    Ok((rest, Name { text: input.text(&token.range).to_owned(), range: token.range.clone() }))
}

/// Matchers in braces: a selector without a name.
pub(super) fn label_matchers(input: Tokens<'_>) -> Parsed<'_, VectorSelector> {
    let (mut input, open) = token(TokenKind::LeftBrace)(input)?;
    let mut selector = VectorSelector::default();
    while input.kind() != TokenKind::RightBrace {
        input.expects(&[Expected::MatcherLabel, Expected::Punctuation("}")]);
        let (rest, part) = label_matcher(input)?;
        add(&mut selector, part);
        input = rest;
        input.expects(&[Expected::Punctuation(","), Expected::Punctuation("}")]);
        if !matches!(input.kind(), TokenKind::Comma | TokenKind::RightBrace) {
            unexpected(input, "label matching", &["`,`", "`}`"]);
            input = stray_matchers(input, &mut selector)?.0;
        }
        if input.kind() != TokenKind::Comma {
            break;
        }
        input = input.advance();
    }
    let (input, closing) = close(input, TokenKind::RightBrace, "label matching", &["`,`", "`}`"]);
    selector.braces_range = Some(open.range.start..closing.end);
    selector.is_unclosed = closing.is_missing;
    Ok((input, selector))
}

/// A matcher or what there is of one.
pub(super) enum MatcherPart {
    Complete(LabelMatcher),
    Incomplete(Incomplete),
}

fn add(selector: &mut VectorSelector, part: Option<MatcherPart>) {
    match part {
        Some(MatcherPart::Complete(matcher)) => selector.matchers.push(matcher),
        Some(MatcherPart::Incomplete(part)) => selector.incomplete.push(part),
        None => {}
    }
}

fn is_matcher_name(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Identifier | TokenKind::String | TokenKind::Variable)
}

/// A matcher, or a metric name in quotes; `None` if neither stands here, which is reported.
pub(super) fn label_matcher(input: Tokens<'_>) -> Parsed<'_, Option<MatcherPart>> {
    let Ok((rest, token)) = token_if(is_matcher_name)(input) else {
        unexpected(input, "label matching", &["a label name", "`}`"]);
        return Ok((input, None));
    };
    let quoted = token.kind == TokenKind::String;
    let name = label_name(input, token);
    rest.expects_for_label(Expected::MatcherOperator, &name.text);
    let Ok((after_op, op)) = match_op(rest) else {
        if quoted {
            return Ok((rest, Some(MatcherPart::Complete(bare_name(input, name)))));
        }
        if token.kind == TokenKind::Variable && matches!(rest.kind(), TokenKind::Comma | TokenKind::RightBrace) {
            return Ok((rest, Some(MatcherPart::Complete(variable_matchers(name)))));
        }
        unexpected(rest, "label matching", &["`=`", "`!=`", "`=~`", "`!~`"]);
        return Ok((rest, Some(incomplete(rest, name, None))));
    };
    after_op.expects_for_label(Expected::LabelValue, &name.text);
    if after_op.kind() == TokenKind::Variable {
        let matcher = variable_value(after_op, name, op);
        return Ok((after_op.advance(), Some(MatcherPart::Complete(matcher))));
    }
    let Ok((rest, value)) = token_kind_string(after_op) else {
        unexpected(after_op, "label matching", &["a string"]);
        return Ok((after_op, Some(incomplete(after_op, name, Some(op)))));
    };
    let matcher = new_label_matcher(after_op, name, op, value);
    Ok((rest, Some(MatcherPart::Complete(matcher))))
}

/// What there is of a matcher, of which the last token was just read.
fn incomplete(input: Tokens<'_>, name: LabelName, op: Option<MatchOp>) -> MatcherPart {
    let range = since(name.range.start, input);
    MatcherPart::Incomplete(Incomplete { kind: IncompleteKind::Matcher { name, op }, range })
}

/// Skips to the end of a matcher, and keeps matchers on the way that only lack a comma before them. All is skipped where
/// there is something in the braces that is no token.
fn stray_matchers<'a>(input: Tokens<'a>, selector: &mut VectorSelector) -> Parsed<'a, ()> {
    let (rest, ()) = input.quietly(|mut input| {
        while !is_sync(input.kind()) && input.kind() != TokenKind::Error {
            if is_matcher_name(input.kind()) {
                let (rest, part) = label_matcher(input)?;
                add(selector, part);
                input = rest;
            } else {
                input = input.advance();
            }
        }
        Ok((input, ()))
    })?;
    let is_no_token = rest.kind() == TokenKind::Error;
    Ok((if is_no_token { skip_until(rest, |kind| kind == TokenKind::RightBrace) } else { rest }, ()))
}

/// The operator of a matcher.
pub(super) fn match_op(input: Tokens<'_>) -> Parsed<'_, MatchOp> {
    let op = match input.kind() {
        TokenKind::Eql => MatchOp::Equal,
        TokenKind::Neq => MatchOp::NotEqual,
        TokenKind::EqlRegex => MatchOp::Regex,
        TokenKind::NeqRegex => MatchOp::NotRegex,
        _ => return Err(NO_MATCH),
    };
    Ok((input.advance(), op))
}

fn token_kind_string(input: Tokens<'_>) -> Parsed<'_, SourceRange> {
    token(TokenKind::String)(input).map(|(rest, token)| (rest, token.range.clone()))
}

fn new_label_matcher(input: Tokens<'_>, name: LabelName, op: MatchOp, value_range: SourceRange) -> LabelMatcher {
    let Unquoted { text: value, invalid: value_bytes } = unquoted(input, &value_range);
    let range = name.range.start..value_range.end;
    let variable = variable_in(input, &name.range, &value_range);
    let matcher = if variable == MatcherVariable::Text {
        None
    } else if op.is_regex() && !input.afford_regex(0) {
        // It was reported when the regular expressions became too many.
        None
    } else {
        compile(input, &name, op, value_bytes.as_deref().unwrap_or(value.as_bytes()))
            .map_err(|message| {
                let mut diagnostic = Diagnostic::error(codes::INVALID_REGEX, value_range.clone(), message);
                diagnostic.reported_at = Some(range.start);
                input.report(diagnostic);
            })
            .ok()
    };
    LabelMatcher {
        id: NodeId::NONE,
        name,
        op,
        value,
        value_bytes,
        value_range,
        is_bare_name: false,
        variable,
        matcher,
        range,
    }
}

/// The condition compiled, or why it cannot be.
fn compile(input: Tokens<'_>, name: &LabelName, op: MatchOp, value: &[u8]) -> Result<Matcher, String> {
    let name = name.bytes.as_deref().unwrap_or(name.text.as_bytes());
    let matcher = Matcher::of_bytes(op, name, value).map_err(|e| format!("invalid regular expression: {e}"))?;
    if input.afford_regex(matcher.cost()) {
        return Ok(matcher);
    }
    Err("the regular expressions of this query are too many or too large together".to_owned())
}

/// Where a matcher with this name and this value holds a variable.
fn variable_in(input: Tokens<'_>, name: &SourceRange, value: &SourceRange) -> MatcherVariable {
    let holds = |range| holds_variable(input.text(range));
    let is_there = input.variables() == Variables::Grafana && (holds(name) || holds(value));
    if is_there { MatcherVariable::Text } else { MatcherVariable::None }
}

/// A variable in place of matchers.
fn variable_matchers(name: LabelName) -> LabelMatcher {
    let end = name.range.end;
    LabelMatcher {
        id: NodeId::NONE,
        range: name.range.clone(),
        name,
        op: MatchOp::Equal,
        value: String::new(),
        value_bytes: None,
        value_range: end..end,
        is_bare_name: false,
        variable: MatcherVariable::Whole,
        matcher: None,
    }
}

/// A matcher of which the value is the variable that comes next.
fn variable_value(input: Tokens<'_>, name: LabelName, op: MatchOp) -> LabelMatcher {
    let value_range = input.peek().range.clone();
    let (range, value) = (name.range.start..value_range.end, input.text(&value_range).to_owned());
    LabelMatcher { range, op, value, value_range, variable: MatcherVariable::Value, ..variable_matchers(name) }
}

/// A metric name in quotes.
fn bare_name(input: Tokens<'_>, name: LabelName) -> LabelMatcher {
    let (value, value_bytes, range) = (name.text, name.bytes, name.range);
    let variable = variable_in(input, &range, &range);
    let bytes = value_bytes.as_deref().unwrap_or(value.as_bytes());
    let matcher = Matcher::of_bytes(MatchOp::Equal, METRIC_NAME.as_bytes(), bytes).ok();
    LabelMatcher {
        id: NodeId::NONE,
        matcher: matcher.filter(|_| variable == MatcherVariable::None),
        variable,
        name: LabelName::new(METRIC_NAME, range.clone(), true, input.unquoted_names()),
        op: MatchOp::Equal,
        value,
        value_bytes,
        value_range: range.clone(),
        is_bare_name: true,
        range,
    }
}
