//! Circular functions and the conversion of angles.

use std::f64::consts::PI;

use promenade_go::math::{acos, asin, atan, cos, sin, tan};

use super::row;
use crate::definition::FunctionDef;

pub(super) static ROWS: &[FunctionDef] = &[
    row(
        "sin",
        sin,
        "Returns the sine of each float sample, in radians.",
        "`NaN` for infinities and `NaN`; `sin(±0) = ±0`. Histogram samples are dropped.",
        "sin(vector(time() / 86400 * 2 * pi()))",
    ),
    row(
        "cos",
        cos,
        "Returns the cosine of each float sample, in radians.",
        "`NaN` for infinities and `NaN`. Histogram samples are dropped.",
        "cos(rad(wind_direction_degrees))",
    ),
    row(
        "tan",
        tan,
        "Returns the tangent of each float sample, in radians.",
        "`NaN` for infinities and `NaN`; `tan(±0) = ±0`. Histogram samples are dropped.",
        "tan(rad(panel_tilt_degrees))",
    ),
    row(
        "asin",
        asin,
        "Returns the arcsine of each float sample, in radians.",
        "The result lies between -π/2 and π/2. `NaN` for values outside of -1 to 1; `asin(±0) = ±0`. Histogram samples \
         are dropped.",
        "deg(asin(ramp_rise_ratio))",
    ),
    row(
        "acos",
        acos,
        "Returns the arccosine of each float sample, in radians.",
        "The result lies between 0 and π. `NaN` for values outside of -1 to 1. Histogram samples are dropped.",
        "deg(acos(power_factor))",
    ),
    row(
        "atan",
        atan,
        "Returns the arctangent of each float sample, in radians.",
        "`atan(±0) = ±0`, `atan(±Inf) = ±π/2`. Histogram samples are dropped. For the angle of a pair of values, use \
         the binary operator `atan2`.",
        "deg(atan(slope_ratio))",
    ),
    row(
        "deg",
        |v| v * (180.0 / PI),
        "Converts each float sample from radians to degrees.",
        "Histogram samples are dropped.",
        "deg(antenna_angle_radians)",
    ),
    row(
        "rad",
        |v| v * (PI / 180.0),
        "Converts each float sample from degrees to radians.",
        "Histogram samples are dropped.",
        "rad(wind_direction_degrees)",
    ),
];
