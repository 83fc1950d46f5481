//! `count(up == 0) == 0`: where there is nothing, there is no count.

use promenade_model::value::SourceRange;

use crate::context::nodes::number;
use promenade_functions::aggregators::ValueUse;
use promenade_functions::{AggregatorDef, FunctionDef, ValueRange};
use promenade_syntax::ast::BinaryOp;
use promenade_syntax::{Expr, ExprKind};

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL316",
    name: "count-never-zero",
    group: Group::Correctness,
    severity: Severity::Error,
    default: true,
    docs: LintDocs {
        what: "Finds a comparison that asks for zero where the least value is one.",
        why: "`count` of nothing is nothing, not 0, and `absent` is 1 or nothing. The comparison never \
              holds.",
        example: Example::Query("count by (job) (up == 1) == 0"),
        instead: "Use `absent`, `unless`, or a sum of ones: `sum by (job) (up == bool 1) == 0`.",
        better: Example::Query("sum by (job) (up == bool 1) == 0"),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (node, binary) in cx.nodes.binaries().filter(|(_, b)| b.op.is_comparison() && !b.return_bool) {
        let sides = [(&binary.lhs, &binary.rhs, binary.op), (&binary.rhs, &binary.lhs, binary.op.mirrored())];
        for (counted, constant, op) in sides {
            let Some(name) = at_least_one(cx, counted.unparenthesized()) else { continue };
            if number(constant).is_some_and(|value| never_holds(op, value)) {
                let message = format!("`{name}` is never below 1: where there is nothing it has no result");
                report.add(node.expr.range.clone(), message);
            }
        }
    }
}

/// The function or aggregator whose results are all 1 or more.
fn at_least_one(cx: &QueryContext<'_>, expr: &Expr) -> Option<&'static str> {
    match &expr.kind {
        ExprKind::Call(_) => {
            let counts =
                |def: &&FunctionDef| matches!(def.behavior.value_range, ValueRange::AtLeast(1) | ValueRange::Only(1));
            cx.function(expr).filter(counts).map(|def| def.name)
        }
        ExprKind::Aggregate(_) => {
            let counts = |def: &&AggregatorDef| def.value_use() == ValueUse::Ignored;
            cx.aggregator(expr).filter(counts).map(|def| def.name)
        }
        _ => None,
    }
}

/// Whether no number from 1 on compares so.
fn never_holds(op: BinaryOp, value: f64) -> bool {
    match op {
        BinaryOp::Eq | BinaryOp::Le => value < 1.0,
        BinaryOp::Lt => value <= 1.0,
        _ => false,
    }
}
