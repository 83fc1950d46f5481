//! `interval: 10m`: longer than the lookback.

use crate::context::duration_ms;
use promenade_documents::rules::{Rule, RuleKind};

use crate::context::DocumentContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL709",
    name: "group-interval-too-long",
    group: Group::Rules,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds groups that are evaluated less often than every five minutes.",
        why: "Queries look back five minutes by default. What is recorded less often has gaps, and an \
              alert that is evaluated less often flaps, unless `keep_firing_for` is as long.",
        example: Example::Rules(
            "groups:
- name: instances
  interval: 10m
  rules:
  - record: job:up:sum
    expr: sum by (job) (up)
",
        ),
        instead: "Evaluate at least every five minutes.",
        better: Example::Rules(
            "groups:
- name: instances
  interval: 5m
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
    for group in cx.groups() {
        let Some(interval) = &group.interval else { continue };
        let Some(interval_ms) = duration_ms(Some(interval)).filter(|ms| *ms > LOOKBACK_MS) else { continue };
        let suffers = |rule: &Rule| {
            let kept_ms = duration_ms(rule.keep_firing_for.as_ref()).unwrap_or(0);
            rule.kind == RuleKind::Record || kept_ms < interval_ms
        };
        if group.rules.iter().any(suffers) {
            report.add(interval.range, "what is evaluated less often than every 5m has gaps in queries");
        }
    }
}

/// How far queries look back by default.
const LOOKBACK_MS: i64 = 300_000;
