//! `rate(sum(x)[5m:])`: an aggregate of counters is no counter.

use promenade_functions::aggregators::ValueUse;
use promenade_functions::{AggregatorDef, MetricKind, aggregator};
use promenade_syntax::{Expr, ExprKind};

use promenade_model::value::SourceRange;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::facts::counter::is_recorded;
use crate::facts::selector::metric_name;
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL301",
    name: "rate-of-aggregate",
    group: Group::Correctness,
    severity: Severity::Error,
    default: true,
    docs: LintDocs {
        what: "Finds a function for counters over a sum or another aggregate of counters.",
        why: "When one of the counters restarts or goes away, the sum falls but does not start at zero again. The function \
              takes that for a reset of the whole sum, so the result shows a spike as high as all counters together.",
        example: Example::Query("rate(sum by (job) (http_requests_total)[5m:1m])"),
        instead: "Take the rate of each counter first and aggregate the rates. A recorded sum of counters is of no use for \
                  rates: record the sum of the rates.",
        better: Example::Query("sum by (job) (rate(http_requests_total[5m]))"),
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
        if let Some(name) = recorded_aggregate(arg) {
            let message = format!("`{name}` is a recorded aggregate, in which `{}` cannot see resets", def.name);
            report.add(arg.range.clone(), message);
        } else if let Some(aggregation) = aggregation_of_raw(cx, arg) {
            let message = format!("`{}` over an aggregate of counters cannot see their resets", def.name);
            report.add(call.function.range.clone(), message).related(aggregation.range.clone(), "aggregated here");
        }
    }
}

/// The recorded metric that a range selector names, where its name says that it aggregates and does nothing before.
fn recorded_aggregate(expr: &Expr) -> Option<&str> {
    let ExprKind::Matrix(matrix) = &expr.kind else { return None };
    let name = metric_name(&matrix.selector).filter(|name| is_recorded(name))?;
    let operation = name.rsplit(':').next()?;
    aggregator(operation).filter(|def| def.name == operation && combines(def)).map(|_| name)
}

/// The aggregation in a subquery that works on series as they are selected.
fn aggregation_of_raw<'a>(cx: &QueryContext<'_>, expr: &'a Expr) -> Option<&'a Expr> {
    let ExprKind::Subquery(subquery) = &expr.kind else { return None };
    let mut found = None;
    let mut inner = subquery.expr.unparenthesized();
    while let ExprKind::Aggregate(aggregate) = &inner.kind {
        let combines = cx.aggregator(inner).is_some_and(combines);
        found = found.or(Some(inner).filter(|_| combines));
        inner = aggregate.expr()?.unparenthesized();
    }
    found.filter(|_| matches!(inner.kind, ExprKind::Vector(_)))
}

fn combines(def: &AggregatorDef) -> bool {
    def.value_use() == ValueUse::Combined
}
