//! `topk` and `bottomk`: the samples of most extreme value.

use super::{AggregatorDef, AggregatorKernel, Extreme};
use crate::definition::{Docs, Stability};
use crate::param::{Param, ParamRole};

pub(super) static TOPK: AggregatorDef = AggregatorDef {
    name: "topk",
    param: Some(Param::scalar("k", ParamRole::Count)),
    stability: Stability::Stable,
    docs: Docs::new(
        "Picks the `k` largest samples of each group.",
        "The samples keep their labels; `by` and `without` only make the groups. An instant query gives them \
         largest first, group by group. A range query picks again at each step, so that more than `k` series \
         can come out of it. `NaN` is picked last. Native histograms are left out and an info says so.",
        "topk(5, sum by (handler) (rate(http_requests_total[5m])))",
    ),
    kernel: AggregatorKernel::Ranked(Extreme::Largest),
};

pub(super) static BOTTOMK: AggregatorDef = AggregatorDef {
    name: "bottomk",
    param: Some(Param::scalar("k", ParamRole::Count)),
    stability: Stability::Stable,
    docs: Docs::new(
        "Picks the `k` smallest samples of each group.",
        "The samples keep their labels; `by` and `without` only make the groups. An instant query gives them \
         smallest first, group by group. A range query picks again at each step, so that more than `k` series \
         can come out of it. `NaN` is picked last. Native histograms are left out and an info says so.",
        "bottomk(3, node_filesystem_avail_bytes)",
    ),
    kernel: AggregatorKernel::Ranked(Extreme::Smallest),
};
