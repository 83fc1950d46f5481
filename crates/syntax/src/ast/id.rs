//! Ids of nodes, by which facts are kept beside a tree.

use super::{DurationExpr, DurationExprKind, Expr, ExprKind, Offset};

/// The id of a node: of an [`Expr`], a [`super::LabelMatcher`] or a [`DurationExpr`].
///
/// The parser numbers the nodes of a tree from 0, a parent before what is below it, in the order of the source. So the ids
/// are dense, and those below a node are the ones right after its own. Trees are equal whatever their ids.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(u32);

impl NodeId {
    /// The id of a node that was made by hand, until [`Expr::assign_ids`].
    pub const NONE: Self = Self(u32::MAX);

    /// The id as an index into a list of facts. That of [`NodeId::NONE`] is beyond any list.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl Default for NodeId {
    fn default() -> Self {
        Self::NONE
    }
}

impl std::fmt::Debug for NodeId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if *self == Self::NONE { f.write_str("#-") } else { write!(f, "#{}", self.0) }
    }
}

impl Expr {
    /// Numbers the nodes of the tree from 0, as the parser does, and returns how many there are. Needed only where facts
    /// are to be kept about a tree that was changed.
    pub fn assign_ids(&mut self) -> usize {
        let mut ids = (0..NodeId::NONE.0).map(NodeId);
        let mut next = || ids.next().unwrap_or(NodeId::NONE);
        let mut todo = vec![Node::Expr(self)];
        while let Some(node) = todo.pop() {
            let n_before = todo.len();
            match node {
                Node::Expr(expr) => {
                    expr.id = next();
                    // The matchers have nothing below them.
                    for matcher in expr.selector_mut().into_iter().flat_map(|selector| &mut selector.matchers) {
                        matcher.id = next();
                    }
                    push_below(expr, &mut todo);
                }
                Node::Duration(duration) => {
                    duration.id = next();
                    push_parts(duration, &mut todo);
                }
            }
            todo[n_before..].reverse();
        }
        ids.next().map_or(NodeId::NONE, |id| id).index()
    }
}

/// A node that has a number and perhaps others below it.
enum Node<'a> {
    Expr(&'a mut Expr),
    Duration(&'a mut DurationExpr),
}

/// Pushes the expressions and durations right below a node, in the order of the source.
fn push_below<'a>(expr: &'a mut Expr, todo: &mut Vec<Node<'a>>) {
    let offset = |offset: &'a mut Option<Offset>| offset.as_mut().map(|offset| Node::Duration(&mut offset.duration));
    match &mut expr.kind {
        ExprKind::Aggregate(e) => todo.extend(e.args.iter_mut().map(Node::Expr)),
        ExprKind::Call(e) => todo.extend(e.args.iter_mut().map(Node::Expr)),
        ExprKind::Error(parts) => todo.extend(parts.iter_mut().map(Node::Expr)),
        ExprKind::Binary(e) => {
            let e = &mut **e;
            todo.extend([Node::Expr(&mut e.lhs), Node::Expr(&mut e.rhs)]);
        }
        ExprKind::Subquery(e) => {
            let e = &mut **e;
            todo.extend([Node::Expr(&mut e.expr), Node::Duration(&mut e.range)]);
            todo.extend(e.step.as_mut().map(Node::Duration));
            todo.extend(offset(&mut e.offset));
        }
        ExprKind::Paren(inner) => todo.push(Node::Expr(inner)),
        ExprKind::Unary(e) => todo.push(Node::Expr(&mut e.expr)),
        ExprKind::Matrix(e) => {
            todo.push(Node::Duration(&mut e.range));
            todo.extend(offset(&mut e.selector.offset));
        }
        ExprKind::Vector(e) => todo.extend(offset(&mut e.offset)),
        ExprKind::Number(_) | ExprKind::String(_) | ExprKind::Variable(_) => {}
    }
}

/// Pushes the parts of a calculation.
fn push_parts<'a>(duration: &'a mut DurationExpr, todo: &mut Vec<Node<'a>>) {
    use DurationExprKind as Kind;
    match &mut duration.kind {
        Kind::MinOf(a, b) | Kind::MaxOf(a, b) | Kind::Binary(_, a, b) => {
            todo.extend([Node::Duration(a), Node::Duration(b)]);
        }
        Kind::Negate(a) | Kind::Paren(a) => todo.push(Node::Duration(a)),
        Kind::Number(_) | Kind::Step | Kind::Range | Kind::Variable(_) | Kind::Error => {}
    }
}
