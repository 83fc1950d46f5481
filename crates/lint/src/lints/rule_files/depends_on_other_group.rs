//! A recording rule that reads what another group records.

use crate::facts::selector::reads_now;
use rustc_hash::FxHashMap;

use crate::context::DocumentsContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL704",
    name: "depends-on-other-group",
    group: Group::Rules,
    severity: Severity::Info,
    default: false,
    docs: LintDocs {
        what: "Finds recording rules that read a metric which another group records.",
        why: "Groups are evaluated at times of their own, so the metric is up to one interval old, and old \
              by another amount than the other metrics of the rule. The lint is off by default, since that is often \
              good enough.",
        example: Example::Rules(
            "groups:
- name: rates
  rules:
  - record: job:requests:rate5m
    expr: sum by (job) (rate(http_requests_total[5m]))
- name: totals
  rules:
  - record: :requests:rate5m
    expr: sum(job:requests:rate5m)
",
        ),
        instead: "Put both rules into one group.",
        better: Example::Rules(
            "groups:
- name: rates
  rules:
  - record: job:requests:rate5m
    expr: sum by (job) (rate(http_requests_total[5m]))
  - record: :requests:rate5m
    expr: sum(job:requests:rate5m)
",
        ),
        fix: FixDocs::None,
    },
    check: Check::Documents(check),
};

fn check(cx: &DocumentsContext<'_>, report: &mut Report<'_>) {
    let mut recorded: FxHashMap<(_, &str), Vec<(usize, usize)>> = FxHashMap::default();
    for entry in cx.rules() {
        let Some(metric) = entry.records() else { continue };
        recorded.entry((cx.set_of(entry.document), metric)).or_default().push((entry.document, entry.group_idx));
    }
    for entry in cx.rules().filter(|entry| entry.records().is_some()) {
        for metric in entry.query.into_iter().flat_map(|query| &query.metrics) {
            let Some(groups) = recorded.get(&(cx.set_of(entry.document), metric.as_str())) else { continue };
            let is_own = groups.contains(&(entry.document, entry.group_idx));
            if !is_own && entry.query.is_some_and(|query| reads_now(query, metric)) {
                let range = entry.name_range();
                report.add_in(entry.document, range, format!("reads `{metric}`, which another group records"));
            }
        }
    }
}
