//! `# promenade: ignore` where there is nothing to ignore.

use crate::definition::{Check, Example, FixDocs, Group, RuleDef, RuleDocs, Severity};

pub(crate) static RULE: RuleDef = RuleDef {
    code: "PQL791",
    name: "unused-ignore",
    group: Group::Comments,
    severity: Severity::Warning,
    default: true,
    docs: RuleDocs {
        what: "Finds a comment that ignores a rule which finds nothing there.",
        why: "The comment may be left from a mistake that has been fixed, or stand in the wrong place. It would \
              hide the next mistake.",
        example: Example::Rules(
            "groups:
- name: instances
  rules:
  # promenade: ignore rate-of-gauge
  - record: job:up:sum
    expr: sum by (job) (up)
",
        ),
        instead: "Remove the comment.",
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
    check: Check::Linter,
};
