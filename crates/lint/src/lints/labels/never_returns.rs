//! `hour() > 24`: there is no such hour.

use promenade_semantic::flow::{Bounds, CauseKind, Flow};
use promenade_syntax::Expr;

use promenade_model::value::SourceRange;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL803",
    name: "never-returns",
    group: Group::Labels,
    severity: Severity::Error,
    default: true,
    docs: LintDocs {
        what: "Finds expressions that are empty whatever the data.",
        why: "A comparison that holds for no value, a function of the wrong kind of samples or a parameter that picks nothing \
              gives no result, ever; an alert on it never fires.",
        example: Example::Query("day_of_week() == 7"),
        instead: "Compare with a value that can occur.",
        better: Example::Query("day_of_week() == 0"),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for expr in cx.nodes.iter().map(|node| node.expr) {
        if !is_empty(cx, expr) || expr.children().any(|child| is_empty(cx, child)) {
            continue;
        }
        let Some(cause) = cx.flow(expr).and_then(Flow::why_never).filter(|cause| cause.range == expr.range) else {
            continue;
        };
        let message = match cause.kind {
            CauseKind::Comparison if expr.children().any(|child| counts(cx, child)) => continue,
            CauseKind::Comparison => "no sample passes this comparison",
            CauseKind::SetOperator => "the other side always takes all of this away",
            CauseKind::Parameter => "with this parameter nothing is picked",
            CauseKind::Function(_) => "this function never has a result for what it is given",
            _ => continue,
        };
        report.add(expr.range.clone(), message);
    }
}

fn is_empty(cx: &QueryContext<'_>, expr: &Expr) -> bool {
    cx.is_vector(expr) && cx.flow(expr).is_some_and(Flow::never_returns)
}

/// Whether the values are counts from one on, which another lint reports.
fn counts(cx: &QueryContext<'_>, expr: &Expr) -> bool {
    let is_count = |bounds: Bounds| match bounds {
        Bounds::Between(min, max) => min == 1.0 && max.is_infinite(),
        Bounds::Constant(value) => value == 1.0,
        Bounds::Any => false,
    };
    cx.is_vector(expr) && cx.flow(expr).is_some_and(|flow| flow.live().all(|source| is_count(source.value)))
}
