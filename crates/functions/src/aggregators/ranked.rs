//! `topk` and `bottomk`: the samples with the most extreme values.

use super::{AggregatorDef, AggregatorKernel, Extreme};
use crate::definition::{Docs, Stability};
use crate::param::{Param, ParamRole};

pub(super) static TOPK: AggregatorDef = AggregatorDef {
    name: "topk",
    param: Some(Param::scalar("k", ParamRole::Count)),
    stability: Stability::Stable,
    docs: Docs::new(
        "Picks the `k` largest samples of each group.",
        "The samples keep their labels; `by` and `without` only define the groups. An instant query returns them \
         largest first, group by group. A range query picks at each step, so the result can have more than `k` series. \
         `NaN` is picked last. Native histograms are ignored with an info.",
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
        "The samples keep their labels; `by` and `without` only define the groups. An instant query returns them \
         smallest first, group by group. A range query picks at each step, so the result can have more than `k` series. \
         `NaN` is picked last. Native histograms are ignored with an info.",
        "bottomk(3, node_filesystem_avail_bytes)",
    ),
    kernel: AggregatorKernel::Ranked(Extreme::Smallest),
};
