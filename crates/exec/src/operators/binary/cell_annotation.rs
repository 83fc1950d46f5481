//! Annotations about cells of a binary operation. Prometheus reports only the last of each step: if a step has both a
//! histogram plus a float and a float plus a histogram, one of the two is reported.

use promenade_model::annotations::{Annotation, HistogramOperation};
use promenade_plan::BinaryOp;

use crate::context::NodeRef;
use crate::operator::{NodeAnnotation, StepPlace};

/// An annotation about a cell: why it has no result, or a remark about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CellAnnotation {
    /// The operator is not defined between these types.
    Types { lhs: &'static str, rhs: &'static str },
    /// One histogram has exponential buckets, the other custom buckets.
    BucketLayout,
    /// The counter reset hints contradict each other.
    CounterResets(HistogramOperation),
    /// The custom bounds differ; the result has the bounds that both share.
    CustomBounds(HistogramOperation),
}

impl CellAnnotation {
    /// The operator is not defined between these types.
    pub(super) fn types(lhs: &'static str, rhs: &'static str) -> Self {
        Self::Types { lhs, rhs }
    }

    fn annotation(self, op: BinaryOp, node: &NodeRef) -> Annotation {
        let range = node.range.clone();
        match self {
            Self::Types { lhs, rhs } => Annotation::incompatible_types_in_bin_op(lhs, op.symbol(), rhs, range),
            Self::BucketLayout => Annotation::incompatible_bucket_layout_in_bin_op(op.symbol(), range),
            Self::CounterResets(operation) => Annotation::histogram_counter_reset_collision(range, operation),
            Self::CustomBounds(operation) => Annotation::mismatched_custom_buckets_histograms(range, operation),
        }
    }
}

/// The last annotation of each step so far.
#[derive(Debug, Default)]
pub(super) struct CellAnnotations {
    /// The position in the step and the annotation, for each step.
    last: Vec<Option<(u32, CellAnnotation)>>,
}

impl CellAnnotations {
    /// Raises an annotation about the cell at a position of a step. The one with the last position is kept.
    pub(super) fn raise(&mut self, (step_idx, place): (usize, u32), annotation: CellAnnotation) {
        if self.last.len() <= step_idx {
            self.last.resize(step_idx + 1, None);
        }
        let last = &mut self.last[step_idx];
        if last.is_none_or(|(other, _)| other <= place) {
            *last = Some((place, annotation));
        }
    }

    /// The distinct annotations as those of a node, with the steps at which each is the last.
    pub(super) fn of_node(self, op: BinaryOp, node: &NodeRef) -> impl Iterator<Item = NodeAnnotation> {
        let mut distinct: Vec<(CellAnnotation, Vec<StepPlace>)> = Vec::new();
        for (step, (place, of_cell)) in (0..).zip(self.last).filter_map(|(step, last)| Some((step, last?))) {
            let known = distinct.iter().position(|(other, _)| *other == of_cell);
            let idx = known.unwrap_or_else(|| {
                distinct.push((of_cell, Vec::new()));
                distinct.len() - 1
            });
            distinct[idx].1.push(StepPlace { step, place });
        }
        let of_node = move |(of_cell, places): (CellAnnotation, _)| NodeAnnotation {
            node: node.id,
            annotation: of_cell.annotation(op, node),
            places,
        };
        distinct.into_iter().map(of_node)
    }
}
