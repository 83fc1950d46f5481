//! Rounding up, down and to the nearest multiple.

use promenade_model::ValueType::Vector;

use super::row;
use crate::definition::{Behavior, Docs, FunctionDef, Signature, Stability, Variadic};
use crate::kernel::Kernel;
use crate::param::{Param, ParamRole};

pub(super) static ROWS: &[FunctionDef] = &[
    row(
        "ceil",
        f64::ceil,
        "Rounds each float sample up to an integer.",
        "`ceil(1.2) = 2`, `ceil(-1.8) = -1`; infinities, `NaN` and ±0 are returned unchanged. Histogram samples are \
         dropped.",
        "ceil(sum(kube_pod_container_resource_requests{resource=\"cpu\"}) / 8)",
    ),
    row(
        "floor",
        f64::floor,
        "Rounds each float sample down to an integer.",
        "`floor(1.8) = 1`, `floor(-1.2) = -2`; infinities, `NaN` and ±0 are returned unchanged. Histogram samples are \
         dropped.",
        "floor((time() - process_start_time_seconds) / 86400)",
    ),
    FunctionDef {
        name: "round",
        signature: Signature::fixed(&[Param::VECTOR, Param::scalar("to_nearest", ParamRole::Multiple)], Vector)
            .with(Variadic::UpTo(1)),
        stability: Stability::Stable,
        docs: Docs::new(
            "Rounds each float sample to the nearest integer, or to the nearest multiple of `to_nearest`.",
            "Ties go up: `round(0.5) = 1`, `round(-0.5) = 0`. `to_nearest` may be a fraction; the default is 1. \
             Histogram samples are dropped.",
            "round(node_load1, 0.25)",
        ),
        behavior: Behavior::DEFAULT,
        kernel: Kernel::Elementwise(round),
    },
];

/// Prometheus multiplies by the inverse of the multiple, which loses less precision than dividing.
fn round(v: f64, args: &[f64]) -> f64 {
    let inverse = 1.0 / args.first().copied().unwrap_or(1.0);
    (v * inverse + 0.5).floor() / inverse
}
