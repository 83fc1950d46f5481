//! `topk` and `bottomk`: the samples of most extreme value.

use promenade_model::ValueType;

use super::{AggregatorDef, AggregatorKernel, Extreme};
use crate::definition::{Docs, Stability};

pub(super) static TOPK: AggregatorDef = AggregatorDef {
    name: "topk",
    param: Some(ValueType::Scalar),
    stability: Stability::Stable,
    docs: Docs {
        summary: "Picks the `k` largest samples of each group.",
        details: "The samples keep their labels; `by` and `without` only make the groups. An instant query gives them \
                  largest first, group by group. A range query picks at each step anew, so that more than `k` series \
                  can come out of it. `NaN` is picked last. Native histograms are left out and an info says so.",
        args: &["k", "v"],
        example: "topk(5, sum by (handler) (rate(http_requests_total[5m])))",
    },
    kernel: AggregatorKernel::Ranked(Extreme::Largest),
};

pub(super) static BOTTOMK: AggregatorDef = AggregatorDef {
    name: "bottomk",
    param: Some(ValueType::Scalar),
    stability: Stability::Stable,
    docs: Docs {
        summary: "Picks the `k` smallest samples of each group.",
        details: "The samples keep their labels; `by` and `without` only make the groups. An instant query gives them \
                  smallest first, group by group. A range query picks at each step anew, so that more than `k` series \
                  can come out of it. `NaN` is picked last. Native histograms are left out and an info says so.",
        args: &["k", "v"],
        example: "bottomk(3, node_filesystem_avail_bytes)",
    },
    kernel: AggregatorKernel::Ranked(Extreme::Smallest),
};
