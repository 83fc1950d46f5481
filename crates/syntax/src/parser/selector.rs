//! Vector selectors and the matchers in their braces.

use promenade_model::labels::METRIC_NAME;
use promenade_model::value::SourceRange;
use promenade_model::{MatchOp, Matcher};

use crate::ast::{Expr, ExprKind, LabelMatcher, LabelName, MatcherVariable, Name, NodeId, VectorSelector};
use crate::diagnostic::{Diagnostic, codes};
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
    let (input, braces) = match label_matchers(input) {
        Ok((input, braces)) => (input, Some(braces)),
        Err(_) if name.is_some() => (input, None),
        Err(e) => return Err(e),
    };
    input.set_height(1);
    let (matchers, braces_range) = braces.map_or((Vec::new(), None), |(matchers, range)| (matchers, Some(range)));
    let selector = VectorSelector { name, matchers, braces_range, ..VectorSelector::default() };
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

/// Matchers in braces, and where the braces stand.
pub(super) fn label_matchers(input: Tokens<'_>) -> Parsed<'_, (Vec<LabelMatcher>, SourceRange)> {
    let (mut input, open) = token(TokenKind::LeftBrace)(input)?;
    let mut matchers = Vec::new();
    while input.kind() != TokenKind::RightBrace {
        let (rest, matcher) = label_matcher(input)?;
        matchers.extend(matcher);
        input = rest;
        if !matches!(input.kind(), TokenKind::Comma | TokenKind::RightBrace) {
            unexpected(input, "label matching", &["`,`", "`}`"]);
            input = skip_matcher(input);
        }
        if input.kind() != TokenKind::Comma {
            break;
        }
        input = input.advance();
    }
    let (input, end) = close(input, TokenKind::RightBrace, "label matching", &["`,`", "`}`"]);
    Ok((input, (matchers, open.range.start..end)))
}

/// A matcher, or a metric name in quotes; none where neither stands here, which is reported and skipped.
pub(super) fn label_matcher(input: Tokens<'_>) -> Parsed<'_, Option<LabelMatcher>> {
    let is_name = |kind| matches!(kind, TokenKind::Identifier | TokenKind::String | TokenKind::Variable);
    let Ok((rest, token)) = token_if(is_name)(input) else {
        unexpected(input, "label matching", &["a label name", "`}`"]);
        return Ok((skip_matcher(input), None));
    };
    let quoted = token.kind == TokenKind::String;
    let name = label_name(input, token);
    let Ok((after_op, op)) = match_op(rest) else {
        if quoted {
            return Ok((rest, Some(bare_name(input, name))));
        }
        if token.kind == TokenKind::Variable && matches!(rest.kind(), TokenKind::Comma | TokenKind::RightBrace) {
            return Ok((rest, Some(variable_matchers(name))));
        }
        unexpected(rest, "label matching", &["`=`", "`!=`", "`=~`", "`!~`"]);
        return Ok((skip_matcher(rest), None));
    };
    if after_op.kind() == TokenKind::Variable {
        let matcher = variable_value(after_op, name, op);
        return Ok((after_op.advance(), Some(matcher)));
    }
    let Ok((rest, value)) = token_kind_string(after_op) else {
        unexpected(after_op, "label matching", &["a string"]);
        return Ok((skip_matcher(after_op), None));
    };
    let matcher = new_label_matcher(after_op, name, op, value);
    Ok((rest, Some(matcher)))
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

/// Skips the rest of a matcher; the rest of the braces where there is something in them that is no token.
fn skip_matcher(input: Tokens<'_>) -> Tokens<'_> {
    if input.kind() == TokenKind::Error {
        return skip_until(input, |kind| kind == TokenKind::RightBrace);
    }
    let rest = skip_until(input, |kind| is_sync(kind) || kind == TokenKind::Error);
    if rest.kind() == TokenKind::Error { skip_until(rest, |kind| kind == TokenKind::RightBrace) } else { rest }
}
