//! The nodes of a query as a list, so that rules need not walk a tree.

use promenade_functions::{AggregatorDef, FunctionDef, ParamRole, aggregator, function};
use promenade_model::ValueType;
use promenade_model::stack::deeper;
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
}

impl<'a> Nodes<'a> {
    /// The nodes of a tree.
    pub fn new(root: &'a Expr) -> Self {
        let mut nodes = Vec::new();
        let mut todo = vec![(root, None)];
        while let Some((expr, parent)) = todo.pop() {
            let idx = nodes.len();
            nodes.push(node(idx, expr, parent));
            let at = todo.len();
            todo.extend(expr.children().map(|child| (child, Some(idx))));
            todo[at..].reverse();
        }
        Self { nodes }
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
        let start = self.nodes.partition_point(|node| node.expr.range.start < expr.range.start);
        self.nodes[start..].iter().chain(&self.nodes[..start]).find(|node| std::ptr::eq(node.expr, expr)).copied()
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
        self.iter().filter(|node| !self.says_labels(*node)).filter_map(|node| match &node.expr.kind {
            ExprKind::Vector(selector) => Some((node, &**selector)),
            ExprKind::Matrix(matrix) => Some((node, &matrix.selector)),
            _ => None,
        })
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

fn node(idx: usize, expr: &Expr, parent: Option<usize>) -> Node<'_> {
    let function = match &expr.kind {
        ExprKind::Call(call) => function(&call.function.text),
        _ => None,
    };
    let aggregator = match &expr.kind {
        ExprKind::Aggregate(aggregate) => aggregator(&aggregate.op.text),
        _ => None,
    };
    Node { idx, expr, parent, function, aggregator }
}

/// The type of an expression without errors; none where it is a variable.
pub fn value_type(expr: &Expr) -> ValueType {
    match &expr.unparenthesized().kind {
        ExprKind::Number(_) => ValueType::Scalar,
        ExprKind::String(_) => ValueType::String,
        ExprKind::Aggregate(_) | ExprKind::Vector(_) => ValueType::Vector,
        ExprKind::Matrix(_) | ExprKind::Subquery(_) => ValueType::Matrix,
        ExprKind::Paren(inner) => value_type(inner),
        ExprKind::Unary(unary) => deeper(|| value_type(&unary.expr)),
        ExprKind::Call(call) => function(&call.function.text).map_or(ValueType::None, |def| def.signature.returns),
        ExprKind::Binary(binary) => {
            if has_scalars_only(binary) {
                ValueType::Scalar
            } else {
                ValueType::Vector
            }
        }
        ExprKind::Variable(_) | ExprKind::Error(_) => ValueType::None,
    }
}

/// Whether no operand of an operation is a vector. The near ones are looked at first: in a long chain, one of them is one.
fn has_scalars_only(binary: &BinaryExpr) -> bool {
    let mut todo = vec![binary];
    while let Some(binary) = todo.pop() {
        for side in [&binary.lhs, &binary.rhs] {
            match &side.unparenthesized().kind {
                ExprKind::Binary(inner) => todo.push(inner),
                _ if is_scalar(side) => {}
                _ => return false,
            }
        }
    }
    true
}

/// Whether an expression is an instant vector.
pub fn is_vector(expr: &Expr) -> bool {
    value_type(expr) == ValueType::Vector
}

/// Whether an expression is a scalar.
pub fn is_scalar(expr: &Expr) -> bool {
    value_type(expr) == ValueType::Scalar
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
    use super::Nodes;
    use promenade_syntax::{ParseOptions, parse};

    #[test]
    fn subtrees_end_where_they_end() {
        let parsed = parse("sum(rate(a[5m])) / (b + c)", &ParseOptions::default());
        let nodes = Nodes::new(&parsed.expr);
        let sizes: Vec<usize> = nodes.iter().map(|node| nodes.below(node).count()).collect();
        assert_eq!(sizes, [8, 3, 2, 1, 4, 3, 1, 1]);
        let all_found = nodes.iter().all(|node| nodes.of(node.expr).is_some_and(|found| found.idx == node.idx));
        assert!(all_found);
    }
}
