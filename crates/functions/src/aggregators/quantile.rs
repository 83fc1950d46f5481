//! `quantile`: a quantile of values.

use super::{AggregatorDef, AggregatorKernel};
use crate::definition::{Docs, Stability};
use crate::param::{Param, ParamRole};

pub(super) static QUANTILE: AggregatorDef = AggregatorDef {
    name: "quantile",
    param: Some(Param::scalar("φ", ParamRole::Quantile)),
    stability: Stability::Stable,
    docs: Docs {
        summary: "Computes the φ-quantile (0 ≤ φ ≤ 1) of the values of each group.",
        details: "Between two values the result is interpolated. `NaN` counts as the smallest of all values. `-Inf` where \
                  φ < 0, `+Inf` where φ > 1, `NaN` where φ is `NaN`, each with a warning. Native histograms are left out \
                  and an info says so; for the quantiles of observations see `histogram_quantile`.",
        example: "quantile by (job) (0.9, process_resident_memory_bytes)",
    },
    kernel: AggregatorKernel::Quantile,
};
