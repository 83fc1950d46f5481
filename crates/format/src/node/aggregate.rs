//! `sum by (job) (x)`

use std::ops::Range;

use promenade_syntax::ast::{AggregateExpr, walk};
use promenade_syntax::{Expr, ExprKind};

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

/// Lets comments after a whole aggregation stay after it where its grouping moves: the two closing parentheses exchange
/// theirs.
pub(crate) fn settle_comments(source: &mut Source<'_>, expr: &Expr, options: &Options) {
    walk(expr, &mut |expr, _| {
        if let ExprKind::Aggregate(aggregate) = &expr.kind
            && let Some(modifier) = modifier(source, aggregate)
        {
            let tokens = source.idx_range(&expr.range);
            let is_before = is_before(&tokens, &modifier);
            if moves(options, is_before) {
                let first = if is_before { modifier.end } else { modifier.start } - 1;
                let trailing = source.tokens[first].trailing.take();
                let other = std::mem::replace(&mut source.tokens[tokens.end - 1].trailing, trailing);
                source.tokens[first].trailing = other;
            }
        }
        true
    });
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
