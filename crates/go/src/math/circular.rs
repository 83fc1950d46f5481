//! Sine, cosine and tangent with the polynomials of the Cephes library (`sin.c`, `tan.c`), which Go uses; arcsine and
//! arccosine by the arctangent.

use std::f64::consts::{FRAC_PI_2, PI};

use super::atan;
use super::reduction::{Octant, reduce};

/// The sine of an angle in radians.
pub fn sin(x: f64) -> f64 {
    if x == 0.0 || x.is_nan() {
        return x;
    }
    if x.is_infinite() {
        return f64::NAN;
    }
    let Octant { number, rest } = reduce(x.abs());
    let number = number & 7;
    let is_negative = (x < 0.0) != (number > 3);
    let value = if matches!(number & 3, 1 | 2) { cosine_near_zero(rest) } else { sine_near_zero(rest) };
    if is_negative { -value } else { value }
}

/// The cosine of an angle in radians.
pub fn cos(x: f64) -> f64 {
    if !x.is_finite() {
        return f64::NAN;
    }
    let Octant { number, rest } = reduce(x.abs());
    let number = number & 7;
    let is_negative = (number > 3) != (number & 3 > 1);
    let value = if matches!(number & 3, 1 | 2) { sine_near_zero(rest) } else { cosine_near_zero(rest) };
    if is_negative { -value } else { value }
}

/// The tangent of an angle in radians.
pub fn tan(x: f64) -> f64 {
    if x == 0.0 || x.is_nan() {
        return x;
    }
    if x.is_infinite() {
        return f64::NAN;
    }
    let Octant { number, rest: z } = reduce(x.abs());
    let square = z * z;
    let value = if square > 1e-14 {
        let above = (TAN_ABOVE[0] * square + TAN_ABOVE[1]) * square + TAN_ABOVE[2];
        let below = (((square + TAN_BELOW[0]) * square + TAN_BELOW[1]) * square + TAN_BELOW[2]) * square + TAN_BELOW[3];
        z + z * (square * above / below)
    } else {
        z
    };
    let value = if number & 2 == 2 { -1.0 / value } else { value };
    if x < 0.0 { -value } else { value }
}

/// The arcsine in radians; NaN outside of -1 to 1.
pub fn asin(x: f64) -> f64 {
    if x == 0.0 {
        return x;
    }
    let magnitude = x.abs();
    if magnitude > 1.0 || magnitude.is_nan() {
        return f64::NAN;
    }
    let other = (1.0 - magnitude * magnitude).sqrt();
    let angle = if magnitude > 0.7 { PI / 2.0 - atan(other / magnitude) } else { atan(magnitude / other) };
    if x < 0.0 { -angle } else { angle }
}

/// The arccosine in radians; NaN outside of -1 to 1.
pub fn acos(x: f64) -> f64 {
    FRAC_PI_2 - asin(x)
}

/// The sine of an angle of at most π/4.
fn sine_near_zero(z: f64) -> f64 {
    let square = z * z;
    z + z * square * polynomial(square, &SINE)
}

/// The cosine of an angle of at most π/4.
fn cosine_near_zero(z: f64) -> f64 {
    let square = z * z;
    1.0 - 0.5 * square + square * square * polynomial(square, &COSINE)
}

/// The polynomial with these coefficients as bits, the highest power first.
fn polynomial(x: f64, coefficients: &[u64; 6]) -> f64 {
    coefficients.iter().skip(1).fold(f64::from_bits(coefficients[0]), |sum, bits| sum * x + f64::from_bits(*bits))
}

const SINE: [u64; 6] = [
    0x3de5_d8fd_1fd1_9ccd,
    0xbe5a_e5e5_a929_1f5d,
    0x3ec7_1de3_567d_48a1,
    0xbf2a_01a0_19bf_df03,
    0x3f81_1111_1110_f7d0,
    0xbfc5_5555_5555_5548,
];
const COSINE: [u64; 6] = [
    0xbda8_fa49_a086_1a9b,
    0x3e21_ee9d_7b4e_3f05,
    0xbe92_7e4f_7eac_4bc6,
    0x3efa_01a0_19c8_44f5,
    0xbf56_c16c_16c1_4f91,
    0x3fa5_5555_5555_554b,
];
const TAN_ABOVE: [f64; 3] = [
    f64::from_bits(0xc0c9_92d8_d24f_3f38),
    f64::from_bits(0x4131_99ec_a5fc_9ddd),
    f64::from_bits(0xc171_1fea_d329_9176),
];
const TAN_BELOW: [f64; 4] = [
    f64::from_bits(0x40ca_b8a5_eeb3_6572),
    f64::from_bits(0xc134_27bc_582a_bc96),
    f64::from_bits(0x4177_d98f_c2ea_d8ef),
    f64::from_bits(0xc189_afe0_3cbe_5a31),
];
