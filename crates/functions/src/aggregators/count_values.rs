//! `count_values`: the number of samples of each value.

use super::{AggregatorDef, AggregatorKernel};
use crate::definition::{Docs, Stability};
use crate::param::{Param, ParamRole};

pub(super) static COUNT_VALUES: AggregatorDef = AggregatorDef {
    name: "count_values",
    param: Some(Param::string("label", ParamRole::DestinationLabel)),
    stability: Stability::Stable,
    docs: Docs::new(
        "Counts how many samples of each group have the same value.",
        "The result has one series per value, with the value as text in the label named by the first argument; that \
         label of the samples is overwritten. Native histograms are compared by their text.",
        "count_values(\"version\", build_version)",
    ),
    kernel: AggregatorKernel::CountValues,
};
