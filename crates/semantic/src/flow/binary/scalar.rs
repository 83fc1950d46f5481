//! Binary operations between a vector and a scalar.

use promenade_functions::binary_operator;
use promenade_model::value::SourceRange;
use promenade_syntax::ast::BinaryOp;

use super::super::Analyzer;
use super::super::bounds::Bounds;
use super::super::facts::{Cause, CauseKind};
use super::super::source::{Flow, SampleKind, Source};
use super::filters;
use crate::typed::BinaryExpr;

/// The scalar and its side.
#[derive(Debug, Clone, Copy)]
pub(super) enum Side {
    Left(Bounds),
    Right(Bounds),
}

pub(super) fn flow(
    analyzer: &Analyzer<'_>,
    binary: &BinaryExpr,
    range: &SourceRange,
    vector: &Flow,
    scalar: Side,
) -> Flow {
    let mut flow = vector.clone();
    flow.count = flow.count_of_floats();
    let cause = Cause { kind: CauseKind::Comparison, range: range.clone() };
    let mut all_hold = !binary.op.is_trim();
    for source in &mut flow.sources {
        let verdict = verdict(binary, source, scalar);
        all_hold &= !source.is_live() || verdict == Some(true);
        if verdict == Some(false) {
            source.kill(&cause);
        }
        source.value = value(binary, source, scalar);
        source.samples = samples(binary.op, source.samples);
    }
    flow.count.always &= all_hold;
    if binary_operator(binary.op).drops_name || binary.return_bool {
        analyzer.drop_name(&mut flow, range);
    }
    flow.settled()
}

/// Whether all floats pass, or none. Histograms never pass a comparison with a scalar, floats never a trim.
fn verdict(binary: &BinaryExpr, source: &Source, scalar: Side) -> Option<bool> {
    if binary.op.is_trim() {
        return (source.samples == SampleKind::Float).then_some(false);
    }
    if !filters(binary) {
        return Some(true);
    }
    match scalar {
        Side::Right(scalar) => source.value.compare(binary.op, &scalar),
        Side::Left(scalar) => scalar.compare(binary.op, &source.value),
    }
}

fn value(binary: &BinaryExpr, source: &Source, scalar: Side) -> Bounds {
    match scalar {
        _ if filters(binary) => source.value,
        Side::Right(scalar) => source.value.apply(binary.op, &scalar),
        Side::Left(scalar) => scalar.apply(binary.op, &source.value),
    }
}

/// Histograms can be scaled and trimmed by a float, nothing else.
fn samples(op: BinaryOp, vector: SampleKind) -> SampleKind {
    if binary_operator(op).histograms.left { vector } else { SampleKind::Float }
}
