//! Binary operations.
//!
//! Series are matched once, when the operator is built; blocks only compute numbers. The sides are called "many" and
//! "one" after their role in the match: the series of the "many" side give the rows of the result.

mod ambiguous_match;
mod bits;
mod cell;
mod cell_annotation;
mod collision;
mod float;
mod join;
mod or;
mod pairs;
mod result_labels;
mod scalar;
mod set;
mod signature;
mod union;

pub(crate) use bits::StepBits;
pub(crate) use set::Masked;
pub(crate) use union::Union;

use promenade_plan::{BinaryNode, BinaryOp, FillValues, Node, VectorMatchCardinality, VectorMatching};

use crate::ExecError;
use crate::evaluator::{Evaluated, Evaluator, Scope, node_ref};

/// Builds the operator over both sides.
///
/// # Errors
/// Returns an error if the operator is not defined between the two types or samples have more than one match, or any
/// error of computing the rows.
pub(crate) fn build(
    evaluator: &mut Evaluator<'_>,
    node: &Node,
    binary: &BinaryNode,
    sides: (Evaluated, Evaluated),
    scope: Scope,
) -> Result<Evaluated, ExecError> {
    let op = binary.op;
    match sides {
        (Evaluated::Scalar(lhs), Evaluated::Scalar(rhs)) => {
            scalar::columns(op, &lhs, &rhs, scope.grid).map(Evaluated::Scalar)
        }
        (Evaluated::Vector(vector), Evaluated::Scalar(column)) => {
            let sides = scalar::Sides { vector, column, is_swapped: false };
            Ok(Evaluated::Vector(scalar::build(evaluator, node_ref(node), binary, sides)))
        }
        (Evaluated::Scalar(column), Evaluated::Vector(vector)) => {
            let sides = scalar::Sides { vector, column, is_swapped: true };
            Ok(Evaluated::Vector(scalar::build(evaluator, node_ref(node), binary, sides)))
        }
        (Evaluated::Vector(lhs), Evaluated::Vector(rhs)) => {
            let matching = binary.matching.clone().unwrap_or_else(|| default_matching(op));
            match op {
                BinaryOp::And => set::and(evaluator, &matching, &lhs, &rhs).map(Evaluated::Vector),
                BinaryOp::Unless => set::unless(evaluator, &matching, &lhs, &rhs).map(Evaluated::Vector),
                BinaryOp::Or => or::or(evaluator, &matching, (lhs, rhs), scope).map(Evaluated::Vector),
                _ => join::build(evaluator, node_ref(node), binary, matching, (lhs, rhs)).map(Evaluated::Vector),
            }
        }
        _ => Err(ExecError::IllTypedPlan { operation: op.symbol() }),
    }
}

/// By default, series match on all labels except the metric name.
fn default_matching(op: BinaryOp) -> VectorMatching {
    VectorMatching {
        cardinality: if op.is_set_operator() {
            VectorMatchCardinality::ManyToMany
        } else {
            VectorMatchCardinality::OneToOne
        },
        labels: Vec::new(),
        on: false,
        include: Vec::new(),
        fill: FillValues::default(),
    }
}
