//! Hyperbolic functions and their inverses.

use promenade_go::math::{acosh, asinh, atanh, cosh, sinh, tanh};

use super::row;
use crate::definition::FunctionDef;

pub(super) static ROWS: &[FunctionDef] = &[
    row(
        "sinh",
        sinh,
        "Returns the hyperbolic sine of each float sample.",
        "`sinh(±0) = ±0`, `sinh(±Inf) = ±Inf`, `sinh(NaN) = NaN`. Histogram samples are dropped.",
        "sinh(signal_level)",
    ),
    row(
        "cosh",
        cosh,
        "Returns the hyperbolic cosine of each float sample.",
        "`cosh(±0) = 1`, `cosh(±Inf) = +Inf`, `cosh(NaN) = NaN`. Histogram samples are dropped.",
        "cosh(signal_level)",
    ),
    row(
        "tanh",
        tanh,
        "Returns the hyperbolic tangent of each float sample.",
        "`tanh(±0) = ±0`, `tanh(±Inf) = ±1`, `tanh(NaN) = NaN`. Maps any value to the range from -1 to 1. Histogram \
         samples are dropped.",
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
        atanh,
        "Returns the inverse hyperbolic tangent of each float sample.",
        "`atanh(±1) = ±Inf`, `NaN` for values outside of -1 to 1 and `NaN`. Histogram samples are dropped.",
        "atanh(correlation_ratio)",
    ),
];
