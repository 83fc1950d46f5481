//! An alert without `for`: one failed scrape raises it.

use crate::facts::condition::{ALERT_METRICS, Condition, condition, has_absent};
use crate::facts::counter::is_recorded;
use crate::facts::selector::metric_name;
use promenade_functions::{FunctionDef, ParamRole, ResultUnit};
use promenade_syntax::ExprKind;

use crate::context::{Node, QueryContext, RuleContext};
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL601",
    name: "missing-for",
    group: Group::Alerts,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds alerts without `for` that look at single samples.",
        why: "One failed scrape, one restart or one odd value raises the alert, and it ends with the next \
              evaluation. An alert on rates or on other functions of a window looks at several samples anyway, and one \
              on an age needs only one; they are not found.",
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
    let Some(query) = cx.query.as_ref().filter(|_| cx.is_alert() && cx.rule.for_.is_none()) else { return };
    let decides = condition(query, query.expr) == Condition::Decides && !has_absent(query) && !measures_age(query);
    if decides && looks_at_single_samples(query) {
        report.add(cx.name_range(), format!("the alert `{}` has no `for`: one odd sample raises it", cx.name()));
    }
}

/// Whether the alert is about how old something is, or how long it lasts yet, of which one sample is enough.
fn measures_age(query: &QueryContext<'_>) -> bool {
    let is_clock =
        |def: &FunctionDef| def.signature.params.is_empty() && def.behavior.usage.unit == ResultUnit::Seconds;
    let is_time = |n: Node<'_>| n.function.is_some_and(|def| is_clock(def) || def.signature.has(ParamRole::UnixTime));
    let of_age = |name: &str| name.split('_').any(|word| word == "age" || AGES.iter().any(|age| word.starts_with(age)));
    query.nodes.iter().any(is_time) || query.nodes.selectors().any(|(_, s)| metric_name(s).is_some_and(of_age))
}

/// Beginnings of words in the names of metrics that are ages or times.
const AGES: [&str; 4] = ["ttl", "expir", "uptime", "timestamp"];

/// Whether a selector outside of windows decides, whose name does not say that it is an average.
fn looks_at_single_samples(query: &QueryContext<'_>) -> bool {
    query.nodes.selectors().any(|(node, selector)| {
        let recorded = metric_name(selector).is_none_or(|name| is_recorded(name) || ALERT_METRICS.contains(&name));
        let is_instant = matches!(node.expr.kind, ExprKind::Vector(_));
        let in_subquery = query.nodes.ancestors(node).any(|n| matches!(n.expr.kind, ExprKind::Subquery(_)));
        is_instant && !recorded && !in_subquery
    })
}
