//! `rate(queries[5m])`: the name does not say that it is a counter.

use promenade_model::value::SourceRange;

use crate::facts::counter::{COUNTER_ENDINGS, is_named_as_gauge, is_recorded};
use crate::facts::selector::metric_name;

use promenade_functions::MetricKind;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL304",
    name: "rate-of-unnamed-counter",
    group: Group::Correctness,
    severity: Severity::Info,
    default: false,
    docs: LintDocs {
        what: "Finds a function for counters over a metric whose name does not end as that of a counter \
               does.",
        why: "Prometheus adds an info to the result of such a query: the metric may be no counter. Many \
              exporters have counters without the usual endings, so this lint is off by default.",
        example: Example::Query("rate(mysql_global_status_queries[5m])"),
        instead: "Make sure that the metric is a counter. A snapshot of the metrics answers that \
                  without guessing.",
        better: Example::Query("rate(mysql_global_status_queries_total[5m])"),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (node, matrix) in cx.nodes.matrices() {
        let Some(user) = cx.nodes.user(node).and_then(|user| user.function) else { continue };
        let Some(name) = metric_name(&matrix.selector) else { continue };
        let known = MetricKind::may_be_counter(name)
            || is_named_as_gauge(name)
            || is_recorded(name)
            || cx.metric_type(name).is_some();
        if user.behavior.expects_counter && !known {
            let message = format!("`{name}` may be no counter: its name ends in none of {COUNTER_ENDINGS}");
            report.add(node.expr.range.clone(), message);
        }
    }
}
