//! A group without rules.

use crate::context::DocumentContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL711",
    name: "empty-group",
    group: Group::Rules,
    severity: Severity::Info,
    default: true,
    docs: LintDocs {
        what: "Finds groups without rules.",
        why: "They do nothing. Perhaps the rules are indented wrongly, or were moved.",
        example: Example::Rules(
            "groups:
- name: empty
  rules: []
- name: instances
  rules:
  - record: job:up:sum
    expr: sum by (job) (up)
",
        ),
        instead: "Remove the group.",
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
    check: Check::Document(check),
};

fn check(cx: &DocumentContext<'_>, report: &mut Report<'_>) {
    for group in cx.groups().filter(|group| group.rules.is_empty()) {
        let range = group.name.as_ref().map_or_else(|| group.range, |name| name.range);
        report.add(range, "this group has no rules");
    }
}
