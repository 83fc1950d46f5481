//! Why a binary operation of two sides with samples has none.

use promenade_exec::QueryValue;
use promenade_model::Labels;
use promenade_model::labels::METRIC_NAME;
use promenade_plan::{BinaryNode, BinaryOp, Grid, Node, NodeKind, VectorMatching};
use promenade_storage::SampleValue;

use super::EmptyKind;
use crate::QueryError;
use crate::engine::parts::Parts;

/// Why the operation has no result.
pub(super) async fn kind(
    parts: &Parts<'_>,
    node: &Node,
    binary: &BinaryNode,
    grid: Grid,
) -> Result<EmptyKind, QueryError> {
    let op = binary.op;
    if op == BinaryOp::Unless {
        return Ok(EmptyKind::AllExcluded);
    }
    let Some(matching) = &binary.matching else {
        return Ok(EmptyKind::Filtered { op, values: compared_values(parts, binary, grid).await? });
    };
    if op.is_comparison() && !binary.return_bool && has_matches(parts, node, binary, grid).await? {
        return Ok(EmptyKind::Filtered { op, values: None });
    }
    let left = first_labels(&parts.value(&binary.lhs, grid).await?);
    let right = first_labels(&parts.value(&binary.rhs, grid).await?);
    Ok(EmptyKind::NoMatch { op, left: signature(&left, matching), right: signature(&right, matching) })
}

/// Whether a comparison has results where it returns 0 or 1 instead of filtering.
async fn has_matches(parts: &Parts<'_>, node: &Node, binary: &BinaryNode, grid: Grid) -> Result<bool, QueryError> {
    let with_bool = BinaryNode { return_bool: true, ..binary.clone() };
    let node = Node { kind: NodeKind::Binary(with_bool), ..node.clone() };
    // Without names series of several metrics may be equal, which is an error; they match then.
    Ok(parts.has_samples(&node, grid).await.unwrap_or(true))
}

/// The least and the greatest float of the vector that is compared with a scalar.
async fn compared_values(parts: &Parts<'_>, binary: &BinaryNode, grid: Grid) -> Result<Option<(f64, f64)>, QueryError> {
    let is_vector = |node: &Node| node.value_type == promenade_model::ValueType::Vector;
    let vector = if is_vector(&binary.lhs) { &binary.lhs } else { &binary.rhs };
    let floats: Vec<f64> = match parts.value(vector, grid).await? {
        QueryValue::Vector(_, samples) => samples.iter().filter_map(|sample| float(&sample.value)).collect(),
        QueryValue::Matrix(series) => series.iter().flat_map(|one| one.floats.iter()).map(|(_, v)| v).collect(),
        QueryValue::Scalar(..) | QueryValue::String(_) => Vec::new(),
    };
    let numbers = || floats.iter().copied().filter(|value| !value.is_nan());
    let least = numbers().reduce(f64::min).or(floats.first().copied());
    Ok(least.zip(numbers().reduce(f64::max).or(floats.first().copied())))
}

fn float(value: &SampleValue) -> Option<f64> {
    match value {
        SampleValue::Float(value) => Some(*value),
        SampleValue::Histogram(_) => None,
    }
}

fn first_labels(value: &QueryValue) -> Labels {
    match value {
        QueryValue::Vector(_, samples) => samples.first().map(|sample| sample.labels.clone()),
        QueryValue::Matrix(series) => series.first().map(|one| one.labels.clone()),
        QueryValue::Scalar(..) | QueryValue::String(_) => None,
    }
    .unwrap_or_else(Labels::empty)
}

/// The labels that count for the match.
fn signature(labels: &Labels, matching: &VectorMatching) -> Labels {
    let is_listed = |name: &str| matching.labels.iter().any(|label| label == name);
    labels.retain(|name| if matching.on { is_listed(name) } else { name != METRIC_NAME && !is_listed(name) })
}
