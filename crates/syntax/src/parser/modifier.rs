//! What may follow a selector or a subquery: brackets, `offset`, `@`, `anchored` and `smoothed`.

use promenade_model::TimestampMs;
use promenade_model::stack::TreeBox;
use promenade_model::value::SourceRange;

use crate::ast::{
    At, AtKind, DurationExpr, DurationExprKind, Expr, ExprKind, Incomplete, IncompleteKind, MatrixSelector, Offset,
    SubqueryExpr, UnaryOp, VectorSelector,
};
use crate::diagnostic::{Diagnostic, codes};
use crate::expected::Expected;
use crate::token::TokenKind;

use super::duration::{offset_duration_expr, positive_duration_expr};
use super::expr::unary_op;
use super::input::{Parsed, Tokens, token, token_if};
use super::literal::number_duration_literal;
use super::recovery::{Closing, close, since, skip_until, unexpected};
use super::variable::{as_selector, is_variable};

/// `[range]` or `[range:step]` after an expression. The bracket must stand here.
pub(super) fn range_or_subquery(input: Tokens<'_>, tree: Expr) -> Parsed<'_, Expr> {
    const DURATION: &[&str] = &["a number", "a duration", "`step()`", "`range()`"];
    let (height, bracket) = (input.height(), input.peek().range.start);
    let (input, _) = token(TokenKind::LeftBracket)(input)?;
    let (input, range) = duration_or_missing(input, "range in brackets", DURATION)?;
    let height = height.max(input.height()) + 1;
    input.expects(&[Expected::Punctuation(":")]);
    let (input, tree) = match token(TokenKind::Colon)(input) {
        Ok((input, _)) => subquery_expr(input, tree, range)?,
        Err(_) => matrix_selector(input, tree, range, bracket)?,
    };
    let fits = input.set_height(height.max(input.height()));
    Ok((if fits { input } else { input.to_end() }, tree))
}

fn duration_or_missing<'a>(input: Tokens<'a>, context: &'static str, expected: &[&str]) -> Parsed<'a, DurationExpr> {
    if let Ok(found) = positive_duration_expr(input) {
        return Ok(found);
    }
    unexpected(input, context, expected);
    let at = input.last_end();
    let input = skip_until(input, |kind| matches!(kind, TokenKind::RightBracket | TokenKind::Colon));
    input.set_height(1);
    Ok((input, DurationExpr::new(DurationExprKind::Error, at..at)))
}

/// The rest of a range selector, from its closing bracket on.
pub(super) fn matrix_selector(input: Tokens<'_>, tree: Expr, range: DurationExpr, bracket: usize) -> Parsed<'_, Expr> {
    let is_closed = input.kind() == TokenKind::RightBracket;
    let (input, Closing { end, is_missing }) =
        close(input, TokenKind::RightBracket, "range in brackets", &["`]`", "`:`"]);
    let (start, tree) = (tree.range.start, as_selector(tree));
    let kind = match tree.kind {
        ExprKind::Vector(selector) => {
            if is_closed {
                check_before_range(input, &selector, bracket..end);
            }
            ExprKind::Matrix(Box::new(MatrixSelector {
                selector: *selector,
                selector_range: tree.range,
                range,
                is_unclosed: is_missing,
            }))
        }
        kind => {
            if is_closed && !matches!(kind, ExprKind::Error(_)) {
                let message = "a range in brackets may only stand after a vector selector";
                let diagnostic = Diagnostic::error(codes::RANGE_ON_NON_SELECTOR, bracket..end, message);
                let at = end - 1..end - 1;
                input.report(diagnostic.with_fix("insert `:` to make it a subquery", at, ":"));
            }
            let expr = Expr::new(kind, tree.range);
            ExprKind::Subquery(TreeBox::new(new_subquery(expr, range, None, is_missing)))
        }
    };
    Ok((input, Expr::new(kind, start..end)))
}

/// Modifiers belong behind the range. An offset of zero counts as none, as in Prometheus.
fn check_before_range(input: Tokens<'_>, selector: &VectorSelector, brackets: SourceRange) {
    let offset = selector.offset.as_ref().filter(|offset| offset.duration.literal_ns() != Some(0));
    let at = selector.at.as_ref();
    let (word, modifier) = match (offset, at) {
        (Some(offset), _) => ("offset", &offset.range),
        (None, Some(at)) => ("@", &at.range),
        (None, None) => return,
    };
    let message = format!("`{word}` may not stand before a range in brackets");
    let diagnostic = Diagnostic::error(codes::MODIFIER_BEFORE_RANGE, brackets.clone(), message);
    input.report(diagnostic.with_label(modifier.clone(), "this belongs after the brackets"));
}

/// The rest of a subquery, from behind its colon on.
pub(super) fn subquery_expr(input: Tokens<'_>, tree: Expr, range: DurationExpr) -> Parsed<'_, Expr> {
    const EXPECTED: &[&str] = &["a number", "a duration", "`step()`", "`range()`", "`]`"];
    input.expects(&[Expected::Duration, Expected::Punctuation("]")]);
    let (input, step) = if input.kind() == TokenKind::RightBracket {
        (input, None)
    } else {
        let (input, step) = duration_or_missing(input, "subquery", EXPECTED)?;
        (input, Some(step))
    };
    let (input, Closing { end, is_missing }) = close(input, TokenKind::RightBracket, "subquery", &["`]`"]);
    let whole = tree.range.start..end;
    let subquery = new_subquery(tree, range, step, is_missing);
    Ok((input, Expr::new(ExprKind::Subquery(TreeBox::new(subquery)), whole)))
}

fn new_subquery(expr: Expr, range: DurationExpr, step: Option<DurationExpr>, is_unclosed: bool) -> SubqueryExpr {
    SubqueryExpr { expr, range, step, is_unclosed, incomplete: Vec::new(), offset: None, at: None }
}

/// `offset` and a duration after an expression. The word must stand here.
pub(super) fn offset_expr(input: Tokens<'_>, mut tree: Expr) -> Parsed<'_, Expr> {
    const EXPECTED: &[&str] = &["a number", "a duration", "`step()`", "`range()`"];
    let height = input.height();
    let (input, word) = token(TokenKind::Offset)(input)?;
    let Ok((input, duration)) = offset_duration_expr(input) else {
        unexpected(input, "offset", EXPECTED);
        input.set_height(height);
        add_incomplete(&mut tree, IncompleteKind::Offset, since(word.range.start, input));
        return Ok((input, tree));
    };
    let fits = input.set_height(height.max(input.height() + 1));
    let range = since(word.range.start, input);
    add_offset(input, &mut tree, Offset { duration, range });
    tree.range.end = input.last_end();
    Ok((if fits { input } else { input.to_end() }, tree))
}

fn add_offset(input: Tokens<'_>, tree: &mut Expr, offset: Offset) {
    let (start, range) = (tree.range.start, offset.range.clone());
    let slot = match &mut tree.kind {
        ExprKind::Vector(selector) => &mut selector.offset,
        ExprKind::Matrix(matrix) => &mut matrix.selector.offset,
        ExprKind::Subquery(subquery) => &mut subquery.offset,
        ExprKind::Error(_) => return,
        _ => return misplaced(input, "offset", start, range),
    };
    // An offset of zero counts as none, as in Prometheus.
    match slot {
        Some(first) if first.duration.literal_ns() != Some(0) => twice(input, "offset", start, &first.range, range),
        slot => *slot = Some(offset),
    }
}

/// Keeps a modifier of which a part is missing, where `tree` can have one.
fn add_incomplete(tree: &mut Expr, kind: IncompleteKind, range: SourceRange) {
    let parts = match &mut tree.kind {
        ExprKind::Vector(selector) => &mut selector.incomplete,
        ExprKind::Matrix(matrix) => &mut matrix.selector.incomplete,
        ExprKind::Subquery(subquery) => &mut subquery.incomplete,
        _ => return,
    };
    tree.range.end = range.end;
    parts.push(Incomplete { kind, range });
}

/// `@` and a time after an expression. The sign must stand here.
pub(super) fn step_invariant_expr(input: Tokens<'_>, mut tree: Expr) -> Parsed<'_, Expr> {
    let height = input.height();
    let (input, sign) = token(TokenKind::At)(input)?;
    input.expects(&[Expected::Timestamp]);
    let start = sign.range.start;
    let variable = token_if(is_variable)(input).ok().map(|(_, token)| input.text(&token.range).to_owned());
    let (input, kind) = if variable.is_some() {
        (input.advance(), Some(AtKind::Variable))
    } else if let Ok((input, kind)) = at_modifier_preprocessors(input) {
        (input, kind)
    } else {
        let (input, seconds) = signed_or_unsigned_number(input)?;
        let range = since(start, input);
        (input, seconds.map(|seconds| AtKind::Timestamp(timestamp(input, seconds, &tree, range))))
    };
    input.set_height(height);
    let range = since(start, input);
    match kind {
        Some(kind) => {
            set_at(input, &mut tree, At { kind, variable, range });
            tree.range.end = input.last_end();
        }
        None => add_incomplete(&mut tree, IncompleteKind::At, range),
    }
    Ok((input, tree))
}

/// `start()` or `end()`; `None` if the parentheses are missing.
pub(super) fn at_modifier_preprocessors(input: Tokens<'_>) -> Parsed<'_, Option<AtKind>> {
    let (input, word) = token_if(|kind| matches!(kind, TokenKind::Start | TokenKind::End))(input)?;
    for (kind, text) in [(TokenKind::LeftParen, "`(`"), (TokenKind::RightParen, "`)`")] {
        let at = if kind == TokenKind::LeftParen { input } else { input.advance() };
        at.expects(&[Expected::Punctuation(if kind == TokenKind::LeftParen { "(" } else { ")" })]);
        if at.kind() != kind {
            unexpected(at, "`@` modifier", &[text]);
            return Ok((at, None));
        }
    }
    let kind = if word.kind == TokenKind::Start { AtKind::Start } else { AtKind::End };
    Ok((input.advance().advance(), Some(kind)))
}

/// A number or a duration, perhaps with a sign. It must stand here.
pub(super) fn signed_or_unsigned_number(input: Tokens<'_>) -> Parsed<'_, Option<f64>> {
    let (input, sign) = unary_op(input).map_or((input, UnaryOp::Plus), |found| found);
    let Ok((input, number)) = number_duration_literal(input) else {
        unexpected(input, "`@` modifier", &["a timestamp", "`start()`", "`end()`"]);
        return Ok((input, None));
    };
    Ok((input, Some(if sign == UnaryOp::Minus { -number.value } else { number.value })))
}

fn timestamp(input: Tokens<'_>, seconds: f64, tree: &Expr, range: SourceRange) -> TimestampMs {
    let limit = i64::MAX as f64;
    if seconds.is_nan() || seconds >= limit || seconds <= -limit {
        let message = "the timestamp of this `@` modifier is out of bounds";
        let mut diagnostic = Diagnostic::error(codes::TIMESTAMP_OUT_OF_BOUNDS, range, message);
        diagnostic.reported_at = Some(tree.range.start);
        input.report(diagnostic);
    }
    (seconds * 1000.0).round() as TimestampMs
}

fn set_at(input: Tokens<'_>, tree: &mut Expr, at: At) {
    let (start, range) = (tree.range.start, at.range.clone());
    let slot = match &mut tree.kind {
        ExprKind::Vector(selector) => &mut selector.at,
        ExprKind::Matrix(matrix) => &mut matrix.selector.at,
        ExprKind::Subquery(subquery) => &mut subquery.at,
        ExprKind::Error(_) => return,
        _ => return misplaced(input, "@", start, range),
    };
    match slot {
        Some(first) => twice(input, "@", start, &first.range, range),
        None => *slot = Some(at),
    }
}

/// `anchored` after an expression. The word must stand here.
pub(super) fn anchored_expr(input: Tokens<'_>, mut tree: Expr) -> Parsed<'_, Expr> {
    let (input, word) = token(TokenKind::Anchored)(input)?;
    if let Some(selector) = extended_selector(input, "anchored", &word.range, &mut tree) {
        selector.anchored = true;
        let conflict = selector.smoothed;
        report_conflict(input, conflict, &tree, &word.range);
    }
    tree.range.end = input.last_end();
    Ok((input, tree))
}

/// `smoothed` after an expression. The word must stand here.
pub(super) fn smoothed_expr(input: Tokens<'_>, mut tree: Expr) -> Parsed<'_, Expr> {
    let (input, word) = token(TokenKind::Smoothed)(input)?;
    if let Some(selector) = extended_selector(input, "smoothed", &word.range, &mut tree) {
        selector.smoothed = true;
        let conflict = selector.anchored;
        report_conflict(input, conflict, &tree, &word.range);
    }
    tree.range.end = input.last_end();
    Ok((input, tree))
}

/// The selector that `anchored` or `smoothed` belongs to.
fn extended_selector<'t>(
    input: Tokens<'_>,
    word: &str,
    range: &SourceRange,
    tree: &'t mut Expr,
) -> Option<&'t mut VectorSelector> {
    let report = |code, message: String| {
        let mut diagnostic = Diagnostic::error(code, range.clone(), message);
        diagnostic.reported_at = Some(tree.range.start);
        diagnostic
    };
    let problem = match &tree.kind {
        ExprKind::Vector(_) | ExprKind::Matrix(_) | ExprKind::Error(_) => None,
        ExprKind::Subquery(_) => Some("may not stand after a subquery"),
        _ => Some("may only stand after a selector"),
    };
    if let Some(problem) = problem {
        input.report(report(codes::MODIFIER_ON_NON_SELECTOR, format!("`{word}` {problem}")));
    }
    match &mut tree.kind {
        ExprKind::Vector(selector) => Some(selector),
        ExprKind::Matrix(matrix) => Some(&mut matrix.selector),
        _ => None,
    }
}

fn report_conflict(input: Tokens<'_>, is_conflict: bool, tree: &Expr, range: &SourceRange) {
    if is_conflict {
        let message = "`anchored` and `smoothed` exclude each other";
        let mut diagnostic = Diagnostic::error(codes::CONFLICTING_MODIFIERS, range.clone(), message);
        diagnostic.reported_at = Some(tree.range.start);
        input.report(diagnostic);
    }
}

fn misplaced(input: Tokens<'_>, word: &str, start: usize, range: SourceRange) {
    let message = format!("`{word}` may only stand after a vector selector, a range selector or a subquery");
    let mut diagnostic = Diagnostic::error(codes::MODIFIER_ON_NON_SELECTOR, range, message);
    diagnostic.reported_at = Some(start);
    input.report(diagnostic);
}

fn twice(input: Tokens<'_>, word: &str, start: usize, first: &SourceRange, second: SourceRange) {
    let mut diagnostic = Diagnostic::error(codes::DUPLICATE_MODIFIER, second, format!("`{word}` may be set only once"))
        .with_label(first.clone(), "set here first");
    diagnostic.reported_at = Some(start);
    input.report(diagnostic);
}
