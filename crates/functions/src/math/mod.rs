//! Functions from float to float, sample by sample.

pub mod clamp;
mod elementary;
mod hyperbolic;
mod rounding;
mod trigonometry;

use promenade_model::ValueType::Vector;

use crate::definition::{Behavior, Docs, FunctionDef, Signature, Stability};
use crate::kernel::Kernel;
use crate::param::Param;

/// All functions from float to float, by file.
pub(crate) static ALL: &[&[FunctionDef]] =
    &[elementary::ROWS, rounding::ROWS, trigonometry::ROWS, hyperbolic::ROWS, clamp::ROWS];

/// A function of one instant vector.
const fn row(
    name: &'static str,
    kernel: fn(f64) -> f64,
    summary: &'static str,
    details: &'static str,
    example: &'static str,
) -> FunctionDef {
    FunctionDef {
        name,
        signature: Signature::fixed(&[Param::VECTOR], Vector),
        stability: Stability::Stable,
        docs: Docs::new(summary, details, example),
        behavior: Behavior::DEFAULT,
        kernel: Kernel::Math(kernel),
    }
}
