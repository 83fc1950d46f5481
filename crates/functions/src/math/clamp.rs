//! Clamping of values.

use promenade_model::ValueType::Vector;

use crate::definition::{Behavior, Docs, FunctionDef, Signature, Stability};
use crate::kernel::Kernel;
use crate::param::{Param, ParamRole};
use crate::samples::ABSENT;
use crate::scalar::extremes::{max_of, min_of};

pub(super) static ROWS: &[FunctionDef] = &[
    FunctionDef {
        name: "clamp",
        signature: Signature::fixed(
            &[Param::VECTOR, Param::scalar("min", ParamRole::Bound), Param::scalar("max", ParamRole::Bound)],
            Vector,
        ),
        stability: Stability::Stable,
        docs: Docs::new(
            "Limits each float sample to the range from `min` to `max`.",
            "The result is empty if `min > max`. It is `NaN` if the value or a limit is `NaN`, unless an infinity \
             determines the result. Histogram samples are dropped.",
            "clamp(node_load1, 0, 10)",
        ),
        behavior: Behavior::DEFAULT,
        kernel: Kernel::Elementwise(clamp),
    },
    FunctionDef {
        name: "clamp_max",
        signature: Signature::fixed(&[Param::VECTOR, Param::scalar("max", ParamRole::Bound)], Vector),
        stability: Stability::Stable,
        docs: Docs::new(
            "Limits each float sample to at most `max`.",
            "The result is `NaN` if `max` is `NaN`. Histogram samples are dropped.",
            "clamp_max(node_load1, 10)",
        ),
        behavior: Behavior::DEFAULT,
        kernel: Kernel::Elementwise(clamp_max),
    },
    FunctionDef {
        name: "clamp_min",
        signature: Signature::fixed(&[Param::VECTOR, Param::scalar("min", ParamRole::Bound)], Vector),
        stability: Stability::Stable,
        docs: Docs::new(
            "Limits each float sample to at least `min`.",
            "The result is `NaN` if `min` is `NaN`. Histogram samples are dropped.",
            "clamp_min(node_filesystem_avail_bytes - 1e9, 0)",
        ),
        behavior: Behavior::DEFAULT,
        kernel: Kernel::Elementwise(clamp_min),
    },
];

fn clamp(v: f64, args: &[f64]) -> f64 {
    match args {
        [min, max] => limit(v, *min, *max),
        _ => ABSENT,
    }
}

fn clamp_max(v: f64, args: &[f64]) -> f64 {
    args.first().map_or(ABSENT, |max| limit(v, f64::NEG_INFINITY, *max))
}

fn clamp_min(v: f64, args: &[f64]) -> f64 {
    args.first().map_or(ABSENT, |min| limit(v, *min, f64::INFINITY))
}

/// Applies the upper limit first, so that `min` wins if the limits are swapped.
fn limit(v: f64, min: f64, max: f64) -> f64 {
    if max < min { ABSENT } else { max_of(min, min_of(max, v)) }
}
