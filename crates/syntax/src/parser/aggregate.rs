//! Aggregations and the lists of labels that they group by.

use promenade_model::stack::TreeBox;
use promenade_model::value::SourceRange;

use crate::ast::{AggregateExpr, Expr, ExprKind, LabelName, Name};
use crate::diagnostic::{Diagnostic, codes};
use crate::expected::Expected;
use crate::token::{Token, TokenKind};
use crate::variables::holds_variable;

use super::call::{Arguments, function_call_body};
use super::input::{Parsed, Tokens, token, token_if};
use super::literal::label_name;
use super::recovery::{close, is_sync, since, skip_until, unexpected};
use super::variable;

/// `by (...)` or `without (...)`.
pub(super) struct AggregateModifier {
    without: bool,
    grouping: Vec<LabelName>,
    range: SourceRange,
}

impl AggregateModifier {
    /// The aggregation `op` with this modifier, of which the last token was just read.
    pub(super) fn aggregate(self, input: Tokens<'_>, op: &Token, args: Arguments) -> Expr {
        new_aggregate_expr(input, op, Some(self), args)
    }
}

/// An aggregation with its modifier before or after its arguments, or without one.
pub(super) fn aggregate_expr(input: Tokens<'_>) -> Parsed<'_, Expr> {
    let (input, op) = token_if(|kind| matches!(kind, TokenKind::Identifier | TokenKind::Variable))(input)?;
    let (input, before) = optional_modifier(input)?;
    let Ok((input, args)) = function_call_body(input, &op.range) else {
        unexpected(input, "aggregation", &["`(`"]);
        input.set_height(1);
        return Ok((input, new_aggregate_expr(input, op, before, Arguments::default())));
    };
    let (input, modifier) = if before.is_some() { (input, before) } else { optional_modifier(input)? };
    Ok((input, new_aggregate_expr(input, op, modifier, args)))
}

/// Whether an aggregation begins here: by name, and where no names are known, or a variable is in it, by form.
pub(super) fn begins_aggregate(input: Tokens<'_>) -> bool {
    use TokenKind as K;
    let follows = input.second_kind();
    if input.kind() == K::Identifier && input.is_aggregator(input.text(&input.peek().range)) == Some(true) {
        input.advance().expects(&[Expected::Punctuation("("), Expected::Keyword("by"), Expected::Keyword("without")]);
    }
    if !matches!(follows, K::LeftParen | K::By | K::Without) {
        return false;
    }
    if variable::is_next(input) {
        return matches!(input.kind(), K::Identifier | K::Variable) && follows != K::LeftParen;
    }
    input.kind() == K::Identifier
        && input.is_aggregator(input.text(&input.peek().range)).unwrap_or(follows != K::LeftParen)
}

fn optional_modifier(input: Tokens<'_>) -> Parsed<'_, Option<AggregateModifier>> {
    input.expects(&[Expected::Keyword("by"), Expected::Keyword("without")]);
    match aggregate_modifier(input) {
        Ok((input, modifier)) => Ok((input, Some(modifier))),
        Err(_) => Ok((input, None)),
    }
}

fn new_aggregate_expr(input: Tokens<'_>, op: &Token, modifier: Option<AggregateModifier>, args: Arguments) -> Expr {
    let text = input.text(&op.range);
    let text = if holds_variable(text) { text.to_owned() } else { text.to_ascii_lowercase() };
    let name = Name { text, range: op.range.clone() };
    let (without, grouping, modifier_range) = match modifier {
        Some(modifier) => (modifier.without, modifier.grouping, Some(modifier.range)),
        None => (false, Vec::new(), None),
    };
    let Arguments { args, is_unclosed } = args;
    let aggregate = AggregateExpr { op: name, grouping, without, modifier_range, args, is_unclosed };
    Expr::new(ExprKind::Aggregate(TreeBox::new(aggregate)), since(op.range.start, input))
}

/// The modifier of an aggregation.
pub(super) fn aggregate_modifier(input: Tokens<'_>) -> Parsed<'_, AggregateModifier> {
    let (input, word) = token_if(|kind| matches!(kind, TokenKind::By | TokenKind::Without))(input)?;
    let (input, grouping) = grouping_labels(input)?;
    let without = word.kind == TokenKind::Without;
    Ok((input, AggregateModifier { without, grouping, range: since(word.range.start, input) }))
}

/// Labels in parentheses. They must stand here.
pub(super) fn grouping_labels(input: Tokens<'_>) -> Parsed<'_, Vec<LabelName>> {
    input.expects(&[Expected::Punctuation("(")]);
    let Ok((mut input, _)) = token(TokenKind::LeftParen)(input) else {
        unexpected(input, "grouping labels", &["`(`"]);
        return Ok((input, Vec::new()));
    };
    let mut labels = Vec::new();
    while input.kind() != TokenKind::RightParen {
        input.expects(&[Expected::GroupingLabel, Expected::Punctuation(")")]);
        let (rest, label) = grouping_label(input)?;
        labels.extend(label);
        input = rest;
        input.expects(&[Expected::Punctuation(","), Expected::Punctuation(")")]);
        if !matches!(input.kind(), TokenKind::Comma | TokenKind::RightParen) {
            unexpected(input, "grouping labels", &["`,`", "`)`"]);
            input = skip_until(input, is_sync);
        }
        if input.kind() != TokenKind::Comma {
            break;
        }
        input = input.advance();
    }
    let (input, _) = close(input, TokenKind::RightParen, "grouping labels", &["`,`", "`)`"]);
    Ok((input, labels))
}

/// Reports a name that no label has, and one with a colon, which is no name without quotes where more names need none.
fn check_name(input: Tokens<'_>, name: &LabelName) {
    let message = if name.text.is_empty() {
        "a label name may not be empty".to_owned()
    } else if name.bytes.is_some() {
        "the name of a label must be UTF-8".to_owned()
    } else if name.needs_quotes && !name.quoted && !name.holds_variable() && input.features().unquoted_utf8_names {
        format!("`{}` holds a character for which a label's name must stand in quotes", name.text)
    } else {
        return;
    };
    input.report(Diagnostic::error(codes::INVALID_LABEL_NAME, name.range.clone(), message));
}

/// A label's name; `None` if something else stands here, which is reported and skipped.
pub(super) fn grouping_label(input: Tokens<'_>) -> Parsed<'_, Option<LabelName>> {
    let is_label = |kind: TokenKind| kind.is_label_name() || kind == TokenKind::String;
    let Ok((rest, token)) = token_if(is_label)(input) else {
        unexpected(input, "grouping labels", &["a label name"]);
        let rest = if is_sync(input.kind()) { input } else { input.advance() };
        return Ok((rest, None));
    };
    let name = label_name(input, token);
    check_name(input, &name);
    Ok((rest, Some(name)))
}
