//! Hyperbolic functions and their inverses.

use std::f64::consts::LN_2;

use super::row;
use crate::definition::FunctionDef;

pub(super) static ROWS: &[FunctionDef] = &[
    row(
        "sinh",
        f64::sinh,
        "Returns the hyperbolic sine of each float sample.",
        "`sinh(±0) = ±0`, `sinh(±Inf) = ±Inf`, `sinh(NaN) = NaN`. Histogram samples are dropped.",
        "sinh(signal_level)",
    ),
    row(
        "cosh",
        f64::cosh,
        "Returns the hyperbolic cosine of each float sample.",
        "`cosh(±0) = 1`, `cosh(±Inf) = +Inf`, `cosh(NaN) = NaN`. Histogram samples are dropped.",
        "cosh(signal_level)",
    ),
    row(
        "tanh",
        f64::tanh,
        "Returns the hyperbolic tangent of each float sample.",
        "`tanh(±0) = ±0`, `tanh(±Inf) = ±1`, `tanh(NaN) = NaN`. Squeezes any value into -1 to 1. Histogram samples are \
         dropped.",
        "tanh(node_load1 / 8)",
    ),
    row(
        "asinh",
        asinh,
        "Returns the inverse hyperbolic sine of each float sample.",
        "`asinh(±0) = ±0`, `asinh(±Inf) = ±Inf`, `asinh(NaN) = NaN`. Behaves like a logarithm that also takes zero and \
         negative values. Histogram samples are dropped.",
        "asinh(deriv(node_filesystem_avail_bytes[1h]))",
    ),
    row(
        "acosh",
        acosh,
        "Returns the inverse hyperbolic cosine of each float sample.",
        "`NaN` for values below 1 and `NaN`; `acosh(+Inf) = +Inf`. Histogram samples are dropped.",
        "acosh(standing_wave_ratio)",
    ),
    row(
        "atanh",
        f64::atanh,
        "Returns the inverse hyperbolic tangent of each float sample.",
        "`atanh(±1) = ±Inf`, `NaN` for values outside of -1 to 1 and `NaN`. Histogram samples are dropped.",
        "atanh(correlation_ratio)",
    ),
];

/// From here on the inverses are `ln(2v)` to the last bit, and the square within them would overflow later.
const LARGE: f64 = (1_u64 << 28) as f64;

fn asinh(v: f64) -> f64 {
    if v.abs() > LARGE { (v.abs().ln() + LN_2).copysign(v) } else { v.asinh() }
}

/// In forms that lose nothing near 1 and do not overflow.
fn acosh(v: f64) -> f64 {
    let above = v - 1.0;
    if v < 1.0 {
        f64::NAN
    } else if v > LARGE {
        v.ln() + LN_2
    } else if v > 2.0 {
        (2.0 * v - 1.0 / (v + (v * v - 1.0).sqrt())).ln()
    } else {
        (above + (2.0 * above + above * above).sqrt()).ln_1p()
    }
}
