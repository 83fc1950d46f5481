//! From vector to scalar and back.

use promenade_model::ValueType::{Scalar, Vector};

use crate::definition::{Behavior, Docs, FunctionDef, Signature, Stability};
use crate::kernel::Kernel;

pub(super) static ROWS: &[FunctionDef] = &[
    FunctionDef {
        name: "scalar",
        signature: Signature::fixed(&[Vector], Scalar),
        stability: Stability::Stable,
        docs: Docs {
            summary: "Returns the value of the only float sample of a vector as a scalar.",
            details: "`NaN` where the vector has no float sample, or more than one. Histogram samples are left out of the \
                      count.",
            args: &["v"],
            example: "http_requests_total / scalar(sum(http_requests_total))",
        },
        behavior: Behavior::DEFAULT,
        kernel: Kernel::ToScalar,
    },
    FunctionDef {
        name: "vector",
        signature: Signature::fixed(&[Scalar], Vector),
        stability: Stability::Stable,
        docs: Docs {
            summary: "Returns a scalar as a vector of one sample without labels.",
            details: "Useful where an operator wants vectors: `x or vector(0)` gives 0 where `x` is empty.",
            args: &["s"],
            example: "sum(rate(http_requests_total{code=~\"5..\"}[5m])) or vector(0)",
        },
        behavior: Behavior::DEFAULT,
        kernel: Kernel::ToVector,
    },
];
