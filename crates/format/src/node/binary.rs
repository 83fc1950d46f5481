//! `a + b`: chains of operators of one precedence, broken before each operator and all at one level.

use promenade_syntax::ast::BinaryExpr;
use promenade_syntax::{Expr, ExprKind};

use super::{Formatter, matching};
use crate::doc::Doc;
use crate::redundant::Place;

pub(super) fn format<'a>(f: Formatter<'a>, expr: &Expr) -> Doc<'a> {
    let (first, links) = chain(expr);
    let mut parts = vec![operand(f, first)];
    for (binary, rhs) in links {
        parts.push(Doc::line());
        parts.push(link(f, binary, rhs));
    }
    Doc::concat(parts).group()
}

/// The first operand of a chain, and each operator with the operand after it.
fn chain(expr: &Expr) -> (&Expr, Vec<(&BinaryExpr, &Expr)>) {
    let ExprKind::Binary(top) = &expr.kind else { return (expr, Vec::new()) };
    let of_chain = |e: &'_ Expr| matches!(&e.kind, ExprKind::Binary(b) if b.op.precedence() == top.op.precedence());
    let (mut first, mut links) = (expr, Vec::new());
    if top.op.is_right_associative() {
        let mut last: &BinaryExpr = top;
        while let ExprKind::Binary(next) = &last.rhs.kind
            && of_chain(&last.rhs)
        {
            links.push((last, &next.lhs));
            last = next;
        }
        links.push((last, &last.rhs));
        return (&top.lhs, links);
    }
    while let ExprKind::Binary(binary) = &first.kind
        && of_chain(first)
    {
        links.push((binary, &binary.rhs));
        first = &binary.lhs;
    }
    links.reverse();
    (first, links)
}

/// An operator with what belongs to it, and the operand after it. After matching labels the operand may go to the next line.
fn link<'a>(f: Formatter<'a>, binary: &BinaryExpr, rhs: &Expr) -> Doc<'a> {
    let op = f.keyword(f.source.idx_at(binary.op_range.start));
    let modifiers = f.source.idx_range(&binary.modifier_range);
    if modifiers.is_empty() {
        return Doc::concat([op, Doc::space(), operand(f, rhs)]);
    }
    let has_labels = matching::has_labels(f, modifiers.clone());
    let head = Doc::concat([op, matching::format(f, modifiers)]);
    if !has_labels {
        return Doc::concat([head, Doc::space(), operand(f, rhs)]);
    }
    let rhs = Doc::concat([Doc::line(), f.expr(rhs, Place::Operand)]).indent();
    Doc::concat([head, rhs]).group()
}

/// An operand. If it is a chain itself, its operators stand deeper than those around it.
fn operand<'a>(f: Formatter<'a>, expr: &Expr) -> Doc<'a> {
    let doc = f.expr(expr, Place::Operand);
    if matches!(expr.kind, ExprKind::Binary(_)) { doc.indent() } else { doc }
}
