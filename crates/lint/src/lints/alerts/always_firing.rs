//! `expr: http_errors`: whatever the value, the alert fires.

use crate::facts::condition::{ALERT_METRICS, unconditional};
use crate::facts::selector::metric_name;
use promenade_syntax::{Expr, ExprKind};

use crate::context::{QueryContext, RuleContext};
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL602",
    name: "always-firing",
    group: Group::Alerts,
    severity: Severity::Error,
    default: true,
    docs: LintDocs {
        what: "Finds alerts whose expression compares nothing.",
        why: "An alert fires for each series that its expression returns. Without a comparison these are \
              all series, whatever their value. An alert without any selector is taken for one that is to fire always, \
              and one on a single selector with matchers for one on the presence of series.",
        example: Example::Rules(
            "groups:
- name: instances
  rules:
  - alert: ErrorsSeen
    expr: sum by (job) (rate(http_errors_total[5m]))
    for: 5m
",
        ),
        instead: "Compare with something, such as `> 0`.",
        better: Example::Rules(
            "groups:
- name: instances
  rules:
  - alert: ErrorsSeen
    expr: sum by (job) (rate(http_errors_total[5m])) > 0
    for: 5m
",
        ),
        fix: FixDocs::None,
    },
    check: Check::Rule(check),
};

fn check(cx: &RuleContext<'_>, report: &mut Report<'_>) {
    let Some(query) = cx.query.as_ref().filter(|_| cx.is_alert()) else { return };
    if let Some(part) = fires_for_all(query) {
        let message = format!("{} fires for every series, whatever its value", cx.called());
        report.add(cx.to_file(part.range.clone()), message);
    }
}

/// The part of an alert's expression that returns all its series, whatever their value.
pub(crate) fn fires_for_all<'a>(query: &QueryContext<'a>) -> Option<&'a Expr> {
    let part = unconditional(query, query.expr).filter(|part| query.is_vector(part) || query.is_scalar(part))?;
    let (_, selector) = query.nodes.selectors_below(query.nodes.of(part)?).next()?;
    let is_of_alerts = metric_name(selector).is_some_and(|name| ALERT_METRICS.contains(&name));
    // That there is a series with these labels may be the condition.
    let is_presence = matches!(&part.unparenthesized().kind, ExprKind::Vector(s) if !s.matchers.is_empty());
    (!is_of_alerts && !is_presence).then_some(part)
}
