//! Arithmetic between numbers is done once, before evaluation.
//!
//! `rate(x[5m]) > 2 * 1024 ^ 3` compares with one number. Scalar arithmetic raises no annotations and cannot fail, so
//! that nothing else changes; NaN and infinities come out as they would in evaluation.

use promenade_functions::operators::float;
use promenade_model::ValueType;
use promenade_model::stack::deeper;

use crate::logical::{BinaryNode, LogicalPlan, Node, NodeKind};
use crate::optimize::Rule;

/// The rule.
pub(super) struct ConstantFolding;

impl Rule for ConstantFolding {
    fn name(&self) -> &'static str {
        "constant-folding"
    }

    fn summary(&self) -> &'static str {
        "Calculates arithmetic between numbers once."
    }

    fn apply(&self, plan: &mut LogicalPlan) {
        fold(&mut plan.root);
    }
}

fn fold(node: &mut Node) {
    node.children_mut().for_each(|child| deeper(|| fold(child)));
    if node.value_type != ValueType::Scalar {
        return;
    }
    let value = match &node.kind {
        NodeKind::Binary(binary) => binary_value(binary),
        NodeKind::Negate(inner) => number(inner).map(|value| -value),
        NodeKind::Plus(inner) | NodeKind::StepInvariant(inner) => number(inner),
        _ => None,
    };
    if let Some(value) = value {
        node.kind = NodeKind::Number(value);
    }
}

fn number(node: &Node) -> Option<f64> {
    match node.kind {
        NodeKind::Number(value) => Some(value),
        _ => None,
    }
}

fn binary_value(binary: &BinaryNode) -> Option<f64> {
    float::apply(binary.op, number(&binary.lhs)?, number(&binary.rhs)?)
}
