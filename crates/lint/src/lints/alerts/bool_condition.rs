//! `expr: up == bool 0`: 0 fires too.

use promenade_model::value::SourceRange;

use crate::facts::binary::bool_range;
use promenade_syntax::ExprKind;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::{Report, edit};

pub(crate) static LINT: Lint = Lint {
    code: "PQL603",
    name: "bool-condition",
    group: Group::Alerts,
    severity: Severity::Error,
    default: true,
    docs: LintDocs {
        what: "Finds alerts whose condition is a comparison with `bool`.",
        why: "With `bool` the comparison returns 0 or 1 for each series that it compares, and an alert fires for each \
              series that is returned, also for those with 0.",
        example: Example::Rules(
            "groups:
- name: instances
  rules:
  - alert: InstanceDown
    expr: up == bool 0
    for: 5m
",
        ),
        instead: "Leave `bool` out.",
        better: Example::Rules(
            "groups:
- name: instances
  rules:
  - alert: InstanceDown
    expr: up == 0
    for: 5m
",
        ),
        fix: FixDocs::Unsafe("Removes `bool`."),
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    let ExprKind::Binary(binary) = &cx.expr.unparenthesized().kind else { return };
    if let Some(range) = bool_range(cx.text, binary).filter(|_| cx.in_alert()) {
        let message = "with `bool` this comparison filters nothing, and the alert fires for all that is compared";
        report.add(range.clone(), message).unsafe_fix("remove `bool`", vec![edit(range, "")]);
    }
}
