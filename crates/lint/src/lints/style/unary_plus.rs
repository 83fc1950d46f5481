//! `+x`: that is `x`.

use promenade_syntax::ExprKind;
use promenade_syntax::ast::UnaryOp;

use promenade_model::value::SourceRange;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::{Report, edit};

pub(crate) static LINT: Lint = Lint {
    code: "PQL508",
    name: "unary-plus",
    group: Group::Style,
    severity: Severity::Info,
    default: true,
    docs: LintDocs {
        what: "Finds a plus sign that changes nothing.",
        why: "It may be the rest of a sum of which a part is lost.",
        example: Example::Query("sum(+up)"),
        instead: "Leave it out.",
        better: Example::Query("sum(up)"),
        fix: FixDocs::Unsafe("Removes the sign. The metric name, which the sign drops, stays then."),
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for node in cx.nodes.iter() {
        let ExprKind::Unary(unary) = &node.expr.kind else { continue };
        if unary.op == UnaryOp::Plus && cx.is_vector(&unary.expr) {
            let sign = node.expr.range.start..node.expr.range.start + 1;
            report.add(sign.clone(), "this sign changes nothing").unsafe_fix("remove the sign", vec![edit(sign, "")]);
        }
    }
}
