//! Evaluates arithmetic between numbers in advance.
//!
//! `rate(x[5m]) > 2 * 1024 ^ 3` compares with one number. Scalar arithmetic raises no annotations and cannot fail; NaN
//! and infinities result as in evaluation.

use promenade_functions::operators::float;
use promenade_model::ValueType;
use promenade_model::stack::deeper;

use crate::logical::{BinaryNode, LogicalPlan, Node, NodeKind};
use crate::optimize::Pass;

pub(super) struct ConstantFolding;

impl Pass for ConstantFolding {
    fn name(&self) -> &'static str {
        "constant-folding"
    }

    fn summary(&self) -> &'static str {
        "Calculates arithmetic between numbers once."
    }

    fn apply(&self, plan: &mut LogicalPlan) -> Vec<String> {
        let mut n_folded = 0;
        fold(&mut plan.root, &mut n_folded);
        match n_folded {
            0 => Vec::new(),
            1 => vec!["one operation between numbers is a number".to_owned()],
            n => vec![format!("{n} operations between numbers are numbers")],
        }
    }
}

fn fold(node: &mut Node, n_folded: &mut usize) {
    node.children_mut().for_each(|child| deeper(|| fold(child, n_folded)));
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
        *n_folded += usize::from(matches!(node.kind, NodeKind::Binary(_) | NodeKind::Negate(_)));
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
