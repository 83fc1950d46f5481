//! `rate(node_memory_free_percent[5m])`: a gauge is no counter.

use promenade_model::value::SourceRange;

use crate::facts::counter::is_gauge_by_name;
use crate::facts::selector::metric_name;
use promenade_functions::MetricKind;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL303",
    name: "rate-of-gauge",
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds a function for counters over a metric whose name says that it is a gauge.",
        why: "The function takes each fall of the gauge for the reset of a counter and adds what was lost, \
              so the result only grows.",
        example: Example::Query("rate(node_hwmon_temp_celsius[5m])"),
        instead: "Use `delta`, `deriv` or `avg_over_time`, which are for gauges.",
        better: Example::Query("deriv(node_hwmon_temp_celsius[5m])"),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (node, matrix) in cx.nodes.matrices() {
        let Some(user) = cx.nodes.user(node).and_then(|user| user.function) else { continue };
        let Some(name) = metric_name(&matrix.selector).filter(|name| is_gauge_by_name(cx, name)) else { continue };
        if user.behavior.usage.takes == MetricKind::Counter {
            let message = format!("`{}` is for counters, but `{name}` is a gauge by its name", user.name);
            report.add(node.expr.range.clone(), message);
        }
    }
}
