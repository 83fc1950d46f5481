//! Arithmetic between numbers is done once, before evaluation.
//!
//! `rate(x[5m]) > 2 * 1024 ^ 3` compares with one number. Scalar arithmetic raises no annotations and cannot fail, so
//! that nothing else changes; NaN and infinities come out as they would in evaluation.

use promenade_go::math::{atan2, pow};
use promenade_model::ValueType;
use promenade_model::stack::deeper;

use crate::logical::{BinaryNode, BinaryOp, LogicalPlan, Node, NodeKind};
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
    let (a, b) = (number(&binary.lhs)?, number(&binary.rhs)?);
    let truth = |holds: bool| f64::from(u8::from(holds));
    Some(match binary.op {
        BinaryOp::Add => a + b,
        BinaryOp::Sub => a - b,
        BinaryOp::Mul => a * b,
        BinaryOp::Div => a / b,
        BinaryOp::Mod => a % b,
        BinaryOp::Pow => pow(a, b),
        BinaryOp::Atan2 => atan2(a, b),
        BinaryOp::Eq => truth(a == b),
        BinaryOp::Ne => truth(a != b),
        BinaryOp::Lt => truth(a < b),
        BinaryOp::Le => truth(a <= b),
        BinaryOp::Gt => truth(a > b),
        BinaryOp::Ge => truth(a >= b),
        BinaryOp::TrimUpper | BinaryOp::TrimLower | BinaryOp::And | BinaryOp::Or | BinaryOp::Unless => return None,
    })
}
