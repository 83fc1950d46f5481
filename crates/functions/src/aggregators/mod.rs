//! Aggregators, one file each.

mod avg;
mod count;
mod count_values;
mod extremes;
pub mod fold;
mod group;
pub mod limit;
mod quantile;
mod ranked;
mod sum;
mod variance;

use promenade_model::ValueType;

pub use self::fold::{FoldKernel, HistogramFold, ValueUse};
use crate::definition::{Docs, Stability};

/// One aggregator: all that any part of Promenade knows of it.
#[derive(Debug)]
pub struct AggregatorDef {
    /// The name, in lower case; the language takes it in any case.
    pub name: &'static str,
    /// Type of the parameter, where it has one.
    pub param: Option<ValueType>,
    /// Whether it needs a feature flag.
    pub stability: Stability,
    /// What people read of it; the names of the arguments are those of the parameter, if any, and of the vector.
    pub docs: Docs,
    /// How it is computed.
    pub kernel: AggregatorKernel,
}

/// How an aggregator is computed. Planner and operators dispatch on this, never on a name.
#[derive(Debug, Clone, Copy)]
pub enum AggregatorKernel {
    /// Sample by sample into one mergeable state for each group and step; the groups are the rows of the result.
    Fold(&'static dyn FoldKernel),
    /// The samples of most extreme value, with their own labels.
    Ranked(Extreme),
    /// The first samples, with their own labels.
    LimitK,
    /// A share of the samples that the hash of their labels decides, with their own labels.
    LimitRatio,
    /// A quantile of the values of each group.
    Quantile,
    /// The number of samples of each value.
    CountValues,
}

impl AggregatorKernel {
    /// What becomes of the values of a group.
    pub fn value_use(&self) -> ValueUse {
        match self {
            Self::Fold(kernel) => kernel.value_use(),
            Self::Ranked(_) | Self::LimitK | Self::LimitRatio | Self::Quantile | Self::CountValues => ValueUse::Picked,
        }
    }

    /// Whether the result has rows of the input, under their own labels, and not groups.
    pub const fn selects(&self) -> bool {
        matches!(self, Self::Ranked(_) | Self::LimitK | Self::LimitRatio)
    }
}

/// Which end of the values an aggregator picks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extreme {
    /// The largest.
    Largest,
    /// The smallest.
    Smallest,
}

/// All aggregators, sorted by name.
pub static ALL: &[&AggregatorDef] = &[
    &avg::AVG,
    &ranked::BOTTOMK,
    &count::COUNT,
    &count_values::COUNT_VALUES,
    &group::GROUP,
    &limit::LIMIT_RATIO,
    &limit::LIMITK,
    &extremes::MAX,
    &extremes::MIN,
    &quantile::QUANTILE,
    &variance::STDDEV,
    &variance::STDVAR,
    &sum::SUM,
    &ranked::TOPK,
];
