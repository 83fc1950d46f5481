//! Parentheses that change nothing.

use promenade_model::stack::{TreeBox, deeper};
use promenade_syntax::{Expr, ExprKind};

/// What stands around an expression.
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
        let inner = std::mem::replace(&mut **inner, Expr::new(ExprKind::Error(TreeBox::default()), 0..0));
        *expr = inner;
    }
    match &mut expr.kind {
        ExprKind::Paren(inner) => remove(inner, Place::Parentheses),
        ExprKind::Binary(binary) => {
            remove(&mut binary.lhs, Place::Operand);
            remove(&mut binary.rhs, Place::Operand);
        }
        ExprKind::Call(call) => call.args.iter_mut().for_each(|arg| remove(arg, Place::Other)),
        ExprKind::Aggregate(aggregate) => aggregate.args.iter_mut().for_each(|arg| remove(arg, Place::Other)),
        ExprKind::Subquery(subquery) => remove(&mut subquery.expr, Place::Other),
        ExprKind::Unary(unary) => remove(&mut unary.expr, Place::Other),
        _ => {}
    }
}
