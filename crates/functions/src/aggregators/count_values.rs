//! `count_values`: how many samples there are of each value.

use super::{AggregatorDef, AggregatorKernel};
use crate::definition::{Docs, Stability};
use crate::param::{Param, ParamRole};

pub(super) static COUNT_VALUES: AggregatorDef = AggregatorDef {
    name: "count_values",
    param: Some(Param::string("label", ParamRole::DestinationLabel)),
    stability: Stability::Stable,
    docs: Docs::new(
        "Counts how many samples of each group have the same value.",
        "There is a series for each value; the label that the first argument names holds the value as text, in \
         place of any label of that name that the samples have. Native histograms count by their text.",
        "count_values(\"version\", build_version)",
    ),
    kernel: AggregatorKernel::CountValues,
};
