//! `sum(http_requests_total)`: how long the process has run decides.

use promenade_model::value::SourceRange;

use crate::facts::counter::{holds_buckets, is_count};
use crate::facts::raw::{CounterUse, use_of};
use crate::facts::selector::metric_name;
use promenade_functions::MetricKind;
use promenade_syntax::ExprKind;

use crate::context::{Node, QueryContext};
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL306",
    name: "raw-counter",
    group: Group::Correctness,
    severity: Severity::Warning,
    default: false,
    docs: LintDocs {
        what: "Finds a counter whose value is used as it is.",
        why: "The value of a counter is what was counted since the process started. It says nothing of \
              now, and falls to zero with each restart. The lint is off by default, since panels often show the count \
              since the start on purpose.",
        example: Example::Query("sum by (job) (http_requests_total)"),
        instead: "Take `rate` or `increase` of the counter first. Only names that end in a counted \
                  word, such as `_requests_total`, and buckets are looked at, since some gauges are called `_total` \
                  too. Ignore the lint where the count since the start is what is meant.",
        better: Example::Query("sum by (job) (rate(http_requests_total[5m]))"),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (node, selector) in cx.nodes.selectors() {
        let Some(name) = metric_name(selector).filter(|name| is_count(cx, name) || holds_buckets(cx, name)) else {
            continue;
        };
        if takes_values(cx, node) && use_of(cx, node) == CounterUse::Raw {
            report.add(node.expr.range.clone(), format!("`{name}` is a counter, of which the value itself is used"));
        }
    }
}

/// Whether it is a selector of values as they are, or of a window of which a function takes them so; functions for gauges
/// are left to another lint.
fn takes_values(cx: &QueryContext<'_>, selector: Node<'_>) -> bool {
    let user = || cx.nodes.user(selector).and_then(|user| user.function);
    match &selector.expr.kind {
        ExprKind::Vector(_) => true,
        _ => user().is_some_and(|def| def.behavior.usage.takes == MetricKind::Any),
    }
}
