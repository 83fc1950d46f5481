//! Binary operations: between scalars, with a scalar on one side, between vectors.

mod join;
mod scalar;
mod set;
mod signature;

use promenade_model::value::SourceRange;
use promenade_syntax::ast::BinaryOp;

use super::source::{Flow, SampleKind};
use super::{Analyzer, FlowNode, is_vector};
use crate::typed::BinaryExpr;

pub(super) fn flow(
    analyzer: &Analyzer<'_>,
    binary: &BinaryExpr,
    range: &SourceRange,
    (lhs, rhs): (&FlowNode<'_>, &FlowNode<'_>),
) -> Flow {
    match (is_vector(lhs.expr), is_vector(rhs.expr)) {
        (false, false) => Flow::scalar(lhs.flow.scalar.apply(binary.op, &rhs.flow.scalar)),
        (true, false) => scalar::flow(analyzer, binary, range, &lhs.flow, scalar::Side::Right(rhs.flow.scalar)),
        (false, true) => scalar::flow(analyzer, binary, range, &rhs.flow, scalar::Side::Left(lhs.flow.scalar)),
        (true, true) => match binary.op {
            BinaryOp::And => set::and(binary, range, &lhs.flow, &rhs.flow),
            BinaryOp::Unless => set::unless(binary, range, &lhs.flow, &rhs.flow),
            BinaryOp::Or => set::or(binary, range, &lhs.flow, &rhs.flow),
            _ => join::flow(analyzer, binary, range, &lhs.flow, &rhs.flow),
        },
    }
}

/// Whether the operation passes or drops samples of its left side.
fn filters(binary: &BinaryExpr) -> bool {
    binary.op.is_comparison() && !binary.return_bool
}

/// The sample kind of the result. Floats give floats; histograms may give anything.
fn samples(binary: &BinaryExpr, lhs: SampleKind, rhs: SampleKind) -> SampleKind {
    match (lhs, rhs) {
        _ if binary.op.is_comparison() && binary.return_bool => SampleKind::Float,
        (lhs, _) if filters(binary) => lhs,
        (SampleKind::Float, SampleKind::Float) => SampleKind::Float,
        _ => SampleKind::Any,
    }
}
