//! `sum by (pod) (sum by (job) (x))`: what is grouped by is gone already.

use promenade_functions::FunctionDef;
use promenade_model::UnquotedNames;
use promenade_model::value::SourceRange;
use promenade_semantic::flow::Flow;
use promenade_syntax::ExprKind;
use promenade_syntax::ast::{AggregateExpr, BinaryExpr, Call, LabelName, VectorMatchCardinality};
use promenade_syntax::variables::holds_variable;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::facts::cause::{is_of_absence, why_gone};
use crate::finding::{Report, edit};

pub(crate) static LINT: Lint = Lint {
    code: "PQL801",
    name: "gone-label",
    group: Group::Labels,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds labels in groupings, joins and functions of labels that no series there can have.",
        why: "An aggregation or a join below has taken the label away, so that the grouping, the match or the function does \
              something else than it says.",
        example: Example::Query("max by (job, pod) (sum by (job, instance) (rate(http_requests_total[5m])))"),
        instead: "Keep the label below, or do not name it here.",
        better: Example::Query("max by (job) (sum by (job, instance) (rate(http_requests_total[5m])))"),
        fix: FixDocs::Safe("Takes the label out of the grouping."),
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (_, aggregate, _) in cx.nodes.aggregations() {
        if let Some(inner) = aggregate.expr().and_then(|inner| cx.flow(inner)) {
            grouping(aggregate, inner, report);
        }
    }
    for (_, binary) in cx.nodes.binaries() {
        if let (Some(lhs), Some(rhs)) = (cx.flow(&binary.lhs), cx.flow(&binary.rhs)) {
            matching(binary, (lhs, rhs), report);
        }
    }
    for (_, call, def) in cx.nodes.calls() {
        if let Some(inner) = call.args.first().and_then(|inner| cx.flow(inner)) {
            arguments(call, def, inner, report);
        }
    }
}

fn grouping(aggregate: &AggregateExpr, inner: &Flow, report: &mut Report<'_, SourceRange>) {
    if aggregate.without {
        return;
    }
    for (idx, label) in aggregate.grouping.iter().enumerate().filter(|(_, label)| !label.holds_variable()) {
        let Some(range) = gone(inner, label, report) else { continue };
        let removal = removal(&aggregate.grouping, idx).unwrap_or(range);
        if let Some(finding) = report.last() {
            finding.safe_fix(format!("take `{}` out of the grouping", label.text), vec![edit(removal, "")]);
        }
    }
}

/// A label with the comma that goes with it.
fn removal(labels: &[LabelName], idx: usize) -> Option<SourceRange> {
    let label = labels.get(idx)?;
    Some(match (idx.checked_sub(1).and_then(|before| labels.get(before)), labels.get(idx + 1)) {
        (_, Some(next)) => label.range.start..next.range.start,
        (Some(before), None) => before.range.end..label.range.end,
        (None, None) => label.range.clone(),
    })
}

fn matching(binary: &BinaryExpr, (lhs, rhs): (&Flow, &Flow), report: &mut Report<'_, SourceRange>) {
    let matching = &binary.matching;
    let known = |labels: &'_ [LabelName]| labels.iter().filter(|l| !l.holds_variable()).cloned().collect::<Vec<_>>();
    if matching.on {
        for label in known(&matching.labels) {
            // One side is enough to say: what is gone on both is said once.
            if gone(lhs, &label, report).is_none() {
                gone(rhs, &label, report);
            }
        }
    }
    let one = if matching.card == VectorMatchCardinality::OneToMany { lhs } else { rhs };
    for label in known(&matching.include) {
        gone(one, &label, report);
    }
}

/// Functions that read labels.
fn arguments(call: &Call, def: &FunctionDef, inner: &Flow, report: &mut Report<'_, SourceRange>) {
    let reads = |index| def.signature.param(index).is_some_and(|param| param.role.reads_label());
    for (_, arg) in call.args.iter().enumerate().filter(|(index, _)| reads(*index)) {
        let ExprKind::String(label) = &arg.unparenthesized().kind else { continue };
        if label.value.is_empty() || holds_variable(&label.value) {
            continue;
        }
        let label = LabelName::new(label.value.as_str(), arg.range.clone(), true, UnquotedNames::Legacy);
        gone(inner, &label, report);
    }
}

/// Reports a label that is gone, and gives its place.
fn gone(flow: &Flow, label: &LabelName, report: &mut Report<'_, SourceRange>) -> Option<SourceRange> {
    // Another lint reports these.
    let (why, at) = why_gone(flow, &label.text).filter(|_| !is_of_absence(flow, &label.text))?;
    report.add(label.range.clone(), format!("no series has the label `{}` here", label.text)).related(at, why);
    Some(label.range.clone())
}
