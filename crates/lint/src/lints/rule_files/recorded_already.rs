//! An expression that a recording rule computes already.

use promenade_documents::Origin;
use promenade_documents::rules::Rule;
use promenade_syntax::{Expr, ExprKind};
use rustc_hash::FxHashMap;

use crate::context::DocumentsContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL710",
    name: "recorded-already",
    group: Group::Rules,
    severity: Severity::Info,
    default: false,
    docs: LintDocs {
        what: "Finds expressions that a recording rule of the linted files computes already.",
        why: "They are computed twice. The lint is off by default: the recorded one may be meant for \
              something else.",
        example: Example::Rules(
            "groups:
- name: rates
  rules:
  - record: job:requests:rate5m
    expr: sum by (job) (rate(http_requests_total[5m]))
  - alert: TooManyRequests
    expr: sum by (job) (rate(http_requests_total[5m])) > 100
    for: 5m
",
        ),
        instead: "Read the recorded metric.",
        better: Example::Rules(
            "groups:
- name: rates
  rules:
  - record: job:requests:rate5m
    expr: sum by (job) (rate(http_requests_total[5m]))
  - alert: TooManyRequests
    expr: job:requests:rate5m > 100
    for: 5m
",
        ),
        fix: FixDocs::None,
    },
    check: Check::Documents(check),
};

fn check(cx: &DocumentsContext<'_>, report: &mut Report<'_>) {
    let mut recorded: FxHashMap<(_, String), (&str, &Rule)> = FxHashMap::default();
    for entry in cx.rules().filter(|entry| entry.labels().is_empty()) {
        let (Some(metric), Some(query)) = (entry.records(), entry.query.filter(|query| query.is_accepted)) else {
            continue;
        };
        if is_worth_it(&query.expr) {
            recorded.entry((cx.set_of(entry.document), query.expr.to_string())).or_insert((metric, entry.rule));
        }
    }
    if recorded.is_empty() {
        return;
    }
    for (document, analyzed) in cx.documents.iter().enumerate() {
        for (query, embedded) in analyzed.queries.iter().zip(analyzed.document.queries()).filter(|(q, _)| q.is_accepted)
        {
            for node in query.nodes().iter().filter(|node| is_worth_it(node.expr)) {
                let Some((metric, _)) = recorded.get(&(cx.set_of(document), node.expr.to_string())) else { continue };
                let is_itself = node.parent.is_none() && matches!(embedded.origin, Origin::Rule { .. });
                if !is_itself {
                    let range = embedded.to_file(node.expr.range.clone());
                    report.add_in(document, range, format!("`{metric}` is this already"));
                }
            }
        }
    }
}

/// Whether an expression computes something.
fn is_worth_it(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Aggregate(_) | ExprKind::Call(_) | ExprKind::Binary(_))
}
