//! The maximum and the minimum of two scalars.

use promenade_model::ValueType::Scalar;

use crate::definition::{Behavior, Docs, FunctionDef, Signature, Stability};
use crate::kernel::Kernel;
use crate::param::{Param, ParamRole};

pub(super) static ROWS: &[FunctionDef] = &[
    row(
        "max_of",
        |args| args.iter().copied().fold(f64::NEG_INFINITY, max_of),
        Docs::new(
            "Returns the larger of two scalars.",
            "The result is `+Inf` if either is `+Inf`, otherwise `NaN` if either is `NaN`. It can also be used in \
             duration expressions, as in `[max_of(step(), 1m)]`, without the feature flag.",
            "max_of(scalar(sum(up)), 1)",
        ),
    ),
    row(
        "min_of",
        |args| args.iter().copied().fold(f64::INFINITY, min_of),
        Docs::new(
            "Returns the smaller of two scalars.",
            "The result is `-Inf` if either is `-Inf`, otherwise `NaN` if either is `NaN`. It can also be used in \
             duration expressions, as in `[min_of(range(), 1d)]`, without the feature flag.",
            "min_of(scalar(sum(up)), 100)",
        ),
    ),
];

const PARAMS: &[Param] = &[Param::scalar("a", ParamRole::Number), Param::scalar("b", ParamRole::Number)];

const fn row(name: &'static str, kernel: fn(&[f64]) -> f64, docs: Docs) -> FunctionDef {
    FunctionDef {
        name,
        signature: Signature::fixed(PARAMS, Scalar),
        stability: Stability::Experimental,
        docs,
        behavior: Behavior::DEFAULT,
        kernel: Kernel::Scalar(kernel),
    }
}

/// The maximum of two floats by the rules of Go's `math.Max`: +∞ before NaN, NaN before all else, +0 above −0.
pub fn max_of(a: f64, b: f64) -> f64 {
    if a == f64::INFINITY || b == f64::INFINITY {
        f64::INFINITY
    } else if a.is_nan() || b.is_nan() {
        f64::NAN
    } else if a == b {
        if a.is_sign_negative() { b } else { a }
    } else if a > b {
        a
    } else {
        b
    }
}

/// The minimum of two floats by the rules of Go's `math.Min`: −∞ before NaN, NaN before all else, −0 below +0.
pub fn min_of(a: f64, b: f64) -> f64 {
    if a == f64::NEG_INFINITY || b == f64::NEG_INFINITY {
        f64::NEG_INFINITY
    } else if a.is_nan() || b.is_nan() {
        f64::NAN
    } else if a == b {
        if a.is_sign_negative() { a } else { b }
    } else if a < b {
        a
    } else {
        b
    }
}
