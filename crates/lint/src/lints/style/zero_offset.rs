//! `x offset 0s`: that is `x`.

use promenade_model::value::SourceRange;

use crate::facts::text::start_with_gap;
use promenade_syntax::ExprKind;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::{Report, edit};

pub(crate) static LINT: Lint = Lint {
    code: "PQL506",
    name: "zero-offset",
    group: Group::Style,
    severity: Severity::Info,
    default: true,
    docs: LintDocs {
        what: "Finds an offset of zero.",
        why: "It changes nothing.",
        example: Example::Query("up offset 0s"),
        instead: "Leave it out.",
        better: Example::Query("up"),
        fix: FixDocs::Safe("Removes the offset."),
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for node in cx.nodes.iter() {
        let offset = match &node.expr.kind {
            ExprKind::Vector(selector) => &selector.offset,
            ExprKind::Matrix(matrix) => &matrix.selector.offset,
            ExprKind::Subquery(subquery) => &subquery.offset,
            _ => continue,
        };
        let Some(offset) = offset.as_ref().filter(|offset| offset.duration.literal_ns() == Some(0)) else { continue };
        let range = start_with_gap(cx.text, offset.range.start)..offset.range.end;
        report
            .add(offset.range.clone(), "an offset of zero changes nothing")
            .safe_fix("remove the offset", vec![edit(range, "")]);
    }
}
