//! `for: 0s`: that is no `for`.

use promenade_model::duration::parse_duration;

use crate::context::RuleContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL605",
    name: "zero-for",
    group: Group::Alerts,
    severity: Severity::Info,
    default: true,
    docs: LintDocs {
        what: "Finds `for` and `keep_firing_for` of zero.",
        why: "Zero is what holds without it.",
        example: Example::Rules(
            "groups:
- name: instances
  rules:
  - alert: InstanceDown
    expr: up == 0
    for: 5m
    keep_firing_for: 0s
",
        ),
        instead: "Leave it out, or set a duration.",
        better: Example::Rules(
            "groups:
- name: instances
  rules:
  - alert: InstanceDown
    expr: up == 0
    for: 5m
",
        ),
        fix: FixDocs::None,
    },
    check: Check::Rule(check),
};

fn check(cx: &RuleContext<'_>, report: &mut Report<'_>) {
    for (name, value) in [("for", &cx.rule.for_), ("keep_firing_for", &cx.rule.keep_firing_for)] {
        let Some(value) = value.as_ref().filter(|value| parse_duration(&value.value) == Ok(0)) else { continue };
        report.add(value.range, format!("`{name}` of zero is what holds without it"));
    }
}
