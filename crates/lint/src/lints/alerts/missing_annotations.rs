//! An alert that says nothing.

use crate::context::RuleContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL610",
    name: "missing-annotations",
    group: Group::Alerts,
    severity: Severity::Info,
    default: false,
    docs: LintDocs {
        what: "Finds alerts without annotations.",
        why: "Such an alert says nothing but its name to the people it wakes up. The lint is off by default.",
        example: Example::Rules(
            "groups:
- name: instances
  rules:
  - alert: InstanceDown
    expr: up == 0
    for: 5m
",
        ),
        instead: "Say what is wrong in `summary` or `description`.",
        better: Example::Rules(
            r#"groups:
- name: instances
  rules:
  - alert: InstanceDown
    expr: up == 0
    for: 5m
    annotations:
      summary: "{{ $labels.instance }} is down."
"#,
        ),
        fix: FixDocs::None,
    },
    check: Check::Rule(check),
};

fn check(cx: &RuleContext<'_>, report: &mut Report<'_>) {
    if cx.is_alert() && cx.rule.annotations.is_empty() {
        report.add(cx.name_range(), format!("the alert `{}` has no annotations", cx.name()));
    }
}
