//! A function of counters over a gauge, or of gauges over a counter, by the type of the metric.

use promenade_functions::MetricKind;

use promenade_model::value::SourceRange;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::facts::selector::{metric_name, selector_of};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL954",
    name: "metric-type",
    group: Group::Metrics,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds functions of counters over gauges, and of gauges over counters, by the type of the metric; needs a \
               snapshot.",
        why: "A function of counters takes each fall of a gauge for a reset, and a function of gauges takes each reset of a \
              counter for a fall.",
        example: Example::None,
        instead: "Use the function for this type, as `delta` or `deriv` for gauges and `rate` or `increase` for counters.",
        better: Example::None,
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (_, call, def) in cx.nodes.calls() {
        for name in call.args.iter().filter_map(selector_of).filter_map(metric_name) {
            let Some(found) = cx.metric_kind(name) else { continue };
            let (wanted, is) = match (def.behavior.usage.takes, found) {
                (MetricKind::Counter, MetricKind::Gauge) => ("counters", "gauge"),
                (MetricKind::Gauge, MetricKind::Counter) => ("gauges", "counter"),
                _ => continue,
            };
            let message = format!("`{}` is for {wanted}, but `{name}` is a {is}", def.name);
            report.add(call.function.range.clone(), message);
        }
    }
}
