//! `# promenade: ingore x`: a comment that is not understood.

use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};

pub(crate) static LINT: Lint = Lint {
    code: "PQL792",
    name: "malformed-comment",
    group: Group::Comments,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds a comment that speaks to the linter in words that it does not know.",
        why: "It has no effect, though someone counts on it.",
        example: Example::Rules(
            "groups:
- name: instances
  rules:
  # promenade: ignore no-such-lint
  - record: job:up:sum
    expr: sum by (job) (up)
",
        ),
        instead: "Write `promenade: ignore LINT` or `promenade: ignore-file LINT`, with a code, a \
                  name, or a group of lints.",
        better: Example::Rules(
            "groups:
- name: instances
  rules:
  # promenade: ignore rate-of-unnamed-counter
  - record: job:up:sum
    expr: sum by (job) (up)
",
        ),
        fix: FixDocs::None,
    },
    check: Check::Linter,
};
