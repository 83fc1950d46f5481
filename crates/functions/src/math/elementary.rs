//! Absolute value, sign, roots, powers and logarithms.

use promenade_go::math::{exp, ln, log2, log10};

use super::row;
use crate::definition::FunctionDef;

pub(super) static ROWS: &[FunctionDef] = &[
    row(
        "abs",
        f64::abs,
        "Returns the absolute value of each float sample.",
        "`abs(-Inf) = +Inf`, `abs(NaN) = NaN`. Histogram samples are dropped.",
        "abs(delta(node_hwmon_temp_celsius[10m]))",
    ),
    row(
        "sgn",
        sgn,
        "Returns the sign of each float sample: 1, -1 or 0.",
        "The result is 1 for positive values and -1 for negative ones. Zero and `NaN` are returned unchanged. \
         Histogram samples are dropped.",
        "sgn(deriv(node_filesystem_avail_bytes[1h]))",
    ),
    row(
        "sqrt",
        f64::sqrt,
        "Returns the square root of each float sample.",
        "`NaN` for negative values; `sqrt(±0) = ±0`. Histogram samples are dropped.",
        "sqrt(avg(node_load1 ^ 2))",
    ),
    row(
        "exp",
        exp,
        "Returns e to the power of each float sample.",
        "`exp(+Inf) = +Inf`, `exp(-Inf) = 0`, `exp(NaN) = NaN`; values above about 709.78 give `+Inf`. Histogram \
         samples are dropped.",
        "exp(avg(ln(node_load1)))",
    ),
    row(
        "ln",
        ln,
        "Returns the natural logarithm of each float sample.",
        "`ln(+Inf) = +Inf`, `ln(0) = -Inf`, `NaN` for negative values and `NaN`. Histogram samples are dropped.",
        "ln(node_filesystem_size_bytes)",
    ),
    row(
        "log2",
        log2,
        "Returns the logarithm to base 2 of each float sample.",
        "`log2(+Inf) = +Inf`, `log2(0) = -Inf`, `NaN` for negative values and `NaN`. Histogram samples are dropped.",
        "log2(node_memory_MemTotal_bytes)",
    ),
    row(
        "log10",
        log10,
        "Returns the logarithm to base 10 of each float sample.",
        "`log10(+Inf) = +Inf`, `log10(0) = -Inf`, `NaN` for negative values and `NaN`. As in Prometheus, the logarithm \
         of a power of ten may differ from the integer in the last digit (`log10(1e15)`). Histogram samples are \
         dropped.",
        "log10(http_requests_total)",
    ),
];

fn sgn(v: f64) -> f64 {
    if v > 0.0 {
        1.0
    } else if v < 0.0 {
        -1.0
    } else {
        v
    }
}
