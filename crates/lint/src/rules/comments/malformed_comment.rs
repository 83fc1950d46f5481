//! `# promenade: ingore x`: a comment that is not understood.

use crate::definition::{Check, Example, FixDocs, Group, RuleDef, RuleDocs, Severity};

pub(crate) static RULE: RuleDef = RuleDef {
    code: "PQL792",
    name: "malformed-comment",
    group: Group::Comments,
    severity: Severity::Warning,
    default: true,
    docs: RuleDocs {
        what: "Finds a comment that speaks to the linter in words that it does not know.",
        why: "It has no effect, though someone counts on it.",
        example: Example::Rules(
            "groups:
- name: instances
  rules:
  # promenade: ignore no-such-rule
  - record: job:up:sum
    expr: sum by (job) (up)
",
        ),
        instead: "Write `promenade: ignore RULE` or `promenade: ignore-file RULE`, with a code, a \
                  name, or a group of rules.",
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
