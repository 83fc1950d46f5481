//! `---` in a rule file: Prometheus reads the first YAML document alone.

use crate::context::DocumentContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL712",
    name: "second-document",
    group: Group::Rules,
    severity: Severity::Error,
    default: true,
    docs: LintDocs {
        what: "Finds a second YAML document in a rule file.",
        why: "Prometheus reads the first document of a rule file and ignores the others without a word. Files with \
              resources of Kubernetes may have several.",
        example: Example::Rules(
            "groups:
- name: instances
  rules:
  - record: job:up:sum
    expr: sum by (job) (up)
---
groups:
- name: requests
  rules:
  - record: job:http_requests:rate5m
    expr: sum by (job) (rate(http_requests_total[5m]))
",
        ),
        instead: "Move the groups into the first document, or into a file of their own.",
        better: Example::Rules(
            "groups:
- name: instances
  rules:
  - record: job:up:sum
    expr: sum by (job) (up)
- name: requests
  rules:
  - record: job:http_requests:rate5m
    expr: sum by (job) (rate(http_requests_total[5m]))
",
        ),
        fix: FixDocs::None,
    },
    check: Check::Document(check),
};

fn check(cx: &DocumentContext<'_>, report: &mut Report<'_>) {
    for second in cx.document().ignored_documents() {
        report.add(second, "Prometheus reads only the first YAML document of a rule file, and ignores this one");
    }
}
