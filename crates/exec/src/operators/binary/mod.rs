//! Binary operations.
//!
//! Series are matched once, when the operator is built; what is left for the blocks are numbers. A side is called "many"
//! or "one" after its part in the match: "many" is the side whose series give the rows of the result.

mod bits;
mod cell;
mod collision;
mod complaints;
mod contested;
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
pub(crate) use union::{Union, drain};

use promenade_plan::{BinaryNode, BinaryOp, FillValues, Grid, Node, VectorMatchCardinality, VectorMatching};

use crate::ExecError;
use crate::physical::{Builder, Value, node_ref};

/// Builds the operator.
pub(crate) fn build(
    builder: &mut Builder<'_>,
    node: &Node,
    binary: &BinaryNode,
    grid: Grid,
) -> Result<Value, ExecError> {
    let lhs = builder.build(&binary.lhs, grid)?;
    let rhs = builder.build(&binary.rhs, grid)?;
    let op = binary.op;
    match (lhs, rhs) {
        (Value::Scalar(lhs), Value::Scalar(rhs)) => scalar::columns(op, &lhs, &rhs, grid).map(Value::Scalar),
        (Value::Vector(vector), Value::Scalar(column)) => {
            let sides = scalar::Sides { vector, column, is_swapped: false };
            scalar::build(builder, node_ref(node), binary, sides).map(Value::Vector)
        }
        (Value::Scalar(column), Value::Vector(vector)) => {
            let sides = scalar::Sides { vector, column, is_swapped: true };
            scalar::build(builder, node_ref(node), binary, sides).map(Value::Vector)
        }
        (Value::Vector(lhs), Value::Vector(rhs)) => {
            let matching = binary.matching.clone().unwrap_or_else(|| default_matching(op));
            match op {
                BinaryOp::And => set::and(builder, &matching, &lhs, &rhs).map(Value::Vector),
                BinaryOp::Unless => set::unless(builder, &matching, &lhs, &rhs).map(Value::Vector),
                BinaryOp::Or => or::or(builder, &matching, lhs, rhs).map(Value::Vector),
                _ => join::build(builder, node_ref(node), binary, matching, (lhs, rhs)).map(Value::Vector),
            }
        }
        _ => Err(ExecError::IllTypedPlan { operation: op.symbol() }),
    }
}

/// Series are matched by all of their labels but the name.
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

/// Whether the result is no sample of the metric any more, so that its name has to go.
fn changes_schema(op: BinaryOp) -> bool {
    use BinaryOp::{Add, Atan2, Div, Mod, Mul, Pow, Sub};
    matches!(op, Add | Sub | Mul | Div | Mod | Pow | Atan2)
}
