//! `sum by (a, b) (x) / on (a) sum by (a, b) (y)`: several elements for one.

use promenade_model::value::SourceRange;

use crate::context::nodes::number;
use promenade_model::stack::deeper;
use promenade_syntax::ast::{LabelName, VectorMatchCardinality, VectorMatching};
use promenade_syntax::{Expr, ExprKind};

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL321",
    name: "many-to-many",
    group: Group::Correctness,
    severity: Severity::Warning,
    default: false,
    docs: LintDocs {
        what: "Finds a join in which a side that must have one element for each signature has several.",
        why: "A label by which one side is grouped is not matched on, so several of its elements have the \
              same signature. Prometheus refuses that when the query runs, as soon as there are two of them. The lint \
              is off by default, since the label may follow from those that are matched on.",
        example: Example::Query(
            "sum by (job, instance) (rate(http_errors_total[5m])) / on (job) sum by (job) (rate(http_requests_total[5m]))",
        ),
        instead: "Match on all labels of that side, aggregate further, or say with `group_left` or \
                  `group_right` which side may have several.",
        better: Example::Query(
            "sum by (job, instance) (rate(http_errors_total[5m])) / on (job) group_left () sum by (job) (rate(http_requests_total[5m]))",
        ),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (_, binary) in cx.nodes.binaries() {
        let matching = &binary.matching;
        let open = matching.labels.iter().any(LabelName::holds_variable);
        if binary.op.is_set_operator() || open || !cx.is_vector(&binary.lhs) || !cx.is_vector(&binary.rhs) {
            continue;
        }
        let must_be_one = match matching.card {
            VectorMatchCardinality::ManyToOne => vec![(&binary.rhs, "right")],
            VectorMatchCardinality::OneToMany => vec![(&binary.lhs, "left")],
            _ => vec![(&binary.lhs, "left"), (&binary.rhs, "right")],
        };
        for (side, which) in must_be_one {
            if let Some(label) =
                grouped_by(cx, side).and_then(|labels| labels.iter().find(|l| !is_matched(matching, l)))
            {
                let message = format!(
                    "the {which} side has an element for each value of `{}`, which is not matched on",
                    label.text
                );
                report.add(label.range.clone(), message).related(binary.modifier_range.clone(), "matched here");
            }
        }
    }
}

/// The labels by which an expression has one element each, where an aggregation says so.
fn grouped_by<'a>(cx: &QueryContext<'_>, expr: &'a Expr) -> Option<&'a [LabelName]> {
    let expr = expr.unparenthesized();
    match &expr.kind {
        ExprKind::Aggregate(aggregate) => {
            let folds = cx.aggregator(expr).is_some_and(|def| !def.selects());
            let labels = aggregate.grouping.as_slice();
            (folds && !aggregate.without && !labels.iter().any(LabelName::holds_variable)).then_some(labels)
        }
        ExprKind::Binary(binary) if number(&binary.rhs).is_some() => deeper(|| grouped_by(cx, &binary.lhs)),
        ExprKind::Binary(binary) if number(&binary.lhs).is_some() => deeper(|| grouped_by(cx, &binary.rhs)),
        _ => None,
    }
}

/// Whether a label is matched on, or taken over by the group modifier, so that it seems to follow from those.
fn is_matched(matching: &VectorMatching, label: &LabelName) -> bool {
    let is_included = matching.include.iter().any(|l| l.text == label.text);
    is_included || matching.labels.iter().any(|l| l.text == label.text) == matching.on
}
