//! Rewriting a tree in place.

use std::ops::ControlFlow;

use promenade_model::stack::deeper;

use super::{BinaryExpr, Expr, ExprKind, VectorSelector};

/// How a transform goes on after a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Recursion {
    /// Go on with the nodes below this one.
    Continue,
    /// Leave out the nodes below this one.
    Skip,
    /// Stop.
    Stop,
}

/// The expressions right below a node, in the order of the source, to be changed.
pub struct ChildrenMut<'a> {
    first: Option<&'a mut Expr>,
    second: Option<&'a mut Expr>,
    rest: std::slice::IterMut<'a, Expr>,
}

impl<'a> Iterator for ChildrenMut<'a> {
    type Item = &'a mut Expr;

    fn next(&mut self) -> Option<&'a mut Expr> {
        self.first.take().or_else(|| self.second.take()).or_else(|| self.rest.next())
    }
}

impl<'a> ChildrenMut<'a> {
    fn few(first: Option<&'a mut Expr>, second: Option<&'a mut Expr>) -> Self {
        Self { first, second, rest: [].iter_mut() }
    }

    fn list(list: &'a mut [Expr]) -> Self {
        Self { first: None, second: None, rest: list.iter_mut() }
    }
}

impl Expr {
    /// The expressions right below this node, in the order of the source, to be changed.
    pub fn children_mut(&mut self) -> ChildrenMut<'_> {
        match &mut self.kind {
            ExprKind::Aggregate(e) => ChildrenMut::list(&mut e.args),
            ExprKind::Call(e) => ChildrenMut::list(&mut e.args),
            ExprKind::Error(parts) => ChildrenMut::list(parts),
            ExprKind::Binary(e) => {
                let BinaryExpr { lhs, rhs, .. } = &mut **e;
                ChildrenMut::few(Some(lhs), Some(rhs))
            }
            ExprKind::Subquery(e) => ChildrenMut::few(Some(&mut e.expr), None),
            ExprKind::Paren(inner) => ChildrenMut::few(Some(inner), None),
            ExprKind::Unary(e) => ChildrenMut::few(Some(&mut e.expr), None),
            ExprKind::Matrix(_)
            | ExprKind::Number(_)
            | ExprKind::String(_)
            | ExprKind::Variable(_)
            | ExprKind::Vector(_) => ChildrenMut::few(None, None),
        }
    }

    /// The vector selector of a node that is one, with or without a range.
    pub fn selector(&self) -> Option<&VectorSelector> {
        match &self.kind {
            ExprKind::Vector(selector) => Some(selector),
            ExprKind::Matrix(matrix) => Some(&matrix.selector),
            _ => None,
        }
    }

    /// The vector selector of a node that is one, with or without a range, to be changed.
    pub fn selector_mut(&mut self) -> Option<&mut VectorSelector> {
        match &mut self.kind {
            ExprKind::Vector(selector) => Some(selector),
            ExprKind::Matrix(matrix) => Some(&mut matrix.selector),
            _ => None,
        }
    }

    /// Changes the nodes of the tree from the top down: each before the nodes below it.
    ///
    /// Ranges and ids of nodes that are not changed stay as they were; [`Expr::assign_ids`] numbers the tree again.
    ///
    /// This sets a matcher on every selector, as `promtool promql label-matchers set` does:
    ///
    /// ```
    /// use promenade_model::MatchOp;
    /// use promenade_syntax::ast::{LabelMatcher, Recursion};
    /// use promenade_syntax::{ParseOptions, parse};
    ///
    /// let options = ParseOptions::without_names();
    /// let mut query = parse(r#"rate(errors{env="dev"}[5m]) / rate(requests[5m])"#, &options).into_result().unwrap();
    /// let matcher = LabelMatcher::new("env", MatchOp::Equal, "prod").unwrap();
    /// query.transform_down(&mut |node| {
    ///     if let Some(selector) = node.selector_mut() {
    ///         selector.set_matcher(matcher.clone());
    ///     }
    ///     Recursion::Continue
    /// });
    /// assert_eq!(query.to_string(), r#"rate(errors{env="prod"}[5m]) / rate(requests{env="prod"}[5m])"#);
    /// ```
    pub fn transform_down(&mut self, change: &mut dyn FnMut(&mut Self) -> Recursion) {
        let mut todo = vec![self];
        while let Some(node) = todo.pop() {
            match change(node) {
                Recursion::Continue => {
                    let n_before = todo.len();
                    todo.extend(node.children_mut());
                    todo[n_before..].reverse();
                }
                Recursion::Skip => {}
                Recursion::Stop => return,
            }
        }
    }

    /// Changes the nodes of the tree from the bottom up: each after those below it. Where `change` breaks, the nodes that
    /// would follow stay as they are.
    ///
    /// This takes away parentheses, whether they change the meaning or not:
    ///
    /// ```
    /// use std::ops::ControlFlow;
    ///
    /// use promenade_syntax::{ExprKind, ParseOptions, parse};
    ///
    /// let mut query = parse("((a)) + (b)", &ParseOptions::without_names()).into_result().unwrap();
    /// let _ = query.transform_up(&mut |node| {
    ///     if let ExprKind::Paren(inner) = &mut node.kind {
    ///         *node = std::mem::take(inner).into_inner();
    ///     }
    ///     ControlFlow::Continue(())
    /// });
    /// assert_eq!(query.to_string(), "a + b");
    /// ```
    pub fn transform_up(&mut self, change: &mut dyn FnMut(&mut Self) -> ControlFlow<()>) -> ControlFlow<()> {
        for child in self.children_mut() {
            deeper(|| child.transform_up(change))?;
        }
        change(self)
    }
}

impl Default for Expr {
    /// A missing expression, which takes the place of a node that is moved out of a tree.
    fn default() -> Self {
        Self::new(ExprKind::Error(promenade_model::stack::TreeBox::default()), 0..0)
    }
}
