//! The labels of results of matched series.

use promenade_model::Labels;
use promenade_model::labels::is_metadata_label;
use promenade_plan::{VectorMatchCardinality, VectorMatching};
use smallvec::SmallVec;

use super::signature::is_in_signature;

/// Builds the labels of results.
#[derive(Debug)]
pub(super) struct ResultLabels {
    matching: VectorMatching,
    drops_metadata: bool,
}

impl ResultLabels {
    /// The labels for a matching; `drops_metadata` removes the metric name and the other metadata labels.
    pub(super) fn new(mut matching: VectorMatching, drops_metadata: bool) -> Self {
        matching.include.sort_unstable();
        matching.include.dedup();
        Self { matching, drops_metadata }
    }

    /// Whether labels are copied from the "one" side.
    pub(super) fn includes_any(&self) -> bool {
        !self.matching.include.is_empty()
    }

    /// The labels of a pair: those of the "many" side, and those that `group_left` or `group_right` copies from the
    /// other side.
    pub(super) fn pair(&self, many: &Labels, one: &Labels) -> Labels {
        let include = &self.matching.include;
        if include.is_empty() {
            return many.retain(|name| self.keeps(name));
        }
        let kept = many.iter().filter(|(name, _)| self.keeps(name) && !include.iter().any(|label| label == name));
        let taken = include.iter().map(|name| (name.as_str(), one.get(name))).filter(|(_, value)| !value.is_empty());
        let mut pairs: SmallVec<[(&str, &str); 16]> = kept.chain(taken).collect();
        pairs.sort_unstable_by_key(|(name, _)| *name);
        Labels::from_sorted_pairs(pairs)
    }

    /// The labels of a pair whose "one" side is filled in.
    pub(super) fn many_alone(&self, many: &Labels) -> Labels {
        if self.matching.include.is_empty() { self.pair(many, many) } else { self.pair(many, &self.group(many)) }
    }

    /// The labels of a pair whose "many" side is filled in.
    pub(super) fn one_alone(&self, one: &Labels) -> Labels {
        self.pair(&self.group(one), one)
    }

    /// The labels on which series match.
    pub(super) fn group(&self, labels: &Labels) -> Labels {
        labels.retain(|name| is_in_signature(&self.matching, name))
    }

    fn keeps(&self, name: &str) -> bool {
        if self.drops_metadata && is_metadata_label(name) {
            return false;
        }
        self.matching.cardinality != VectorMatchCardinality::OneToOne
            || self.matching.labels.iter().any(|label| label == name) == self.matching.on
    }
}
