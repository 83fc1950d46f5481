//! An alert without `for`: one failed scrape raises it.

use crate::facts::condition::{ALERT_METRICS, Condition, condition, has_absent};
use crate::facts::counter::is_recorded;
use crate::facts::selector::metric_name;
use promenade_functions::{FunctionDef, ParamRole, ResultUnit};
use promenade_model::stack::deeper;
use promenade_syntax::ast::BinaryOp;
use promenade_syntax::{Expr, ExprKind};

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
              evaluation. An alert on rates or on other functions of a window looks at several samples anyway, also where \
              they are joined with a metric of labels or compared with a limit, and one on an age needs only one; they \
              are not found. Who wants an alert at once writes `for: 0s`.",
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
    if cx.rule.for_.is_none() && needs_for(cx) {
        report.add(cx.name_range(), format!("{} has no `for`: one odd sample raises it", cx.called()));
    }
}

/// Whether single samples raise the alert, unless it has a `for`.
pub(crate) fn needs_for(cx: &RuleContext<'_>) -> bool {
    let Some(query) = cx.query.as_ref().filter(|_| cx.is_alert()) else { return false };
    let decides = condition(query, query.expr) == Condition::Decides && !has_absent(query) && !measures_age(query);
    decides && of_single_samples(query, query.expr)
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

/// Whether an expression depends on single samples alone. A window or a prediction makes up for the single samples that
/// it is joined or compared with, and the name of a recorded metric does not say what it looks at.
fn of_single_samples(query: &QueryContext<'_>, expr: &Expr) -> bool {
    let below = |expr: &Expr| deeper(|| of_single_samples(query, expr));
    match &expr.kind {
        ExprKind::Vector(selector) => {
            metric_name(selector).is_some_and(|name| !is_recorded(name) && !ALERT_METRICS.contains(&name))
        }
        ExprKind::Binary(binary) if binary.op == BinaryOp::Or => below(&binary.lhs) || below(&binary.rhs),
        ExprKind::Binary(binary) if binary.op == BinaryOp::Unless => below(&binary.lhs),
        ExprKind::Binary(binary) => {
            let reads =
                |side: &Expr| query.nodes.of(side).is_some_and(|n| query.nodes.selectors_below(n).next().is_some());
            let mut sides = [&binary.lhs, &binary.rhs].into_iter().filter(|side| reads(side)).peekable();
            sides.peek().is_some() && sides.all(below)
        }
        ExprKind::Call(call) => call.args.iter().any(below),
        ExprKind::Aggregate(aggregate) => aggregate.expr().is_some_and(below),
        ExprKind::Paren(inner) => below(inner),
        ExprKind::Unary(unary) => below(&unary.expr),
        _ => false,
    }
}
