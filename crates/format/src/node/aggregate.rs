//! `sum by (job) (x)`

use std::ops::Range;

use promenade_syntax::ast::{AggregateExpr, walk};
use promenade_syntax::{Expr, ExprKind, TokenKind};

use super::{Formatter, arguments, list};
use crate::doc::Doc;
use crate::options::{GroupingPosition, Options};
use crate::source::Source;

pub(super) fn format<'a>(f: Formatter<'a>, expr: &Expr, aggregate: &AggregateExpr) -> Doc<'a> {
    let tokens = f.source.idx_range(&expr.range);
    let op = f.keyword(tokens.start);
    let Some(modifier) = modifier(f.source, aggregate) else {
        return Doc::concat([op, arguments::format(f, tokens.start + 1, &aggregate.args)]);
    };
    let is_before = is_before(&tokens, &modifier);
    let open = if is_before { modifier.end } else { tokens.start + 1 };
    let grouping = Doc::concat([f.keyword(modifier.start), Doc::space(), list::format(f, modifier.start + 1).0]);
    let is_moved = moves(f.options, is_before);
    if is_before == is_moved {
        // Rather the arguments are broken than the labels after them.
        let args = arguments::ungrouped(f, open, &aggregate.args);
        Doc::concat([op, args, Doc::space(), grouping]).group()
    } else {
        let args = arguments::format(f, open, &aggregate.args);
        Doc::concat([op, Doc::space(), grouping, Doc::space(), args])
    }
}

/// Lets each comment stay behind what it stood behind where a grouping moves: comments before the first part behind the
/// operator, those of a part behind it. A comment after the whole, with none between the parts, stays after the whole.
pub(crate) fn settle_comments(source: &mut Source<'_>, expr: &Expr, options: &Options) {
    walk(expr, &mut |expr, _| {
        if let ExprKind::Aggregate(aggregate) = &expr.kind
            && let Some(modifier) = modifier(source, aggregate)
        {
            let tokens = source.idx_range(&expr.range);
            let is_before = is_before(&tokens, &modifier);
            if moves(options, is_before) {
                let second = if is_before { modifier.end } else { modifier.start };
                exchange(source, tokens.start + 1..second, second..tokens.end);
            }
        }
        true
    });
}

/// Settles the comments of two parts of an aggregation that exchange their places.
fn exchange(source: &mut Source<'_>, first: Range<usize>, second: Range<usize>) {
    let tokens = &mut source.tokens;
    let before = std::mem::take(&mut tokens[first.start].leading);
    let mut between = std::mem::replace(&mut tokens[second.start].leading, before);
    if tokens[first.end - 1].trailing.is_none() && between.is_empty() {
        tokens[first.end - 1].trailing = tokens[second.end - 1].trailing.take();
    }
    // A comma stays next to what is before it.
    let is_comma = tokens.get(second.end).is_some_and(|token| token.kind == TokenKind::Comma);
    if let Some(comment) = tokens[first.end - 1].trailing.take_if(|_| is_comma) {
        between.extend(tokens[second.end].trailing.replace(comment));
    }
    if let Some(next) = tokens.get_mut(second.end + usize::from(is_comma)) {
        next.leading.splice(0..0, between);
    }
}

/// The indices of the tokens of the grouping.
fn modifier(source: &Source<'_>, aggregate: &AggregateExpr) -> Option<Range<usize>> {
    aggregate.modifier_range.as_ref().map(|range| source.idx_range(range))
}

fn is_before(aggregation: &Range<usize>, modifier: &Range<usize>) -> bool {
    modifier.start == aggregation.start + 1
}

/// Whether a grouping that stands before the arguments, or after them, goes to the other side of them.
fn moves(options: &Options, is_before: bool) -> bool {
    match options.grouping {
        GroupingPosition::BeforeArguments => !is_before,
        GroupingPosition::AfterArguments => is_before,
        GroupingPosition::AsWritten => false,
    }
}
