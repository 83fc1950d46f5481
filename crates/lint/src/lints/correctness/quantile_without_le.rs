//! `histogram_quantile(0.9, sum by (job) (rate(x_bucket[5m])))`: the bounds are gone.

use promenade_model::value::SourceRange;

use crate::facts::counter::is_bucket;
use crate::facts::histogram::{BUCKET_LABEL, reads_buckets};
use crate::facts::selector::{metric_name, selector_of};
use promenade_functions::AggregatorDef;
use promenade_model::stack::deeper;
use promenade_syntax::ast::{AggregateExpr, BinaryExpr, BinaryOp, VectorMatchCardinality};
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
    for (_, call, _) in cx.nodes.calls().filter(|(_, _, def)| reads_buckets(def)) {
        let Some(buckets) = call.args.iter().find(|arg| cx.is_vector(arg)) else { continue };
        let mut all_lost = Vec::new();
        lost_at(cx, buckets, &mut all_lost);
        for lost in all_lost {
            let finding = report.add(lost.range.clone(), format!("this drops the label `{BUCKET_LABEL}`"));
            finding.related(call.function.range.clone(), "needs it to tell the buckets apart");
            if let Some((at, text)) = grouping_fix(lost) {
                finding.unsafe_fix("keep `le`", vec![edit(at..at, text)]);
            }
        }
    }
}

/// The outermost operations that drop the bounds of classic buckets, one of each branch of `or` that reads some: the
/// other branches may be native histograms.
fn lost_at<'a>(cx: &QueryContext<'_>, expr: &'a Expr, lost: &mut Vec<&'a Expr>) {
    let of_buckets = |n: Node<'_>| selector_of(n.expr).and_then(metric_name).is_some_and(is_bucket);
    let mut expr = expr.unparenthesized();
    if !cx.nodes.of(expr).is_some_and(|node| cx.nodes.below(node).any(of_buckets)) {
        return;
    }
    loop {
        let next = match &expr.kind {
            ExprKind::Binary(binary) if binary.op == BinaryOp::Or => {
                deeper(|| lost_at(cx, &binary.lhs, lost));
                return deeper(|| lost_at(cx, &binary.rhs, lost));
            }
            ExprKind::Aggregate(aggregate) if drops(cx, expr, aggregate) => {
                if !reads_other_histograms(cx, expr) {
                    lost.push(expr);
                }
                return;
            }
            ExprKind::Aggregate(aggregate) => aggregate.expr(),
            ExprKind::Binary(binary) if joins_without(binary) => return lost.push(expr),
            ExprKind::Binary(binary) if cx.is_vector(&binary.lhs) => Some(&binary.lhs),
            ExprKind::Binary(binary) => Some(&binary.rhs),
            ExprKind::Call(call) => call.args.iter().find(|arg| !cx.is_scalar(arg)),
            ExprKind::Subquery(subquery) => Some(&subquery.expr),
            ExprKind::Unary(unary) => Some(&unary.expr),
            _ => None,
        };
        let Some(next) = next else { return };
        expr = next.unparenthesized();
    }
}

/// Whether an expression also reads what may be native histograms, of which an aggregation loses nothing: a metric that is
/// no part of a classic histogram, in a branch of `or`.
fn reads_other_histograms(cx: &QueryContext<'_>, expr: &Expr) -> bool {
    let Some(node) = cx.nodes.of(expr) else { return false };
    let has_or = cx.nodes.below(node).any(|n| matches!(&n.expr.kind, ExprKind::Binary(b) if b.op == BinaryOp::Or));
    has_or && cx.nodes.selectors_below(node).any(|(_, selector)| !metric_name(selector).is_some_and(is_bucket))
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
