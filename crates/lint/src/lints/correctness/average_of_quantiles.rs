//! `avg(x{quantile="0.99"})`: an average of quantiles is no quantile.

use promenade_model::value::SourceRange;

use crate::facts::histogram::SUMMARY_LABEL;
use crate::facts::selector::{matchers_on, metric_name};
use promenade_functions::MetricKind;
use promenade_functions::ParamRole;
use promenade_functions::aggregators::ValueUse;
use promenade_model::MatchOp;
use promenade_syntax::{Expr, ExprKind};

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL312",
    name: "average-of-quantiles",
    group: Group::Correctness,
    severity: Severity::Warning,
    default: false,
    docs: LintDocs {
        what: "Finds a sum or average of quantiles.",
        why: "Quantiles cannot be added or averaged: the average of the 99th percentiles of two instances \
              is not the 99th percentile of both, and may lie far from it. The lint is off by default, since an average \
              over labels that have one value each is harmless.",
        example: Example::Query(r#"avg by (job) (go_gc_duration_seconds{quantile="0.75"})"#),
        instead: "Aggregate the buckets of a histogram and take the quantile of the result. Where \
                  there is a summary only, show each instance, or the largest value with `max`.",
        better: Example::Query(r#"max by (job) (go_gc_duration_seconds{quantile="0.75"})"#),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (_, aggregate, def) in cx.nodes.aggregations() {
        if def.value_use() != ValueUse::Combined {
            continue;
        }
        let Some(inner) = aggregate.expr().map(Expr::unparenthesized) else { continue };
        if is_quantile(cx, inner) {
            report.add(inner.range.clone(), format!("quantiles are no numbers that `{}` makes sense of", def.name));
        }
    }
}

fn is_quantile(cx: &QueryContext<'_>, expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Vector(selector) => {
            let named = matchers_on(selector, SUMMARY_LABEL).any(|m| m.op == MatchOp::Equal && !m.value.is_empty());
            named && !metric_name(selector).is_some_and(MetricKind::may_be_counter)
        }
        ExprKind::Call(_) => {
            let has = |role| cx.function(expr).is_some_and(|def| def.signature.has(role));
            has(ParamRole::Buckets) && has(ParamRole::Quantile)
        }
        _ => false,
    }
}
