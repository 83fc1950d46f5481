//! `delta(http_requests_total[5m])`: resets make it wrong.

use promenade_model::value::SourceRange;

use crate::facts::counter::is_counter_by_name;
use crate::facts::selector::metric_name;
use promenade_functions::MetricKind;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL305",
    name: "delta-of-counter",
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds a function for gauges over a counter.",
        why: "When the counter starts again at zero, the function sees a large fall, and the result is \
              negative or far too low.",
        example: Example::Query("delta(http_requests_total[5m])"),
        instead: "Use `increase`, `rate` or `irate`, which make up for resets.",
        better: Example::Query("increase(http_requests_total[5m])"),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (node, matrix) in cx.nodes.matrices() {
        let Some(user) = cx.nodes.user(node).and_then(|user| user.function) else { continue };
        let Some(name) = metric_name(&matrix.selector).filter(|name| is_counter_by_name(cx, name)) else { continue };
        if user.behavior.usage.takes == MetricKind::Gauge {
            let message = format!("`{}` is for gauges, but `{name}` is a counter by its name", user.name);
            report.add(node.expr.range.clone(), message);
        }
    }
}
