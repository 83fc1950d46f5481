//! `# promenade: ignore` where there is nothing to ignore.

use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};

pub(crate) static LINT: Lint = Lint {
    code: "PQL791",
    name: "unused-ignore",
    group: Group::Comments,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds a comment that ignores a lint which finds nothing there.",
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
