//! `expr: http_errors`: whatever the value, the alert fires.

use crate::facts::condition::{ALERT_METRICS, unconditional};
use crate::facts::selector::metric_name;
use promenade_syntax::ExprKind;

use crate::context::RuleContext;
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
    let Some(part) = unconditional(query, query.expr) else { return };
    let part_node = query.nodes.of(part);
    let Some((_, selector)) = part_node.and_then(|part| query.nodes.selectors_below(part).next()) else { return };
    let is_of_alerts = metric_name(selector).is_some_and(|name| ALERT_METRICS.contains(&name));
    // That there is a series with these labels may be the condition.
    let is_presence = matches!(&part.unparenthesized().kind, ExprKind::Vector(s) if !s.matchers.is_empty());
    if !is_of_alerts && !is_presence {
        let message = format!("the alert `{}` fires for every series, whatever its value", cx.name());
        report.add(cx.to_file(part.range.clone()), message);
    }
}
