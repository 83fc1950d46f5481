//! `sum(a) / sum(b)` without `for`: after a restart one side is complete first.

use crate::facts::selector::{matchers_on, metric_name, selector_of};
use promenade_model::stack::deeper;
use promenade_syntax::ast::VectorSelector;
use promenade_syntax::{Expr, ExprKind};

use crate::context::RuleContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL608",
    name: "fragile-ratio",
    group: Group::Alerts,
    severity: Severity::Warning,
    default: false,
    docs: LintDocs {
        what: "Finds alerts without `for` that compute with aggregations of different metrics.",
        why: "After a restart targets are scraped one by one, so that for a moment one aggregation has \
              more of its series than the other, and the ratio is wrong. The lint is off by default.",
        example: Example::Rules(
            r#"groups:
- name: instances
  rules:
  - alert: ErrorRatioHigh
    expr: sum(rate(http_errors_total{job="api"}[5m])) / sum(rate(http_requests_total{job="proxy"}[5m])) > 0.1
"#,
        ),
        instead: "Set `for` to a scrape interval or more.",
        better: Example::Rules(
            r#"groups:
- name: instances
  rules:
  - alert: ErrorRatioHigh
    expr: sum(rate(http_errors_total{job="api"}[5m])) / sum(rate(http_requests_total{job="proxy"}[5m])) > 0.1
    for: 5m
"#,
        ),
        fix: FixDocs::None,
    },
    check: Check::Rule(check),
};

fn check(cx: &RuleContext<'_>, report: &mut Report<'_>) {
    let Some(query) = cx.query.as_ref().filter(|_| cx.is_alert() && cx.for_ms() == 0) else { return };
    for (_, binary) in query.nodes.binaries() {
        let arithmetic = !binary.op.is_comparison() && !binary.op.is_set_operator();
        let (Some(lhs), Some(rhs)) = (aggregated_metric(&binary.lhs), aggregated_metric(&binary.rhs)) else { continue };
        if arithmetic && lhs != rhs {
            let message = "after a restart one of these aggregations may be complete before the other";
            report.add(cx.to_file(binary.op_range.clone()), message);
        }
    }
}

/// The metric that an expression aggregates, and the job that it asks for.
fn aggregated_metric(expr: &Expr) -> Option<(&str, Option<&str>)> {
    let ExprKind::Aggregate(aggregate) = &expr.unparenthesized().kind else { return None };
    let selector = selector_below(aggregate.expr()?)?;
    let job = matchers_on(selector, "job").next().map(|m| m.value.as_str());
    Some((metric_name(selector)?, job))
}

/// The selector at the end of a chain of calls.
fn selector_below(expr: &Expr) -> Option<&VectorSelector> {
    match &expr.unparenthesized().kind {
        ExprKind::Call(call) => call.args.iter().find_map(|arg| deeper(|| selector_below(arg))),
        _ => selector_of(expr),
    }
}
