//! `sum by (job) (x) / on (pod) sum by (pod) (y)`: one side has a label, the other cannot have it.

use std::collections::BTreeSet;

use promenade_model::labels::METRIC_NAME;
use promenade_semantic::TypedExprKind;
use promenade_semantic::flow::{CauseKind, Flow, FlowNode, LabelFact, Presence};
use promenade_semantic::typed::BinaryExpr;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, RuleDef, RuleDocs, Severity};
use crate::finding::Report;

pub(crate) static RULE: RuleDef = RuleDef {
    code: "PQL802",
    name: "never-matches",
    group: Group::Labels,
    severity: Severity::Error,
    default: true,
    docs: RuleDocs {
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

fn check(cx: &QueryContext<'_>, report: &mut Report<'_>) {
    for (expr, node) in cx.with_flow() {
        let (TypedExprKind::Binary(binary), [lhs, rhs]) = (&node.expr.kind, node.children.as_slice()) else { continue };
        if !never_matches(node, lhs, rhs) {
            continue;
        }
        let Some((label, of_lhs, of_rhs)) = conflict(binary, &lhs.flow, &rhs.flow) else {
            report.add(expr.range.clone(), "no series of the two sides ever match");
            continue;
        };
        let message = format!("no series of the two sides ever match: they differ in the label `{label}`");
        let finding = report.add(expr.range.clone(), message);
        finding.related(lhs.expr.range.clone(), said(&of_lhs, &label));
        finding.related(rhs.expr.range.clone(), said(&of_rhs, &label));
    }
}

/// Whether it is the matching of this operation that leaves nothing.
fn never_matches(node: &FlowNode<'_>, lhs: &FlowNode<'_>, rhs: &FlowNode<'_>) -> bool {
    let here = |flow: &Flow| {
        let cause = flow.why_never().filter(|cause| cause.range == node.expr.range);
        cause.is_some_and(|cause| matches!(cause.kind, CauseKind::Matching))
    };
    !lhs.flow.never_returns() && !rhs.flow.never_returns() && here(&node.flow)
}

/// A label by which series match, and in which they cannot agree, with what is known of it on each side.
fn conflict(binary: &BinaryExpr, lhs: &Flow, rhs: &Flow) -> Option<(String, LabelFact, LabelFact)> {
    let named = |flow: &Flow| {
        let names = flow.live().flat_map(|source| source.labels.named().map(|(name, _)| name.to_owned()));
        names.collect::<BTreeSet<String>>()
    };
    let matching = binary.matching.as_ref();
    let counts = |name: &String| match matching {
        Some(matching) if matching.on => matching.labels.contains(name),
        Some(matching) => name != METRIC_NAME && !matching.labels.contains(name),
        None => name != METRIC_NAME,
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
