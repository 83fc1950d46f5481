//! `(count(up == 0) or vector(0)) >= 0`: there is always a result, so the alert always fires.

use crate::context::RuleContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;
use crate::lints::alerts::always_firing::fires_for_all;

pub(crate) static LINT: Lint = Lint {
    code: "PQL804",
    name: "always-returns",
    group: Group::Labels,
    severity: Severity::Error,
    default: true,
    docs: LintDocs {
        what: "Finds alerts whose expression has a result whatever the data.",
        why: "The alert fires all the time. Only an alert without any selector is taken for one that is meant to.",
        example: Example::Rules(
            "groups:
- name: instances
  rules:
  - alert: InstancesDown
    expr: (count(up == 0) or vector(0)) >= 0
    for: 5m
",
        ),
        instead: "Compare so that only what is wrong is left.",
        better: Example::Rules(
            "groups:
- name: instances
  rules:
  - alert: InstancesDown
    expr: (count(up == 0) or vector(0)) > 0
    for: 5m
",
        ),
        fix: FixDocs::None,
    },
    check: Check::Rule(check),
};

fn check(cx: &RuleContext<'_>, report: &mut Report<'_>) {
    let Some(query) = cx.query.as_ref().filter(|_| cx.is_alert()) else { return };
    let reads = query.nodes.selectors().next().is_some();
    if reads && query.label_flow().root().always_returns() && fires_for_all(query).is_none() {
        let message = format!("{} always fires: its expression always has a result", cx.called());
        report.add(cx.to_file(query.expr.range.clone()), message);
    }
}
