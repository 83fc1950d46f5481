//! `rate(job:requests:rate5m[5m])`: a rate is no counter any more.

use promenade_model::value::SourceRange;

use crate::facts::counter::recorded_function;
use crate::facts::selector::metric_name;
use promenade_functions::{FunctionDef, MetricKind};
use promenade_syntax::{Expr, ExprKind};

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL302",
    name: "rate-of-rate",
    group: Group::Correctness,
    severity: Severity::Error,
    default: true,
    docs: LintDocs {
        what: "Finds a function for counters over something that is a rate or an increase already.",
        why: "A rate rises and falls. The function takes each fall for a reset of a counter, so the result \
              is far too high and means nothing.",
        example: Example::Query("rate(job:http_requests:rate5m[5m])"),
        instead: "Use `deriv` to see how a rate changes, `avg_over_time` to smooth it, or the rate as \
                  it is.",
        better: Example::Query("avg_over_time(job:http_requests:rate5m[5m])"),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (_, call, def) in cx.nodes.calls() {
        if def.behavior.usage.takes != MetricKind::Counter {
            continue;
        }
        let Some(arg) = call.args.first().map(Expr::unparenthesized) else { continue };
        if let Some((what, inner)) = recorded(arg).or_else(|| computed(cx, arg)) {
            let message = format!("this is a result of `{}` already, which is no counter", inner.name);
            report.add(what.range.clone(), message).related(call.function.range.clone(), "meant for counters");
        }
    }
}

/// A range selector of a metric whose name says that a function for counters has been applied.
fn recorded(expr: &Expr) -> Option<(&Expr, &'static FunctionDef)> {
    let ExprKind::Matrix(matrix) = &expr.kind else { return None };
    let def = recorded_function(metric_name(&matrix.selector)?)?;
    (def.behavior.usage.takes == MetricKind::Counter).then_some((expr, def))
}

/// A subquery over a function for counters, aggregated or not.
fn computed<'a>(cx: &QueryContext<'_>, expr: &'a Expr) -> Option<(&'a Expr, &'static FunctionDef)> {
    let ExprKind::Subquery(subquery) = &expr.kind else { return None };
    let mut inner = subquery.expr.unparenthesized();
    while let ExprKind::Aggregate(aggregate) = &inner.kind {
        inner = aggregate.expr()?.unparenthesized();
    }
    let def = cx.function(inner)?;
    (def.behavior.usage.takes == MetricKind::Counter).then_some((inner, def))
}
