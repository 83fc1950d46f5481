//! `expr: up[5m]`: a rule needs an instant vector or a number.

use promenade_model::ValueType;

use crate::context::RuleContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL713",
    name: "unusable-result",
    group: Group::Rules,
    severity: Severity::Error,
    default: true,
    docs: LintDocs {
        what: "Finds rules whose expression is a range vector or a string.",
        why: "Prometheus and promtool accept the file, and each evaluation of the rule fails: a rule needs an instant vector \
              or a scalar.",
        example: Example::Rules(
            "groups:
- name: instances
  rules:
  - record: job:up:samples
    expr: up[5m]
",
        ),
        instead: "Apply a function to the range, such as `avg_over_time`, or leave the range out.",
        better: Example::Rules(
            "groups:
- name: instances
  rules:
  - record: job:up:avg5m
    expr: avg by (job) (avg_over_time(up[5m]))
",
        ),
        fix: FixDocs::None,
    },
    check: Check::Rule(check),
};

fn check(cx: &RuleContext<'_>, report: &mut Report<'_>) {
    let Some(query) = &cx.query else { return };
    let found = match query.model.value_type(query.expr.id) {
        Some(ValueType::Matrix) => "a range vector",
        Some(ValueType::String) => "a string",
        _ => return,
    };
    let message = format!("each evaluation of this rule fails: its expression is {found}, not an instant vector");
    report.add(cx.to_file(query.expr.range.clone()), message);
}
