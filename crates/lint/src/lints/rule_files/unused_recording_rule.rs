//! A recording rule that nothing reads.

use crate::facts::selector::metric_name;
use rustc_hash::FxHashSet;

use crate::context::DocumentsContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL705",
    name: "unused-recording-rule",
    group: Group::Rules,
    severity: Severity::Info,
    default: false,
    docs: LintDocs {
        what: "Finds recorded metrics that no query of the files that are linted reads.",
        why: "They cost time and space for nothing. The lint is off by default, since dashboards may read \
              them that are not linted.",
        example: Example::Rules(
            "groups:
- name: instances
  rules:
  - record: job:up:sum
    expr: sum by (job) (up)
",
        ),
        instead: "Remove the rule, or lint the dashboards with it.",
        better: Example::Rules(
            "groups:
- name: instances
  rules:
  - record: job:up:sum
    expr: sum by (job) (up)
  - alert: JobDown
    expr: job:up:sum == 0
    for: 5m
",
        ),
        fix: FixDocs::None,
    },
    check: Check::Documents(check),
};

fn check(cx: &DocumentsContext<'_>, report: &mut Report<'_>) {
    let queries = || cx.documents.iter().flat_map(|document| &document.queries);
    let read: FxHashSet<&str> = queries().flat_map(|query| &query.metrics).map(String::as_str).collect();
    // A query that names no metric, or was not understood, may read any.
    let is_open = queries().any(|query| {
        !query.is_accepted || query.nodes().selectors().any(|(_, selector)| metric_name(selector).is_none())
    });
    for entry in cx.rules().filter(|_| !is_open) {
        let Some(metric) = entry.records().filter(|metric| !read.contains(metric)) else { continue };
        let range = entry.name_range();
        report.add_in(entry.document, range, format!("no query here reads `{metric}`"));
    }
}
