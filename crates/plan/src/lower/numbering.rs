//! Assigns ids to all nodes in Prometheus's order of evaluation.

use promenade_model::stack::deeper;

use crate::logical::{CallNode, Node, NodeId, NodeKind};

/// Numbers the nodes from 0 and returns their number.
pub(super) fn number(root: &mut Node) -> usize {
    let mut next = 0;
    visit(root, &mut next);
    next as usize
}

fn visit(node: &mut Node, next: &mut NodeId) {
    deeper(|| visit_children(node, next));
    node.id = *next;
    *next += 1;
}

fn visit_children(node: &mut Node, next: &mut NodeId) {
    match &mut node.kind {
        NodeKind::Number(_) | NodeKind::String(_) | NodeKind::VectorSelector(_) | NodeKind::MatrixSelector(_) => {}
        NodeKind::Subquery(subquery) => visit(&mut subquery.expr, next),
        NodeKind::Call(call) => visit_args(call, next),
        NodeKind::Aggregate(aggregate) => {
            if let Some(param) = &mut aggregate.param {
                visit(param, next);
            }
            visit(&mut aggregate.expr, next);
        }
        NodeKind::Binary(binary) => {
            visit(&mut binary.lhs, next);
            visit(&mut binary.rhs, next);
        }
        NodeKind::Plus(inner)
        | NodeKind::Negate(inner)
        | NodeKind::StepInvariant(inner)
        | NodeKind::Merge(inner)
        | NodeKind::DropNames(inner) => visit(inner, next),
    }
}

/// A call evaluates its subquery first and its range selector last; other arguments in order.
fn visit_args(call: &mut CallNode, next: &mut NodeId) {
    let rank = |node: &Node| match node.kind {
        NodeKind::Subquery(_) => 0,
        NodeKind::MatrixSelector(_) => 2,
        _ => 1,
    };
    for wanted in 0..=2 {
        for arg in call.args.iter_mut().filter(|arg| rank(arg) == wanted) {
            visit(arg, next);
        }
    }
}
