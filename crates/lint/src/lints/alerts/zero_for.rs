//! `for: 0s`: that is no `for`.

use promenade_model::duration::parse_duration;

use crate::context::RuleContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::facts::condition::has_instant_absent;
use crate::finding::Report;
use crate::lints::alerts::missing_for::needs_for;

pub(crate) static LINT: Lint = Lint {
    code: "PQL605",
    name: "zero-for",
    group: Group::Alerts,
    severity: Severity::Info,
    default: true,
    docs: LintDocs {
        what: "Finds `for` and `keep_firing_for` of zero.",
        why: "Zero is what holds without it. A `for` of zero on an alert that single samples raise is not found: there it says \
              that the alert is to fire at once.",
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
    // Where a `for` is asked for, zero says that the alert is to fire at once.
    let is_meant = needs_for(cx) || cx.query.as_ref().is_some_and(has_instant_absent);
    for (name, value) in [("for", &cx.rule.for_), ("keep_firing_for", &cx.rule.keep_firing_for)] {
        let Some(value) = value.as_ref().filter(|value| parse_duration(&value.value) == Ok(0)) else { continue };
        if name != "for" || !is_meant {
            report.add(value.range, format!("`{name}` of zero is what holds without it"));
        }
    }
}
