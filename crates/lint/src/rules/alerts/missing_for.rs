//! An alert without `for`: one failed scrape raises it.

use crate::facts::condition::{Condition, condition, has_absent};
use crate::facts::counter::is_recorded;
use crate::facts::selector::metric_name;
use promenade_syntax::ExprKind;

use crate::context::{QueryContext, RuleContext};
use crate::definition::{Check, Example, FixDocs, Group, RuleDef, RuleDocs, Severity};
use crate::finding::Report;

pub(crate) static RULE: RuleDef = RuleDef {
    code: "PQL601",
    name: "missing-for",
    group: Group::Alerts,
    severity: Severity::Warning,
    default: true,
    docs: RuleDocs {
        what: "Finds alerts without `for` that look at single samples.",
        why: "One failed scrape, one restart or one odd value raises the alert, and it ends with the next \
              evaluation. An alert on rates or on other functions of a window looks at several samples anyway and is \
              not found.",
        example: Example::Rules(
            "groups:
- name: instances
  rules:
  - alert: InstanceDown
    expr: up == 0
",
        ),
        instead: "Say how long the condition has to hold with `for`.",
        better: Example::Rules(
            "groups:
- name: instances
  rules:
  - alert: InstanceDown
    expr: up == 0
    for: 5m
",
        ),
        fix: FixDocs::None,
    },
    check: Check::Rule(check),
};

fn check(cx: &RuleContext<'_>, report: &mut Report<'_>) {
    let Some(query) = cx.query.filter(|_| cx.is_alert() && cx.rule.for_.is_none()) else { return };
    if !has_absent(query) && condition(query.expr) == Condition::Decides && looks_at_single_samples(query) {
        report.add(cx.name_range(), format!("the alert `{}` has no `for`: one odd sample raises it", cx.name()));
    }
}

/// Whether a selector outside of windows decides, whose name does not say that it is an average.
fn looks_at_single_samples(query: &QueryContext<'_>) -> bool {
    query.nodes.selectors().any(|(node, selector)| {
        let recorded = metric_name(selector).is_none_or(is_recorded);
        let is_instant = matches!(node.expr.kind, ExprKind::Vector(_));
        let in_subquery = query.nodes.ancestors(node).any(|n| matches!(n.expr.kind, ExprKind::Subquery(_)));
        is_instant && !recorded && !in_subquery
    })
}
