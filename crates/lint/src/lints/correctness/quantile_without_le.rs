//! `histogram_quantile(0.9, sum by (job) (rate(x_bucket[5m])))`: the bounds are gone.

use promenade_model::value::SourceRange;

use crate::facts::counter::is_bucket;
use crate::facts::histogram::{BUCKET_LABEL, reads_buckets};
use crate::facts::selector::{metric_name, selector_of};
use promenade_functions::AggregatorDef;
use promenade_syntax::ast::{AggregateExpr, BinaryExpr, VectorMatchCardinality};
use promenade_syntax::{Expr, ExprKind};

use crate::context::{Node, QueryContext};
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::{Report, edit};

pub(crate) static LINT: Lint = Lint {
    code: "PQL309",
    name: "quantile-without-le",
    group: Group::Correctness,
    severity: Severity::Error,
    default: true,
    docs: LintDocs {
        what: "Finds a quantile or fraction of classic buckets whose label `le` an aggregation or a join \
               has dropped.",
        why: "Without `le` nobody knows which bucket is which, so the result is empty.",
        example: Example::Query(
            "histogram_quantile(0.9, sum by (job) (rate(http_request_duration_seconds_bucket[5m])))",
        ),
        instead: "Keep `le` in each aggregation of buckets.",
        better: Example::Query(
            "histogram_quantile(0.9, sum by (job, le) (rate(http_request_duration_seconds_bucket[5m])))",
        ),
        fix: FixDocs::Unsafe("Adds `le` to the labels that are kept."),
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (node, call, _) in cx.nodes.calls().filter(|(_, _, def)| reads_buckets(def)) {
        let of_buckets = |n: Node<'_>| selector_of(n.expr).and_then(metric_name).is_some_and(is_bucket);
        if !cx.nodes.below(node).any(of_buckets) {
            continue;
        }
        let Some(lost) = call.args.iter().find(|arg| cx.is_vector(arg)).and_then(|arg| lost_at(cx, arg)) else {
            continue;
        };
        let finding = report.add(lost.range.clone(), format!("this drops the label `{BUCKET_LABEL}`"));
        finding.related(call.function.range.clone(), "needs it to tell the buckets apart");
        if let Some((at, text)) = grouping_fix(lost) {
            finding.unsafe_fix("keep `le`", vec![edit(at..at, text)]);
        }
    }
}

/// The outermost operation that drops the bounds of the buckets.
fn lost_at<'a>(cx: &QueryContext<'_>, expr: &'a Expr) -> Option<&'a Expr> {
    let mut expr = expr.unparenthesized();
    loop {
        let next = match &expr.kind {
            ExprKind::Aggregate(aggregate) if drops(cx, expr, aggregate) => return Some(expr),
            ExprKind::Aggregate(aggregate) => aggregate.expr(),
            ExprKind::Binary(binary) if joins_without(binary) => return Some(expr),
            ExprKind::Binary(binary) if cx.is_vector(&binary.lhs) => Some(&binary.lhs),
            ExprKind::Binary(binary) => Some(&binary.rhs),
            ExprKind::Call(call) => call.args.iter().find(|arg| !cx.is_scalar(arg)),
            ExprKind::Subquery(subquery) => Some(&subquery.expr),
            ExprKind::Unary(unary) => Some(&unary.expr),
            _ => None,
        };
        expr = next?.unparenthesized();
    }
}

fn drops(cx: &QueryContext<'_>, expr: &Expr, aggregate: &AggregateExpr) -> bool {
    let selects = cx.aggregator(expr).is_none_or(AggregatorDef::selects);
    let named = aggregate.grouping.iter().any(|label| label.text == BUCKET_LABEL);
    !selects && named == aggregate.without
}

/// Whether a one-to-one join does not match on the bounds, which drops them from the result.
fn joins_without(binary: &BinaryExpr) -> bool {
    let named = binary.matching.labels.iter().any(|label| label.text == BUCKET_LABEL);
    let one_to_one = binary.matching.card == VectorMatchCardinality::OneToOne;
    one_to_one && !binary.op.is_set_operator() && !binary.op.is_comparison() && binary.matching.on && !named
}

/// Where to put `le`, and with which text around it.
fn grouping_fix(lost: &Expr) -> Option<(usize, &'static str)> {
    let ExprKind::Aggregate(aggregate) = &lost.kind else { return None };
    match (aggregate.without, aggregate.grouping.last(), &aggregate.modifier_range) {
        (false, Some(label), _) => Some((label.range.end, ", le")),
        (false, None, Some(modifier)) => Some((modifier.end - 1, "le")),
        (false, None, None) => Some((aggregate.op.range.end, " by (le) ")),
        (true, ..) => None,
    }
}
