//! `a / a`: both sides are the same.

use promenade_model::value::SourceRange;

use crate::context::nodes::number;
use promenade_syntax::ExprKind;
use promenade_syntax::ast::BinaryOp;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL322",
    name: "same-operands",
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds a binary operation of which both sides are the same expression.",
        why: "The result does not depend on the data: a difference is 0, a ratio 1, a comparison always or \
              never holds. Most often one side was to be changed after it was copied.",
        example: Example::Query("rate(http_requests_total[5m]) / rate(http_requests_total[5m])"),
        instead: "Check which expression was meant.",
        better: Example::Query("rate(http_errors_total[5m]) / rate(http_requests_total[5m])"),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (node, binary) in cx.nodes.binaries() {
        let counts = !matches!(binary.op, BinaryOp::Add | BinaryOp::Mul | BinaryOp::Pow);
        let (lhs, rhs) = (binary.lhs.unparenthesized(), binary.rhs.unparenthesized());
        // Who divides a selector by itself wants a one for each series.
        let is_one = binary.op == BinaryOp::Div && matches!(lhs.kind, ExprKind::Vector(_));
        if counts && !is_one && number(lhs).is_none() && lhs.same_as(rhs) {
            report.add(node.expr.range.clone(), format!("both sides of `{}` are the same", binary.op));
        }
    }
}
