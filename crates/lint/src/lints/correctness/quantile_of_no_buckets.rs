//! `histogram_quantile(0.9, rate(x_sum[5m]))`: there are no buckets.

use promenade_model::value::SourceRange;

use crate::facts::counter::{is_bucket, is_recorded};
use crate::facts::histogram::{BUCKET_LABEL, reads_buckets};
use crate::facts::selector::{metric_name, selector_of};
use promenade_functions::MetricKind;
use promenade_syntax::ExprKind;

use crate::context::{Node, QueryContext};
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL311",
    name: "quantile-of-no-buckets",
    group: Group::Correctness,
    severity: Severity::Error,
    default: true,
    docs: LintDocs {
        what: "Finds a quantile or fraction of a metric that has no buckets by its type or its name.",
        why: "Only the series that end in `_bucket` have the label `le`; of `_sum`, `_count` and `_total` \
              there is no quantile, and the result is empty.",
        example: Example::Query("histogram_quantile(0.9, rate(http_request_duration_seconds_sum[5m]))"),
        instead: "Use the series that end in `_bucket`, or the name without ending where the histogram \
                  is native.",
        better: Example::Query("histogram_quantile(0.9, rate(http_request_duration_seconds_bucket[5m]))"),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (node, ..) in cx.nodes.calls().filter(|(_, _, def)| reads_buckets(def)) {
        for below in cx.nodes.below(node) {
            let Some(selector) = selector_of(below.expr).filter(|_| !matches!(below.expr.kind, ExprKind::Paren(_)))
            else {
                continue;
            };
            let Some(name) = metric_name(selector) else { continue };
            let Some(reason) = has_no_buckets(cx, name) else { continue };
            let is_operand = |n: &Node<'_>| matches!(n.expr.kind, ExprKind::Binary(_));
            let above = cx.nodes.ancestors(below).take_while(|n| n.idx != node.idx);
            if !is_recorded(name) && above.filter(is_operand).count() == 0 {
                report.add(below.expr.range.clone(), format!("`{name}` has no buckets by its {reason}"));
            }
        }
    }
}

/// What says that a metric has no buckets, in a word: its type, or its name where the type is not known.
fn has_no_buckets(cx: &QueryContext<'_>, name: &str) -> Option<&'static str> {
    let metric = cx.metric(name).filter(|metric| metric.kind.is_some());
    let has_none = match metric {
        Some(metric) => metric.counter_or_gauge(name).is_some() && !metric.labels.contains_key(BUCKET_LABEL),
        None => MetricKind::may_be_counter(name) && !is_bucket(name),
    };
    has_none.then_some(if metric.is_some() { "type" } else { "name" })
}
