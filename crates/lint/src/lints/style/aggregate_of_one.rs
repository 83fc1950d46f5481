//! `max(sum(x))`: there is one element only.

use promenade_functions::AggregatorDef;
use promenade_syntax::{Expr, ExprKind};

use promenade_model::value::SourceRange;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL507",
    name: "aggregate-of-one",
    group: Group::Style,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds an aggregation of the single element that another aggregation leaves.",
        why: "An aggregation without labels has one element. Another one around it changes nothing, or \
              counts to 1.",
        example: Example::Query("max(sum(node_load1))"),
        instead: "Leave one of them out, or group the inner one by labels.",
        better: Example::Query("max(sum by (job) (node_load1))"),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (_, aggregate, def) in cx.nodes.aggregations() {
        let folds = def.folds() && aggregate.grouping.is_empty();
        let Some(inner) = aggregate.expr().map(Expr::unparenthesized).filter(|_| folds) else { continue };
        if leaves_one(cx, inner) {
            let message = format!("`{}` of a single element", def.name);
            report.add(aggregate.op.range.clone(), message).related(inner.range.clone(), "has one element");
        }
    }
}

fn leaves_one(cx: &QueryContext<'_>, expr: &Expr) -> bool {
    let ExprKind::Aggregate(aggregate) = &expr.kind else { return false };
    let folds = cx.aggregator(expr).is_some_and(AggregatorDef::folds);
    folds && aggregate.grouping.is_empty() && !aggregate.without
}
