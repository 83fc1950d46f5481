//! Facts about selectors.

use promenade_model::MatchOp;
use promenade_model::labels::METRIC_NAME;
use promenade_model::value::SourceRange;
use promenade_syntax::ast::{LabelMatcher, VectorSelector};
use promenade_syntax::{Expr, ExprKind};

#[cfg(feature = "documents")]
use crate::context::AnalyzedQuery;
use crate::context::{Node, QueryContext};
use crate::finding::Safety;

/// The metric that a selector names.
pub(crate) fn metric_name(selector: &VectorSelector) -> Option<&str> {
    let in_braces = || {
        let mut names = selector.matchers.iter().filter(|m| m.name.text == METRIC_NAME && m.op == MatchOp::Equal);
        names.next().map(|m| m.value.as_str())
    };
    selector.name.as_ref().map(|name| name.text.as_str()).or_else(in_braces).filter(|name| !name.is_empty())
}

/// The matchers of a selector on one label.
pub(crate) fn matchers_on<'a>(
    selector: &'a VectorSelector,
    label: &'a str,
) -> impl Iterator<Item = &'a LabelMatcher> + 'a {
    selector.matchers.iter().filter(move |m| m.name.text == label)
}

/// The selector that an expression is, of a range or not, and whatever parentheses stand around it.
pub(crate) fn selector_of(expr: &Expr) -> Option<&VectorSelector> {
    match &expr.unparenthesized().kind {
        ExprKind::Vector(selector) => Some(selector),
        ExprKind::Matrix(matrix) => Some(&matrix.selector),
        _ => None,
    }
}

/// Where a matcher stands, with the comma after it, or before it where it is the last: what to take away to remove it.
pub(crate) fn removal_range(text: &str, selector: &VectorSelector, matcher: &LabelMatcher) -> SourceRange {
    let is_this = |m: &&LabelMatcher| m.range == matcher.range;
    let Some(at) = selector.matchers.iter().position(|m| is_this(&m)) else { return matcher.range.clone() };
    if let Some(next) = selector.matchers.get(at + 1) {
        return matcher.range.start..next.range.start;
    }
    let start = at.checked_sub(1).map_or(matcher.range.start, |before| selector.matchers[before].range.end);
    let end = text[matcher.range.end..]
        .find(|c: char| !c.is_whitespace())
        .map(|gap| matcher.range.end + gap)
        .filter(|at| text[*at..].starts_with(','))
        .map_or(matcher.range.end, |comma| comma + 1);
    start..end
}

/// Whether a query reads a metric at the moment of evaluation, not over a window.
#[cfg(feature = "documents")]
pub(crate) fn reads_now(query: &AnalyzedQuery, metric: &str) -> bool {
    let nodes = query.nodes();
    nodes.selectors().any(|(node, selector)| {
        let is_instant = matches!(node.expr.kind, ExprKind::Vector(_)) && selector.offset.is_none();
        let in_window = nodes.ancestors(node).any(|above| matches!(above.expr.kind, ExprKind::Subquery(_)));
        is_instant && !in_window && metric_name(selector) == Some(metric)
    })
}

/// Whether the matchers of a selector can be written in another way that finds the same series without a change of the
/// result. `absent` gives its result the labels that have exactly one matcher, with `=`.
pub(crate) fn rewriting(cx: &QueryContext<'_>, selector: Node<'_>) -> Safety {
    let user = cx.nodes.user(selector).and_then(|user| user.function);
    let takes_labels = user.is_some_and(|def| def.behavior.reports_absence);
    if takes_labels { Safety::Unsafe } else { Safety::Safe }
}
