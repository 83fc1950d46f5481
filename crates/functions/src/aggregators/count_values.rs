//! `count_values`: how many samples there are of each value.

use promenade_model::ValueType;

use super::{AggregatorDef, AggregatorKernel};
use crate::definition::{Docs, Stability};

pub(super) static COUNT_VALUES: AggregatorDef = AggregatorDef {
    name: "count_values",
    param: Some(ValueType::String),
    stability: Stability::Stable,
    docs: Docs {
        summary: "Counts how many samples of each group have the same value.",
        details: "There is a series for each value; the label that the first argument names holds the value as text, in \
                  place of any label of that name that the samples have. Native histograms count by their text.",
        args: &["label", "v"],
        example: "count_values(\"version\", build_version)",
    },
    kernel: AggregatorKernel::CountValues,
};
