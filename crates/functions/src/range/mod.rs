//! Functions over range vectors, one file for each family.

mod changes;
mod counts;
mod ends;
mod extremes;
mod integral;
mod irate;
mod order;
mod rate;
mod regression;
pub mod smoothed_selector;
mod smoothing;
mod spread;
mod start_timestamps;
mod sums;
mod window;

use promenade_model::ValueType::Vector;

use crate::definition::{Behavior, Docs, FunctionDef, Signature, Stability, Usage};
use crate::kernel::{Kernel, KernelRef, RangeKernel};
use crate::param::Param;

/// All functions over range vectors.
pub static ALL: &[&FunctionDef] = &[
    &rate::RATE,
    &rate::INCREASE,
    &rate::DELTA,
    &irate::IRATE,
    &irate::IDELTA,
    &changes::CHANGES,
    &changes::RESETS,
    &regression::DERIV,
    &regression::PREDICT_LINEAR,
    &smoothing::DOUBLE_EXPONENTIAL_SMOOTHING,
    &integral::INTEGRAL,
    &sums::SUM_OVER_TIME,
    &sums::AVG_OVER_TIME,
    &extremes::MAX_OVER_TIME,
    &extremes::MIN_OVER_TIME,
    &extremes::TS_OF_MAX_OVER_TIME,
    &extremes::TS_OF_MIN_OVER_TIME,
    &spread::STDDEV_OVER_TIME,
    &spread::STDVAR_OVER_TIME,
    &order::QUANTILE_OVER_TIME,
    &order::MAD_OVER_TIME,
    &ends::FIRST_OVER_TIME,
    &ends::LAST_OVER_TIME,
    &ends::TS_OF_FIRST_OVER_TIME,
    &ends::TS_OF_LAST_OVER_TIME,
    &counts::COUNT_OVER_TIME,
    &counts::PRESENT_OVER_TIME,
    &counts::ABSENT_OVER_TIME,
];

/// The definition of a function whose only argument is a range vector.
const fn of_range(name: &'static str, docs: Docs, kernel: &'static dyn RangeKernel) -> FunctionDef {
    FunctionDef {
        name,
        signature: Signature::fixed(&[Param::MATRIX], Vector),
        stability: Stability::Stable,
        docs,
        behavior: Behavior { usage: Usage::SAME_UNIT, ..Behavior::DEFAULT },
        kernel: Kernel::Range(KernelRef::new(kernel)),
    }
}
