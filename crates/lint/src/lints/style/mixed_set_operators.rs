//! `a or b and c`: which comes first?

use promenade_syntax::ExprKind;
use promenade_syntax::ast::BinaryOp;

use promenade_model::value::SourceRange;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::{Report, edit};

pub(crate) static LINT: Lint = Lint {
    code: "PQL509",
    name: "mixed-set-operators",
    group: Group::Style,
    severity: Severity::Info,
    default: false,
    docs: LintDocs {
        what: "Finds `and` or `unless` beside `or` without parentheses.",
        why: "`and` and `unless` bind more strongly than `or`, which not every reader knows. The lint is \
              off by default.",
        example: Example::Query("up == 0 or node_load1 > 8 and node_load5 > 8"),
        instead: "Write parentheses.",
        better: Example::Query("up == 0 or (node_load1 > 8 and node_load5 > 8)"),
        fix: FixDocs::Safe("Writes parentheses where they are anyway."),
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (_, binary) in cx.nodes.binaries().filter(|(_, b)| b.op == BinaryOp::Or) {
        for side in [&binary.lhs, &binary.rhs] {
            let ExprKind::Binary(inner) = &side.kind else { continue };
            if matches!(inner.op, BinaryOp::And | BinaryOp::Unless) {
                let range = side.range.clone();
                let edits = vec![edit(range.start..range.start, "("), edit(range.end..range.end, ")")];
                report
                    .add(inner.op_range.clone(), format!("`{}` binds more strongly than `or`", inner.op))
                    .safe_fix("write parentheses", edits);
            }
        }
    }
}
