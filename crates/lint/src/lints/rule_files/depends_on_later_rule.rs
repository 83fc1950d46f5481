//! A rule that reads what a later rule of its group records.

use crate::facts::selector::reads_now;
use rustc_hash::FxHashMap;

use crate::context::{DocumentContext, RuleEntry};
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL703",
    name: "depends-on-later-rule",
    group: Group::Rules,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds rules that read a metric which a later rule of the same group records.",
        why: "Rules of a group are evaluated in their order. What a later rule records is that of the \
              evaluation before, so the result lags by one interval. For windows that does not matter.",
        example: Example::Rules(
            "groups:
- name: instances
  rules:
  - record: job:errors:ratio_rate5m
    expr: job:errors:rate5m / job:requests:rate5m
  - record: job:errors:rate5m
    expr: sum by (job) (rate(http_errors_total[5m]))
  - record: job:requests:rate5m
    expr: sum by (job) (rate(http_requests_total[5m]))
",
        ),
        instead: "Move the rule behind those that it reads.",
        better: Example::Rules(
            "groups:
- name: instances
  rules:
  - record: job:errors:rate5m
    expr: sum by (job) (rate(http_errors_total[5m]))
  - record: job:requests:rate5m
    expr: sum by (job) (rate(http_requests_total[5m]))
  - record: job:errors:ratio_rate5m
    expr: job:errors:rate5m / job:requests:rate5m
",
        ),
        fix: FixDocs::None,
    },
    check: Check::Document(check),
};

fn check(cx: &DocumentContext<'_>, report: &mut Report<'_>) {
    let mut recorded: FxHashMap<(usize, &str), (RuleEntry<'_>, RuleEntry<'_>)> = FxHashMap::default();
    for entry in cx.rules() {
        let Some(metric) = entry.records() else { continue };
        recorded.entry((entry.group_idx, metric)).and_modify(|(_, last)| *last = entry).or_insert((entry, entry));
    }
    for entry in cx.rules() {
        for metric in entry.query.into_iter().flat_map(|query| &query.metrics) {
            let Some((first, last)) = recorded.get(&(entry.group_idx, metric.as_str())) else { continue };
            let is_later = first.rule_idx > entry.rule_idx && last.rule_idx > entry.rule_idx;
            if is_later && entry.query.is_some_and(|query| reads_now(query, metric)) {
                let range = entry.name_range();
                let message = format!("reads `{metric}`, which a later rule of the group records");
                report.add(range, message).related(first.name_range(), "recorded here");
            }
        }
    }
}
