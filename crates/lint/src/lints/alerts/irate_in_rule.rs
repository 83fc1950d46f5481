//! `irate` in a rule: two samples decide.

use promenade_model::value::SourceRange;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL609",
    name: "irate-in-rule",
    group: Group::Alerts,
    severity: Severity::Warning,
    default: false,
    docs: LintDocs {
        what: "Finds functions in rules that look at the last two samples alone.",
        why: "A short change of the rate raises or ends an alert, and a rule that is evaluated less often \
              than is scraped does not see what lies between. Such functions are for graphs of fast counters. The lint \
              is off by default, since some rules are recorded for such graphs.",
        example: Example::Rules(
            "groups:
- name: instances
  rules:
  - alert: ErrorsSeen
    expr: irate(http_errors_total[5m]) > 0
    for: 5m
",
        ),
        instead: "Use `rate` or `delta`.",
        better: Example::Rules(
            "groups:
- name: instances
  rules:
  - alert: ErrorsSeen
    expr: rate(http_errors_total[5m]) > 0
    for: 5m
",
        ),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    if !cx.in_rule() {
        return;
    }
    for (_, call, def) in cx.nodes.calls().filter(|(_, _, def)| def.behavior.usage.last_two_samples) {
        let message = format!("`{}` looks at the last two samples alone", def.name);
        report.add(call.function.range.clone(), message);
    }
}
