//! Parentheses that change nothing.

use promenade_model::stack::deeper;
use promenade_syntax::{Expr, ExprKind};

/// What is around an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Nothing: it is the query.
    Query,
    /// Parentheses.
    Parentheses,
    /// A binary operator.
    Operand,
    /// Something in which parentheses may matter.
    Other,
}

/// Whether an expression in parentheses means the same without them.
pub(crate) fn is_redundant(inner: &Expr, place: Place) -> bool {
    let is_closed = |e: &Expr| matches!(e.kind, ExprKind::Vector(_) | ExprKind::Call(_) | ExprKind::Aggregate(_));
    match place {
        Place::Query | Place::Parentheses => true,
        Place::Operand => is_closed(inner.unparenthesized()),
        Place::Other => false,
    }
}

/// The tree without its redundant parentheses.
pub(crate) fn removed(expr: &Expr) -> Expr {
    let mut expr = expr.clone();
    remove(&mut expr, Place::Query);
    expr
}

fn remove(expr: &mut Expr, place: Place) {
    deeper(|| remove_in(expr, place));
}

fn remove_in(expr: &mut Expr, place: Place) {
    while let ExprKind::Paren(inner) = &mut expr.kind
        && is_redundant(inner, place)
    {
        *expr = std::mem::take(&mut **inner);
    }
    let place = match &expr.kind {
        ExprKind::Paren(_) => Place::Parentheses,
        ExprKind::Binary(_) => Place::Operand,
        _ => Place::Other,
    };
    expr.children_mut().for_each(|child| remove(child, place));
}
