//! `sum(a / b)`: one zero spoils the sum.

use promenade_functions::ParamRole;
use promenade_functions::aggregators::ValueUse;
use promenade_syntax::ast::BinaryOp;
use promenade_syntax::{Expr, ExprKind};

use promenade_model::value::SourceRange;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL318",
    name: "division-in-aggregate",
    group: Group::Correctness,
    severity: Severity::Info,
    default: false,
    docs: LintDocs {
        what: "Finds a sum or average of quotients whose divisor may be zero.",
        why: "Zero by zero is `NaN`, and anything else by zero is infinite. One such element makes the \
              whole sum or average `NaN` or infinite. Often the divisor is never zero, so the lint is off by default.",
        example: Example::Query("sum by (job) (http_errors / http_requests)"),
        instead: "Leave out what has a zero for its divisor, or divide the sums.",
        better: Example::Query("sum by (job) (http_errors) / sum by (job) (http_requests)"),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (_, aggregate, def) in cx.nodes.aggregations() {
        if def.value_use() != ValueUse::Combined {
            continue;
        }
        let Some(ExprKind::Binary(binary)) = aggregate.expr().map(|e| &e.unparenthesized().kind) else { continue };
        let divides = matches!(binary.op, BinaryOp::Div | BinaryOp::Mod);
        if divides && cx.is_vector(&binary.rhs) && may_be_zero(cx, &binary.rhs) {
            let message = format!("a zero among the divisors makes the whole `{}` `NaN` or infinite", def.name);
            report.add(binary.op_range.clone(), message);
        }
    }
}

/// Whether nothing in a divisor keeps zeros out.
fn may_be_zero(cx: &QueryContext<'_>, expr: &Expr) -> bool {
    let expr = expr.unparenthesized();
    match &expr.kind {
        ExprKind::Binary(binary) => !binary.op.is_comparison() || binary.return_bool,
        ExprKind::Call(_) => cx.function(expr).is_none_or(|def| {
            let (min, limits) = (def.behavior.value_range.bounds().0, [ParamRole::Bound, ParamRole::Multiple]);
            min <= 0.0 && !limits.into_iter().any(|role| def.signature.has(role))
        }),
        ExprKind::Aggregate(_) => cx.aggregator(expr).is_none_or(|def| def.value_use() != ValueUse::Ignored),
        _ => true,
    }
}
