//! Walking a tree.

use super::{Expr, ExprKind};

/// The expressions right below a node, in the order of the source.
pub struct Children<'a> {
    first: Option<&'a Expr>,
    second: Option<&'a Expr>,
    rest: std::slice::Iter<'a, Expr>,
}

impl<'a> Iterator for Children<'a> {
    type Item = &'a Expr;

    fn next(&mut self) -> Option<&'a Expr> {
        self.first.take().or_else(|| self.second.take()).or_else(|| self.rest.next())
    }
}

impl<'a> Children<'a> {
    fn few(first: Option<&'a Expr>, second: Option<&'a Expr>) -> Self {
        Self { first, second, rest: [].iter() }
    }

    fn list(list: &'a [Expr]) -> Self {
        Self { first: None, second: None, rest: list.iter() }
    }
}

/// A node and all nodes below it, each before those below it, in the order of the source.
pub struct Descendants<'a> {
    todo: Vec<&'a Expr>,
}

impl<'a> Iterator for Descendants<'a> {
    type Item = &'a Expr;

    fn next(&mut self) -> Option<&'a Expr> {
        let node = self.todo.pop()?;
        let n_before = self.todo.len();
        self.todo.extend(node.children());
        self.todo[n_before..].reverse();
        Some(node)
    }
}

impl Expr {
    /// This node and all nodes below it, each before those below it, in the order of the source.
    pub fn descendants(&self) -> Descendants<'_> {
        Descendants { todo: vec![self] }
    }

    /// The expressions right below this node, in the order of the source.
    pub fn children(&self) -> Children<'_> {
        match &self.kind {
            ExprKind::Aggregate(e) => Children::list(&e.args),
            ExprKind::Call(e) => Children::list(&e.args),
            ExprKind::Error(parts) => Children::list(parts),
            ExprKind::Binary(e) => Children::few(Some(&e.lhs), Some(&e.rhs)),
            ExprKind::Subquery(e) => Children::few(Some(&e.expr), None),
            ExprKind::Paren(inner) => Children::few(Some(inner), None),
            ExprKind::Unary(e) => Children::few(Some(&e.expr), None),
            ExprKind::Matrix(_)
            | ExprKind::Number(_)
            | ExprKind::String(_)
            | ExprKind::Variable(_)
            | ExprKind::Vector(_) => Children::few(None, None),
        }
    }

    /// The smallest node whose range holds the byte offset, ends included.
    pub fn at_offset(&self, offset: usize) -> Option<&Self> {
        let holds = |e: &&Self| e.range.start <= offset && offset <= e.range.end;
        let mut expr = Some(self).filter(holds)?;
        while let Some(child) = expr.children().find(holds) {
            expr = child;
        }
        Some(expr)
    }
}

/// Calls `visit` for every node with the nodes above it, outermost first; the parent before its children.
/// Where `visit` says no, the children are left out.
pub fn walk<'a>(expr: &'a Expr, visit: &mut dyn FnMut(&'a Expr, &[&'a Expr]) -> bool) {
    let mut path = Vec::new();
    let mut todo = vec![(expr, 0)];
    while let Some((node, depth)) = todo.pop() {
        path.truncate(depth);
        if visit(node, &path) {
            path.push(node);
            let at = todo.len();
            todo.extend(node.children().map(|child| (child, depth + 1)));
            todo[at..].reverse();
        }
    }
}
