//! The nodes of a query as a list, so that lints need not walk a tree.

use promenade_functions::{AggregatorDef, FunctionDef, ParamRole};
use promenade_semantic::{NodeMap, SemanticModel};
use promenade_syntax::ast::{AggregateExpr, BinaryExpr, Call, MatrixSelector, UnaryOp, VectorSelector};
use promenade_syntax::{Expr, ExprKind};

/// A node of a query, with what the catalogue says of it.
#[derive(Debug, Clone, Copy)]
pub struct Node<'a> {
    /// Where it stands in [`Nodes`].
    pub idx: usize,
    /// The expression.
    pub expr: &'a Expr,
    /// The node above.
    pub parent: Option<usize>,
    /// The function, where it is a call.
    pub function: Option<&'static FunctionDef>,
    /// The aggregator, where it is an aggregation.
    pub aggregator: Option<&'static AggregatorDef>,
}

/// All nodes of a query, parents before their children, in the order of the source.
#[derive(Debug, Clone)]
pub struct Nodes<'a> {
    nodes: Vec<Node<'a>>,
    by_id: NodeMap<usize>,
}

impl<'a> Nodes<'a> {
    /// The nodes of a tree, of which the model knows the definitions.
    pub fn new(root: &'a Expr, model: &SemanticModel) -> Self {
        let (mut nodes, mut by_id) = (Vec::new(), NodeMap::default());
        let mut todo = vec![(root, None)];
        while let Some((expr, parent)) = todo.pop() {
            let idx = nodes.len();
            let (function, aggregator) = (model.function(expr.id), model.aggregator(expr.id));
            nodes.push(Node { idx, expr, parent, function, aggregator });
            by_id.insert(expr.id, idx);
            let at = todo.len();
            todo.extend(expr.children().map(|child| (child, Some(idx))));
            todo[at..].reverse();
        }
        Self { nodes, by_id }
    }

    /// All nodes.
    pub fn iter(&self) -> impl Iterator<Item = Node<'a>> + '_ {
        self.nodes.iter().copied()
    }

    /// The node above.
    pub fn parent(&self, node: Node<'a>) -> Option<Node<'a>> {
        node.parent.map(|idx| self.nodes[idx])
    }

    /// The nodes above, the nearest first.
    pub fn ancestors(&self, node: Node<'a>) -> impl Iterator<Item = Node<'a>> + '_ {
        std::iter::successors(self.parent(node), |above| self.parent(*above))
    }

    /// The nearest node above that is no parenthesis.
    pub fn user(&self, node: Node<'a>) -> Option<Node<'a>> {
        self.ancestors(node).find(|above| !matches!(above.expr.kind, ExprKind::Paren(_)))
    }

    /// The node of an expression of this tree.
    pub fn of(&self, expr: &Expr) -> Option<Node<'a>> {
        self.by_id.get(expr.id).map(|idx| self.nodes[*idx])
    }

    /// The nodes of a subtree, its root first.
    pub fn below(&self, root: Node<'a>) -> impl Iterator<Item = Node<'a>> + '_ {
        let rest = self.nodes[root.idx + 1..].iter();
        let inside = rest.take_while(move |node| node.parent.is_some_and(|parent| parent >= root.idx));
        std::iter::once(root).chain(inside.copied())
    }

    /// All calls of functions that the catalogue has.
    pub fn calls(&self) -> impl Iterator<Item = (Node<'a>, &'a Call, &'static FunctionDef)> + '_ {
        self.iter().filter_map(|node| match &node.expr.kind {
            ExprKind::Call(call) => Some((node, &**call, node.function?)),
            _ => None,
        })
    }

    /// All aggregations with an aggregator that the catalogue has.
    pub fn aggregations(&self) -> impl Iterator<Item = (Node<'a>, &'a AggregateExpr, &'static AggregatorDef)> + '_ {
        self.iter().filter_map(|node| match &node.expr.kind {
            ExprKind::Aggregate(aggregate) => Some((node, &**aggregate, node.aggregator?)),
            _ => None,
        })
    }

    /// All binary operations.
    pub fn binaries(&self) -> impl Iterator<Item = (Node<'a>, &'a BinaryExpr)> + '_ {
        self.iter().filter_map(|node| match &node.expr.kind {
            ExprKind::Binary(binary) => Some((node, &**binary)),
            _ => None,
        })
    }

    /// All selectors, those of ranges included. The one that says which labels `info` adds is none of them: it is never
    /// evaluated, and its matchers have a meaning of their own.
    pub fn selectors(&self) -> impl Iterator<Item = (Node<'a>, &'a VectorSelector)> + '_ {
        self.iter().filter_map(|node| self.selector(node))
    }

    /// The selectors of a subtree.
    pub fn selectors_below(&self, root: Node<'a>) -> impl Iterator<Item = (Node<'a>, &'a VectorSelector)> + '_ {
        self.below(root).filter_map(|node| self.selector(node))
    }

    fn selector(&self, node: Node<'a>) -> Option<(Node<'a>, &'a VectorSelector)> {
        match &node.expr.kind {
            _ if self.says_labels(node) => None,
            ExprKind::Vector(selector) => Some((node, selector)),
            ExprKind::Matrix(matrix) => Some((node, &matrix.selector)),
            _ => None,
        }
    }

    /// Whether a node says which labels `info` adds.
    fn says_labels(&self, node: Node<'a>) -> bool {
        let Some(parent) = self.parent(node) else { return false };
        let ExprKind::Call(call) = &parent.expr.kind else { return false };
        let selector = parent.function.and_then(|def| def.signature.position(ParamRole::InfoSelector));
        selector.and_then(|index| call.args.get(index)).is_some_and(|arg| std::ptr::eq(arg, node.expr))
    }

    /// All range selectors.
    pub fn matrices(&self) -> impl Iterator<Item = (Node<'a>, &'a MatrixSelector)> + '_ {
        self.iter().filter_map(|node| match &node.expr.kind {
            ExprKind::Matrix(matrix) => Some((node, &**matrix)),
            _ => None,
        })
    }
}

/// The number that an expression is, whatever parentheses and signs stand around it.
pub fn number(expr: &Expr) -> Option<f64> {
    let (mut expr, mut sign) = (expr.unparenthesized(), 1.0);
    while let ExprKind::Unary(unary) = &expr.kind {
        sign = if unary.op == UnaryOp::Minus { -sign } else { sign };
        expr = unary.expr.unparenthesized();
    }
    match &expr.kind {
        ExprKind::Number(number) => Some(sign * number.value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use promenade_semantic::{Options, parse_and_check};

    use super::Nodes;

    #[test]
    fn subtrees_end_where_they_end() {
        let checked = parse_and_check("sum(rate(a[5m])) / (b + c)", &Options::default());
        let nodes = Nodes::new(&checked.expr, &checked.model);
        let sizes: Vec<usize> = nodes.iter().map(|node| nodes.below(node).count()).collect();
        assert_eq!(sizes, [8, 3, 2, 1, 4, 3, 1, 1]);
        let all_found = nodes.iter().all(|node| nodes.of(node.expr).is_some_and(|found| found.idx == node.idx));
        assert!(all_found);
    }
}
