//! `sum by (job) (x) / on (pod) sum by (pod) (y)`: one side has a label, the other cannot have it.

use promenade_model::value::SourceRange;
use promenade_syntax::ast::VectorMatching;
use std::collections::BTreeSet;

use promenade_model::labels::METRIC_NAME;
use promenade_semantic::flow::{CauseKind, Flow, LabelFact, Presence};

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL802",
    name: "never-matches",
    group: Group::Labels,
    severity: Severity::Error,
    default: true,
    docs: LintDocs {
        what: "Finds operations between vectors whose series never match.",
        why: "A label by which series match has a value on one side that it cannot have on the other, so the result is \
              always empty.",
        example: Example::Query(
            "sum by (job) (rate(http_errors_total{job=\"api\"}[5m])) / sum by (job) (rate(http_requests_total{job=\"web\"}[5m]))",
        ),
        instead: "Group both sides by the same labels, or say with `on` or `ignoring` which labels count.",
        better: Example::Query(
            "sum by (job) (rate(http_errors_total{job=\"api\"}[5m])) / sum by (job) (rate(http_requests_total{job=\"api\"}[5m]))",
        ),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (node, binary) in cx.nodes.binaries() {
        let flows = (cx.flow(node.expr), cx.flow(&binary.lhs), cx.flow(&binary.rhs));
        let (Some(flow), Some(lhs), Some(rhs)) = flows else { continue };
        let range = &node.expr.range;
        if lhs.never_returns() || rhs.never_returns() || !is_by_matching(flow, range) {
            continue;
        }
        let Some((label, of_lhs, of_rhs)) = conflict(&binary.matching, lhs, rhs) else {
            report.add(range.clone(), "no series of the two sides ever match");
            continue;
        };
        let message = format!("no series of the two sides ever match: they differ in the label `{label}`");
        let finding = report.add(range.clone(), message);
        finding.related(binary.lhs.range.clone(), said(&of_lhs, &label));
        finding.related(binary.rhs.range.clone(), said(&of_rhs, &label));
    }
}

/// Whether it is the matching of the operation in this range that leaves nothing.
fn is_by_matching(flow: &Flow, range: &SourceRange) -> bool {
    let cause = flow.why_never().filter(|cause| cause.range == *range);
    cause.is_some_and(|cause| matches!(cause.kind, CauseKind::Matching))
}

/// A label by which series match, and in which they cannot agree, with what is known of it on each side.
fn conflict(matching: &VectorMatching, lhs: &Flow, rhs: &Flow) -> Option<(String, LabelFact, LabelFact)> {
    let named = |flow: &Flow| {
        let names = flow.live().flat_map(|source| source.labels.named().map(|(name, _)| name.to_owned()));
        names.collect::<BTreeSet<String>>()
    };
    let counts = |name: &String| {
        let is_named = matching.labels.iter().any(|label| label.text == *name);
        if matching.on { is_named } else { name != METRIC_NAME && !is_named }
    };
    let mut names: BTreeSet<String> = named(lhs);
    names.extend(named(rhs));
    let facts = names.into_iter().filter(counts).map(|name| (lhs.label(&name), rhs.label(&name), name));
    let mut differing = facts.filter(|(l, r, _)| l.values.intersection(&r.values).is_contradiction());
    differing.next().map(|(l, r, name)| (name, l, r))
}

fn said(fact: &LabelFact, label: &str) -> String {
    match (fact.presence(), fact.values.listed()) {
        (Presence::Impossible, _) => format!("no series has `{label}` here"),
        (_, Some(values)) if values.len() <= 3 => format!("`{label}` is {} here", fact.values),
        (Presence::Guaranteed, _) => format!("every series has `{label}` here"),
        _ => format!("`{label}` has other values here"),
    }
}
