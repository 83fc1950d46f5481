//! Aggregators, one file each.

mod avg;
mod count;
mod count_values;
mod extremes;
pub mod fold;
mod group;
pub mod heap;
pub mod histogram_state;
pub mod limit;
pub mod quantile;
mod ranked;
mod sum;
mod variance;

pub use self::fold::{Fold, FoldKernel, HistogramFold, ValueUse};
use crate::definition::{Docs, Stability};
use crate::param::{Param, ParamRole};

/// The definition of an aggregator.
#[derive(Debug)]
pub struct AggregatorDef {
    /// The name in lower case; queries may use any case.
    pub name: &'static str,
    /// The parameter before the vector, if any.
    pub param: Option<Param>,
    /// Whether it needs a feature flag.
    pub stability: Stability,
    /// The documentation.
    pub docs: Docs,
    /// The implementation.
    pub kernel: AggregatorKernel,
}

/// How an aggregator is computed. Planner and operators dispatch on this, never on a name.
#[derive(Debug, Clone, Copy)]
pub enum AggregatorKernel {
    /// Updates a mergeable state per group and step; each group is a row of the result.
    Fold(Fold),
    /// Picks the samples with the most extreme values, with their own labels.
    Ranked(Extreme),
    /// Picks the first samples, with their own labels.
    LimitK,
    /// Picks a share of the samples by the hash of their labels, with their own labels.
    LimitRatio,
    /// A quantile of the values of each group.
    Quantile,
    /// The number of samples of each value.
    CountValues,
}

impl AggregatorDef {
    /// Whether the parameter has this role.
    pub fn takes(&self, role: ParamRole) -> bool {
        self.param.is_some_and(|param| param.role == role)
    }

    /// Whether it picks samples in the order of their values.
    pub const fn is_ranked(&self) -> bool {
        matches!(self.kernel, AggregatorKernel::Ranked(_))
    }

    /// Whether each group has one result, computed from all its samples.
    pub const fn folds(&self) -> bool {
        matches!(self.kernel, AggregatorKernel::Fold(_))
    }

    /// How the values of a group are used.
    pub fn value_use(&self) -> ValueUse {
        match self.kernel {
            AggregatorKernel::Fold(fold) => fold.values,
            AggregatorKernel::Ranked(_)
            | AggregatorKernel::LimitK
            | AggregatorKernel::LimitRatio
            | AggregatorKernel::Quantile
            | AggregatorKernel::CountValues => ValueUse::Picked,
        }
    }

    /// Whether the result has rows of the input with their own labels, not groups.
    pub const fn selects(&self) -> bool {
        match self.kernel {
            AggregatorKernel::Ranked(_) | AggregatorKernel::LimitK | AggregatorKernel::LimitRatio => true,
            AggregatorKernel::Fold(_) | AggregatorKernel::Quantile | AggregatorKernel::CountValues => false,
        }
    }

    /// Whether the values of the samples determine the series of the result.
    pub const fn picks_by_value(&self) -> bool {
        match self.kernel {
            AggregatorKernel::Ranked(_) | AggregatorKernel::CountValues => true,
            AggregatorKernel::Fold(_)
            | AggregatorKernel::LimitK
            | AggregatorKernel::LimitRatio
            | AggregatorKernel::Quantile => false,
        }
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
