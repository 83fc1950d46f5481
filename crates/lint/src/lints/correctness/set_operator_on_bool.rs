//! `a and b > bool 1`: the comparison decides nothing.

use promenade_model::value::SourceRange;

use crate::facts::binary::bool_range;
use promenade_syntax::ExprKind;
use promenade_syntax::ast::BinaryOp;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::{Report, edit};

pub(crate) static LINT: Lint = Lint {
    code: "PQL315",
    name: "set-operator-on-bool",
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds a comparison with `bool` on the right of `and` or `unless`.",
        why: "`and` and `unless` ask whether there is a series on the right, not what its value is. With \
              `bool` the comparison filters none, so it decides nothing.",
        example: Example::Query("node_load1 > 4 and node_load5 > bool 4"),
        instead: "Leave `bool` out.",
        better: Example::Query("node_load1 > 4 and node_load5 > 4"),
        fix: FixDocs::Unsafe("Removes `bool`."),
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (_, binary) in cx.nodes.binaries().filter(|(_, b)| matches!(b.op, BinaryOp::And | BinaryOp::Unless)) {
        let ExprKind::Binary(right) = &binary.rhs.unparenthesized().kind else { continue };
        if let Some(range) = bool_range(cx.text, right) {
            let message = format!("`{}` asks for a series, and `bool` filters none", binary.op);
            report.add(range.clone(), message).unsafe_fix("remove `bool`", vec![edit(range, "")]);
        }
    }
}
