//! `a + b`: broken before each operator, and flat: operations are read from top to bottom, as they are computed.
//!
//! Operators of one precedence stand at one level. A left operand that is an operation itself binds more strongly and
//! comes first, so its operators stand at the same level too. A right operand that is an operation and does not fit on
//! the line of its operator goes below it: one level deeper, but for one that `and`, `or` and `unless` stand alone above.

use promenade_syntax::ast::BinaryExpr;
use promenade_syntax::{Expr, ExprKind};

use super::{Formatter, matching};
use crate::doc::Doc;
use crate::redundant::Place;

pub(super) fn format<'a>(f: Formatter<'a>, expr: &Expr) -> Doc<'a> {
    let (first, links) = chain(expr);
    let mut parts = vec![f.expr(first, Place::Operand)];
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

/// An operator with its modifiers, and the operand after it.
fn link<'a>(f: Formatter<'a>, binary: &BinaryExpr, rhs: &Expr) -> Doc<'a> {
    let op = f.keyword(f.source.idx_at(binary.op_range.start));
    let modifiers = f.source.idx_range(&binary.modifier_range);
    let has_labels = matching::has_labels(f, modifiers.clone());
    let is_long = matching::len(f, modifiers.clone()) > f.options.width / 2;
    let head = Doc::concat([op, matching::format(f, modifiers)]);
    let operand = f.expr(rhs, Place::Operand);
    match &f.shown(rhs, Place::Operand).kind {
        ExprKind::Binary(inner) if binary.op.is_set_operator() && !inner.op.is_set_operator() => {
            Doc::concat([head, Doc::line(), operand]).group()
        }
        ExprKind::Binary(_) => below(head, operand),
        ExprKind::Paren(_) if !is_long => Doc::concat([head, Doc::space(), operand]),
        _ if has_labels => below(head, operand),
        _ => Doc::concat([head, Doc::space(), operand]),
    }
}

/// An operand behind its operator, or below it and deeper.
fn below<'a>(head: Doc<'a>, operand: Doc<'a>) -> Doc<'a> {
    Doc::concat([head, Doc::concat([Doc::line(), operand]).indent()]).group()
}
