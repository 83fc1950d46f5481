//! Two rules that are the same.

use crate::context::Identity;
use rustc_hash::FxHashMap;

use crate::context::{DocumentsContext, RuleEntry};
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL701",
    name: "duplicate-rule",
    group: Group::Rules,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds rules that are there already, with the same name, labels and expression.",
        why: "Prometheus evaluates both, and refuses the samples of the second as duplicates. If one is \
              changed later, the other still does what it did. Rules of two files are compared where the profile says that \
              one server reads both (`rule_files`).",
        example: Example::Rules(
            "groups:
- name: instances
  rules:
  - record: job:up:sum
    expr: sum by (job) (up)
  - record: job:up:sum
    expr: sum by (job) ( up )
",
        ),
        instead: "Remove one of them.",
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
    check: Check::Documents(check),
};

fn check(cx: &DocumentsContext<'_>, report: &mut Report<'_>) {
    let mut seen: FxHashMap<(_, Identity<'_>), Vec<RuleEntry<'_>>> = FxHashMap::default();
    for entry in cx.rules() {
        let Some(name) = entry.name() else { continue };
        let alike = seen.entry((cx.set_of(entry.document), entry.identity())).or_default();
        let kind = entry.rule.kind;
        if let Some(first) = alike.iter().find(|other| other.rule.kind == kind && same_query(other, &entry)) {
            let range = entry.name_range();
            let place = place_of(cx, first, &entry);
            let finding = report.add_in(entry.document, range, format!("`{name}` is there already{place}"));
            if first.document == entry.document {
                finding.related(first.name_range(), "the same rule");
            }
        } else if alike.len() < MAX_ALIKE {
            alike.push(entry);
        }
    }
}

/// So many rules of one name and labels are compared with each other.
const MAX_ALIKE: usize = 16;

fn same_query(a: &RuleEntry<'_>, b: &RuleEntry<'_>) -> bool {
    a.query.zip(b.query).is_some_and(|(a, b)| a.is_accepted && b.is_accepted && a.expr.same_as(&b.expr))
}

/// Where the first one stands, if that is another file.
fn place_of(cx: &DocumentsContext<'_>, first: &RuleEntry<'_>, entry: &RuleEntry<'_>) -> String {
    if first.document == entry.document {
        return String::new();
    }
    cx.documents.get(first.document).map_or_else(String::new, |other| format!(", in {}", other.document.name()))
}
