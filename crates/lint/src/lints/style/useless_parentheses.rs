//! `sum((x))`: parentheses that change nothing.

use promenade_syntax::diagnostic::Edit;
use promenade_syntax::{Expr, ExprKind};

use promenade_model::value::SourceRange;

use crate::context::{Node, QueryContext};
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::{Report, edit};

pub(crate) static LINT: Lint = Lint {
    code: "PQL501",
    name: "useless-parentheses",
    group: Group::Style,
    severity: Severity::Info,
    default: true,
    docs: LintDocs {
        what: "Finds parentheses that change nothing: around a selector, a call, a whole argument, other \
               parentheses, or a whole query on one line.",
        why: "They make the reader look for what they hold together.",
        example: Example::Query("sum by (job) ((up))"),
        instead: "Leave them out. Parentheses around operations within operations are not found, as \
                  they may help the reader.",
        better: Example::Query("sum by (job) (up)"),
        fix: FixDocs::Safe("Removes the parentheses."),
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for node in cx.nodes.iter() {
        let ExprKind::Paren(inner) = &node.expr.kind else { continue };
        if is_useless(cx, node, inner) {
            let range = node.expr.range.clone();
            let edits = vec![removal(cx.text, range.start), removal(cx.text, range.end - 1)];
            report.add(range, "these parentheses change nothing").safe_fix("remove the parentheses", edits);
        }
    }
}

fn is_useless(cx: &QueryContext<'_>, node: Node<'_>, inner: &Expr) -> bool {
    let Some(parent) = cx.nodes.parent(node) else { return !cx.text.contains('\n') || is_closed(inner) };
    match &parent.expr.kind {
        ExprKind::Paren(_) | ExprKind::Call(_) | ExprKind::Aggregate(_) => true,
        ExprKind::Binary(_) => is_closed(inner),
        _ => false,
    }
}

/// Whether an expression holds together without parentheses.
fn is_closed(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Number(number) => !number.text.starts_with(['-', '+']),
        ExprKind::Binary(_) | ExprKind::Unary(_) | ExprKind::Variable(_) | ExprKind::Error(_) => false,
        _ => true,
    }
}

/// The removal of the parenthesis at this offset, with a space in its place where words would run together.
fn removal(text: &str, at: usize) -> Edit {
    let is_word = |c: char| c.is_alphanumeric() || "_:$\"'`".contains(c);
    let before = text[..at].chars().next_back().is_some_and(is_word);
    let after = text[at + 1..].chars().next().is_some_and(is_word);
    edit(at..at + 1, if before && after { " " } else { "" })
}
