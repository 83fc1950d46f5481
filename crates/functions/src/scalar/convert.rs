//! Conversions between vectors and scalars.

use promenade_model::ValueType::{Scalar, Vector};

use crate::definition::{Behavior, Docs, FunctionDef, Signature, Stability, Usage};
use crate::kernel::Kernel;
use crate::param::{Param, ParamRole};

pub(super) static ROWS: &[FunctionDef] = &[
    FunctionDef {
        name: "scalar",
        signature: Signature::fixed(&[Param::VECTOR], Scalar),
        stability: Stability::Stable,
        docs: Docs::new(
            "Returns the value of the only float sample of a vector as a scalar.",
            "The result is `NaN` if the vector has no float sample or more than one. Histogram samples are ignored.",
            "http_requests_total / scalar(sum(http_requests_total))",
        ),
        behavior: Behavior { usage: Usage::SAME_UNIT, ..Behavior::DEFAULT },
        kernel: Kernel::ToScalar,
    },
    FunctionDef {
        name: "vector",
        signature: Signature::fixed(&[Param::scalar("s", ParamRole::Number)], Vector),
        stability: Stability::Stable,
        docs: Docs::new(
            "Returns a scalar as a vector of one sample without labels.",
            "Useful with operators that require vectors: `x or vector(0)` returns 0 if `x` is empty.",
            "sum(rate(http_requests_total{code=~\"5..\"}[5m])) or vector(0)",
        ),
        behavior: Behavior::DEFAULT,
        kernel: Kernel::ToVector,
    },
];
