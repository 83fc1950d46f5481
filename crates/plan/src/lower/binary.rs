//! Binary operations: invariant if both sides are, with the matching resolved.

use promenade_model::ValueType;
use promenade_model::value::SourceRange;
use promenade_semantic::typed;

use super::{Context, Lowered, Lowering, Planned, node, sorted_unique};
use crate::logical::{BinaryNode, NodeKind, VectorMatching};

impl Lowering<'_> {
    pub(super) fn binary(&self, binary: &typed::BinaryExpr, range: &SourceRange, context: Context) -> Planned<Lowered> {
        let lhs = self.expr(&binary.lhs, context)?;
        let rhs = self.expr(&binary.rhs, context)?;
        let invariant = !context.in_param && lhs.invariant && rhs.invariant;
        let (lhs, rhs) = if invariant { (lhs.node, rhs.node) } else { (lhs.wrapped(), rhs.wrapped()) };
        let scalars = lhs.value_type == ValueType::Scalar && rhs.value_type == ValueType::Scalar;
        let value_type = if scalars { ValueType::Scalar } else { ValueType::Vector };
        let kind = NodeKind::Binary(BinaryNode {
            op: binary.op,
            lhs,
            rhs,
            matching: binary.matching.as_ref().map(matching),
            return_bool: binary.return_bool,
        });
        let node = node(range, value_type, kind);
        Ok(if context.in_param { Lowered::variant(node) } else { Lowered { node, invariant, wraps: invariant } })
    }
}

fn matching(matching: &typed::VectorMatching) -> VectorMatching {
    VectorMatching {
        cardinality: matching.card,
        labels: sorted_unique(&matching.labels),
        on: matching.on,
        include: matching.include.clone(),
        fill: matching.fill_values,
    }
}
