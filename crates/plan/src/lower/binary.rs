//! Binary operations: invariant where both sides are, with the matching in the plan's terms.

use promenade_model::ValueType;
use promenade_model::value::SourceRange;
use promenade_semantic::typed::{self, VectorMatchCardinality};

use super::{Context, Lowered, Lowering, Planned, node, sorted_unique};
use crate::logical::{BinaryNode, BinaryOp, Cardinality, FillValues, NodeKind, VectorMatching};

impl Lowering<'_> {
    pub(super) fn binary(&self, binary: &typed::BinaryExpr, range: &SourceRange, context: Context) -> Planned<Lowered> {
        let lhs = self.expr(&binary.lhs, context)?;
        let rhs = self.expr(&binary.rhs, context)?;
        let invariant = !context.in_param && lhs.invariant && rhs.invariant;
        let (lhs, rhs) = if invariant { (lhs.node, rhs.node) } else { (lhs.wrapped(), rhs.wrapped()) };
        let scalars = lhs.value_type == ValueType::Scalar && rhs.value_type == ValueType::Scalar;
        let value_type = if scalars { ValueType::Scalar } else { ValueType::Vector };
        let kind = NodeKind::Binary(BinaryNode {
            op: operator(binary.op),
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
        cardinality: match matching.card {
            VectorMatchCardinality::OneToOne => Cardinality::OneToOne,
            VectorMatchCardinality::ManyToOne => Cardinality::ManyToOne,
            VectorMatchCardinality::OneToMany => Cardinality::OneToMany,
            VectorMatchCardinality::ManyToMany => Cardinality::ManyToMany,
        },
        labels: sorted_unique(&matching.labels),
        on: matching.on,
        include: matching.include.clone(),
        fill: FillValues { lhs: matching.fill_values.lhs, rhs: matching.fill_values.rhs },
    }
}

fn operator(op: typed::BinaryOp) -> BinaryOp {
    match op {
        typed::BinaryOp::Add => BinaryOp::Add,
        typed::BinaryOp::Sub => BinaryOp::Sub,
        typed::BinaryOp::Mul => BinaryOp::Mul,
        typed::BinaryOp::Div => BinaryOp::Div,
        typed::BinaryOp::Mod => BinaryOp::Mod,
        typed::BinaryOp::Pow => BinaryOp::Pow,
        typed::BinaryOp::Atan2 => BinaryOp::Atan2,
        typed::BinaryOp::Eql => BinaryOp::Eq,
        typed::BinaryOp::Neq => BinaryOp::Ne,
        typed::BinaryOp::Lss => BinaryOp::Lt,
        typed::BinaryOp::Lte => BinaryOp::Le,
        typed::BinaryOp::Gtr => BinaryOp::Gt,
        typed::BinaryOp::Gte => BinaryOp::Ge,
        typed::BinaryOp::TrimUpper => BinaryOp::TrimUpper,
        typed::BinaryOp::TrimLower => BinaryOp::TrimLower,
        typed::BinaryOp::And => BinaryOp::And,
        typed::BinaryOp::Or => BinaryOp::Or,
        typed::BinaryOp::Unless => BinaryOp::Unless,
    }
}
