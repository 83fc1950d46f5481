//! `limitk` and `limit_ratio`: a deterministic choice of samples.

use promenade_model::Labels;

use super::{AggregatorDef, AggregatorKernel};
use crate::definition::{Docs, Stability};
use crate::param::{Param, ParamRole};

pub(super) static LIMITK: AggregatorDef = AggregatorDef {
    name: "limitk",
    param: Some(Param::scalar("k", ParamRole::Count)),
    stability: Stability::Experimental,
    docs: Docs::new(
        "Picks `k` samples of each group, regardless of their values.",
        "The samples keep their labels; `by` and `without` only define the groups. The choice depends only on the \
         series, so the same query picks the same ones again. Both float and histogram samples are supported.",
        "limitk(10, node_memory_MemAvailable_bytes)",
    ),
    kernel: AggregatorKernel::LimitK,
};

pub(super) static LIMIT_RATIO: AggregatorDef = AggregatorDef {
    name: "limit_ratio",
    param: Some(Param::scalar("r", ParamRole::Ratio)),
    stability: Stability::Experimental,
    docs: Docs::new(
        "Picks a share of about `r` of the samples, regardless of their values.",
        "The hash of a series' labels decides whether it is picked. A negative ratio picks the complement: \
         `limit_ratio(0.1, v)` and `limit_ratio(-0.9, v)` together are `v`. A ratio outside of −1..1 is capped with a \
         warning. Both float and histogram samples are supported.",
        "limit_ratio(0.1, node_memory_MemAvailable_bytes)",
    ),
    kernel: AggregatorKernel::LimitRatio,
};

/// The offset of a series in 0..1, by which a ratio picks it.
pub fn ratio_offset(labels: &Labels) -> f64 {
    labels.stable_hash() as f64 / u64::MAX as f64
}

/// Whether a ratio in −1..1 picks the series with this offset.
pub fn ratio_picks(ratio: f64, offset: f64) -> bool {
    if ratio >= 0.0 { offset < ratio } else { offset >= 1.0 + ratio }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_negative_ratio_picks_what_the_positive_leaves() {
        for i in 0..100 {
            let offset = ratio_offset(&Labels::from_pairs([("i", i.to_string())]));
            assert!((0.0..=1.0).contains(&offset));
            assert_ne!(ratio_picks(0.25, offset), ratio_picks(-0.75, offset));
        }
        assert!(!ratio_picks(0.0, 0.0));
        assert!(ratio_picks(-1.0, 0.0));
    }
}
