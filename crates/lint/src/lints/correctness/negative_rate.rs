//! `rate(x[5m]) < 0`: a counter does not fall.

use promenade_functions::MetricKind;
use promenade_model::value::SourceRange;
use promenade_syntax::ast::BinaryOp;
use promenade_syntax::{Expr, ExprKind};

use crate::context::QueryContext;
use crate::context::nodes::number;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL328",
    name: "negative-rate",
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds comparisons that ask for a negative rate or increase.",
        why: "A counter only grows, and where it falls `rate`, `irate` and `increase` take that for a restart. So the rate \
              of a counter is never negative, and the comparison is never true.",
        example: Example::Query("rate(http_requests_total[5m]) < 0"),
        instead: "Compare with 0 by `==`, or use `deriv` or `delta` on a gauge.",
        better: Example::Query("rate(http_requests_total[5m]) == 0"),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (node, binary) in cx.nodes.binaries() {
        let sides = [(&binary.lhs, &binary.rhs, binary.op), (&binary.rhs, &binary.lhs, binary.op.mirrored())];
        for (side, limit, op) in sides {
            let Some(limit) = number(limit) else { continue };
            let is_negative = match op {
                BinaryOp::Lt => limit <= 0.0,
                BinaryOp::Le | BinaryOp::Eq => limit < 0.0,
                _ => false,
            };
            if let Some(name) = rate(cx, side).filter(|_| is_negative) {
                let message = format!("`{name}` of a counter is never negative");
                report.add(node.expr.range.clone(), message);
            }
        }
    }
}

/// The function for counters whose result an expression is, sums of it included.
fn rate(cx: &QueryContext<'_>, expr: &Expr) -> Option<&'static str> {
    let mut expr = expr.unparenthesized();
    while let ExprKind::Aggregate(aggregate) = &expr.kind {
        expr = aggregate.expr()?.unparenthesized();
    }
    let function = cx.function(expr)?;
    (function.behavior.usage.takes == MetricKind::Counter).then_some(function.name)
}
