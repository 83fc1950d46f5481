//! `absent`: a sample where there is none.

use promenade_model::ValueType::Vector;

use crate::definition::{Behavior, Docs, FunctionDef, Signature, Stability};
use crate::kernel::Kernel;

pub(crate) static ROWS: &[FunctionDef] = &[FunctionDef {
    name: "absent",
    signature: Signature::fixed(&[Vector], Vector),
    stability: Stability::Stable,
    docs: Docs {
        summary: "Returns 1 where a vector is empty, and nothing where it is not.",
        details: "For alerts on missing series. Where the argument is a selector, the sample gets the labels that it asks \
                  for with `=`, the metric name left out, and of a label that several matchers speak of none; where it is \
                  any other expression, the sample has no labels. Both float and histogram samples count as present.",
        args: &["v"],
        example: "absent(up{job=\"node\"})",
    },
    behavior: Behavior::DEFAULT,
    kernel: Kernel::Absent,
}];
