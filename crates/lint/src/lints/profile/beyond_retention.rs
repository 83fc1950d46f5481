//! `x offset 60d` where samples are kept for 15 days.

use promenade_model::duration::format_duration;
use promenade_syntax::ast::{At, DurationExpr, Offset};
use promenade_syntax::{Expr, ExprKind};

use promenade_model::value::SourceRange;

use crate::context::{Node, QueryContext};
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL902",
    name: "beyond-retention",
    group: Group::Profile,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds selectors that look back further than samples are kept; needs the retention of a profile.",
        why: "There are no samples so old, so the result is empty, or is computed from a part of the window.",
        example: Example::None,
        instead: "Look back less far, or keep samples longer.",
        better: Example::None,
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    let Some(retention_ms) = cx.settings.profile.as_ref().and_then(|profile| profile.retention_ms) else { return };
    for (node, _) in cx.nodes.selectors() {
        // A fixed time may be any.
        let path = || std::iter::once(node).chain(cx.nodes.ancestors(node));
        if path().any(|node| at(node.expr).is_some()) {
            continue;
        }
        let back_ms = path().map(look_back_ms).fold(0_i64, i64::saturating_add);
        if back_ms > retention_ms {
            let message = format!(
                "this looks back {}, but samples are kept for {}",
                format_duration(back_ms),
                format_duration(retention_ms)
            );
            report.add(node.expr.range.clone(), message);
        }
    }
}

fn at(expr: &Expr) -> Option<&At> {
    match &expr.kind {
        ExprKind::Vector(selector) => selector.at.as_ref(),
        ExprKind::Matrix(matrix) => matrix.selector.at.as_ref(),
        ExprKind::Subquery(subquery) => subquery.at.as_ref(),
        _ => None,
    }
}

/// How far back a node itself looks.
fn look_back_ms(node: Node<'_>) -> i64 {
    let (range, offset): (Option<&DurationExpr>, Option<&Offset>) = match &node.expr.kind {
        ExprKind::Vector(selector) => (None, selector.offset.as_ref()),
        ExprKind::Matrix(matrix) => (Some(&matrix.range), matrix.selector.offset.as_ref()),
        ExprKind::Subquery(subquery) => (Some(&subquery.range), subquery.offset.as_ref()),
        _ => (None, None),
    };
    let of = |duration: Option<&DurationExpr>| {
        duration.and_then(|duration| duration.unparenthesized().literal_ms()).unwrap_or(0)
    };
    of(range).saturating_add(of(offset.map(|offset| &offset.duration)))
}
