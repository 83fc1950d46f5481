//! What goes wrong between samples of a binary operation. Prometheus tells the last of each step only.

use promenade_model::annotations::{Annotation, HistogramOperation};
use promenade_plan::BinaryOp;

use crate::QueryContext;
use crate::context::NodeRef;

/// Why a sample has no result, or what is remarkable about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Complaint {
    /// There is no such operator between these types.
    Types { lhs: &'static str, rhs: &'static str },
    /// Histograms with exponential and with custom buckets.
    BucketLayout,
    /// One histogram says there was a counter reset, the other that there was none.
    CounterResets(HistogramOperation),
    /// Custom bounds differed and were reduced to those that both have.
    CustomBounds(HistogramOperation),
}

impl Complaint {
    /// There is no such operator between these types.
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

/// The last complaint of each step, as far as it is known.
#[derive(Debug, Default)]
pub(super) struct Complaints {
    /// Place in the step and complaint, for each step; empty where there is none.
    last: Vec<Option<(u32, Complaint)>>,
}

impl Complaints {
    /// Raises a complaint about the sample at a place of a step: samples are taken in the order of their places.
    pub(super) fn raise(&mut self, step_idx: usize, place: u32, complaint: Complaint) {
        if self.last.len() <= step_idx {
            self.last.resize(step_idx + 1, None);
        }
        let last = &mut self.last[step_idx];
        if last.is_none_or(|(other, _)| other <= place) {
            *last = Some((place, complaint));
        }
    }

    /// Hands the complaints on to the query.
    pub(super) fn tell(self, ctx: &QueryContext, op: BinaryOp, node: &NodeRef) {
        let mut told: Vec<(Complaint, Annotation)> = Vec::new();
        for (step_idx, (place, complaint)) in self.last.into_iter().enumerate().filter_map(|(i, c)| Some((i, c?))) {
            let known = told.iter().position(|(other, _)| *other == complaint);
            let i = known.unwrap_or_else(|| {
                told.push((complaint, complaint.annotation(op, node)));
                told.len() - 1
            });
            ctx.step_notes.offer(node.id, step_idx, place, &told[i].1);
        }
    }
}
