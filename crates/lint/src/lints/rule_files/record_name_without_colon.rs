//! `record: up_total`: the name looks like that of a scraped metric.

use crate::context::RuleContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL706",
    name: "record-name-without-colon",
    group: Group::Rules,
    severity: Severity::Info,
    default: true,
    docs: LintDocs {
        what: "Finds recorded metrics whose name has no colon.",
        why: "Colons are kept for recording rules, in the form `level:metric:operations`. Without one \
              nobody sees that the metric is computed, and it may collide with one that is scraped.",
        example: Example::Rules(
            "groups:
- name: instances
  rules:
  - record: up_by_job
    expr: sum by (job) (up)
",
        ),
        instead: "Name it by the labels that are left, the metric, and what was done to it: \
                  `job:up:sum`.",
        better: Example::Rules(
            "groups:
- name: instances
  rules:
  - record: job:up:sum
    expr: sum by (job) (up)
",
        ),
        fix: FixDocs::None,
    },
    check: Check::Rule(check),
};

fn check(cx: &RuleContext<'_>, report: &mut Report<'_>) {
    let named = !cx.is_alert() && cx.rule.name.is_some();
    if named && !cx.name().contains(':') {
        report.add(cx.name_range(), format!("`{}` does not look recorded: `level:metric:operations`", cx.name()));
    }
}
