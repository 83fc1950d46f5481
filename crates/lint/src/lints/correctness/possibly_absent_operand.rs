//! `errors / requests`: without errors there is no ratio.

use promenade_model::value::SourceRange;

use crate::facts::selector::{matchers_on, metric_name, selector_of};
use promenade_model::MatchOp;
use promenade_model::labels::METRIC_NAME;
use promenade_syntax::ast::{BinaryOp, LabelMatcher, VectorMatching, VectorSelector};
use promenade_syntax::{Expr, ExprKind};

use crate::context::{Node, QueryContext};
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL319",
    name: "possibly-absent-operand",
    group: Group::Correctness,
    severity: Severity::Info,
    default: false,
    docs: LintDocs {
        what: "Finds a ratio of which one side selects by a value that need not occur.",
        why: "As long as nothing of that kind was counted, there is no series, and the ratio is missing \
              rather than 0. A panel shows no data then, and an alert with `unless` or `< x` does not see it. The lint \
              is off by default, since for many alerts nothing is as good as 0.",
        example: Example::Query(
            r#"sum(rate(http_requests_total{code="500"}[5m])) / sum(rate(http_requests_total[5m]))"#,
        ),
        instead: "Add `or vector(0)` to a side without labels, or `or 0 * total` to one with labels.",
        better: Example::Query(
            r#"(sum(rate(http_requests_total{code="500"}[5m])) or vector(0)) / sum(rate(http_requests_total[5m]))"#,
        ),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (node, binary) in cx.nodes.binaries().filter(|(_, b)| b.op == BinaryOp::Div) {
        let (Some(lhs), Some(rhs)) = (only_selector(cx, &binary.lhs), only_selector(cx, &binary.rhs)) else { continue };
        if node.parent.is_some() && is_filled(&binary.matching) {
            continue;
        }
        for (side, this, other) in [(&binary.lhs, lhs, rhs), (&binary.rhs, rhs, lhs)] {
            if let Some(matcher) = narrower(this, other) {
                let message = "there is no result as long as no series matches this matcher";
                report.add(matcher.range.clone(), message).related(side.range.clone(), "then this side is empty");
            }
        }
    }
}

fn is_filled(matching: &VectorMatching) -> bool {
    matching.fill_values.lhs.is_some() || matching.fill_values.rhs.is_some()
}

/// The selector of a side without `or` that has no other.
fn only_selector<'a>(cx: &QueryContext<'a>, side: &'a Expr) -> Option<&'a VectorSelector> {
    let side = cx.nodes.of(side)?;
    let is_or = |n: Node<'_>| matches!(&n.expr.kind, ExprKind::Binary(binary) if binary.op.is_set_operator());
    let mut selectors = cx.nodes.below(side).filter_map(|n| match &n.expr.kind {
        ExprKind::Paren(_) => None,
        _ => selector_of(n.expr),
    });
    let selector = selectors.next().filter(|_| !cx.nodes.below(side).any(is_or));
    selector.filter(|_| selectors.next().is_none())
}

/// A matcher that asks for values which the other selector of the same metric does not ask for.
fn narrower<'a>(this: &'a VectorSelector, other: &VectorSelector) -> Option<&'a LabelMatcher> {
    if metric_name(this) != metric_name(other) || this.holds_variable() {
        return None;
    }
    let positive = |m: &&LabelMatcher| matches!(m.op, MatchOp::Equal | MatchOp::Regex) && m.name.text != METRIC_NAME;
    let selects = |m: &&LabelMatcher| m.matcher.as_ref().is_some_and(|m| !m.matches_empty());
    this.matchers.iter().filter(positive).filter(selects).find(|m| matchers_on(other, &m.name.text).next().is_none())
}
