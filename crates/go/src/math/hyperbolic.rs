//! Hyperbolic functions by exponentials and, near zero, by rational functions (Hart and Cheney; Cephes `tanh.c`); their
//! inverses by logarithms, as in FreeBSD's `s_asinh.c`, `e_acosh.c` and `e_atanh.c`, which Go follows.

use std::f64::consts::LN_2;

use super::{exp, ln, log1p};

/// The hyperbolic sine.
pub fn sinh(x: f64) -> f64 {
    // Preserves the sign of zero.
    let magnitude = if x < 0.0 { -x } else { x };
    let value = if magnitude > 21.0 {
        exp(magnitude) * 0.5
    } else if magnitude > 0.5 {
        let e = exp(magnitude);
        (e - 1.0 / e) * 0.5
    } else {
        let square = x * x;
        let above =
            (((SINH_ABOVE[3] * square + SINH_ABOVE[2]) * square + SINH_ABOVE[1]) * square + SINH_ABOVE[0]) * magnitude;
        above / (((square + SINH_BELOW[2]) * square + SINH_BELOW[1]) * square + SINH_BELOW[0])
    };
    if x < 0.0 { -value } else { value }
}

/// The hyperbolic cosine.
pub fn cosh(x: f64) -> f64 {
    let e = exp(x.abs());
    if x.abs() > 21.0 { e * 0.5 } else { (e + 1.0 / e) * 0.5 }
}

/// The hyperbolic tangent.
pub fn tanh(x: f64) -> f64 {
    let magnitude = x.abs();
    if magnitude > 0.5 * LN_2_POW_127 {
        return 1.0_f64.copysign(x);
    }
    if magnitude >= 0.625 {
        return (1.0 - 2.0 / (exp(2.0 * magnitude) + 1.0)).copysign(x);
    }
    if x == 0.0 {
        return x;
    }
    let square = x * x;
    let above = (TANH_ABOVE[0] * square + TANH_ABOVE[1]) * square + TANH_ABOVE[2];
    let below = ((square + TANH_BELOW[0]) * square + TANH_BELOW[1]) * square + TANH_BELOW[2];
    x + x * square * above / below
}

/// The inverse hyperbolic sine.
pub fn asinh(x: f64) -> f64 {
    if !x.is_finite() {
        return x;
    }
    let v = x.abs();
    let value = if v > LARGE {
        ln(v) + LN_2
    } else if v > 2.0 {
        ln(2.0 * v + 1.0 / ((v * v + 1.0).sqrt() + v))
    } else if v < 1.0 / LARGE {
        v
    } else {
        log1p(v + v * v / (1.0 + (1.0 + v * v).sqrt()))
    };
    value.copysign(x)
}

/// The inverse hyperbolic cosine; NaN below 1.
pub fn acosh(x: f64) -> f64 {
    if x < 1.0 || x.is_nan() {
        return f64::NAN;
    }
    if x == 1.0 {
        return 0.0;
    }
    if x >= LARGE {
        return ln(x) + LN_2;
    }
    if x > 2.0 {
        return ln(2.0 * x - 1.0 / (x + (x * x - 1.0).sqrt()));
    }
    let above = x - 1.0;
    log1p(above + (2.0 * above + above * above).sqrt())
}

/// The inverse hyperbolic tangent; NaN outside of -1 to 1.
pub fn atanh(x: f64) -> f64 {
    let v = x.abs();
    if v > 1.0 || x.is_nan() {
        return f64::NAN;
    }
    if v == 1.0 {
        return f64::INFINITY.copysign(x);
    }
    let value = if v < 1.0 / LARGE {
        v
    } else if v < 0.5 {
        let twice = v + v;
        0.5 * log1p(twice + twice * v / (1.0 - v))
    } else {
        0.5 * log1p((v + v) / (1.0 - v))
    };
    value.copysign(x)
}

/// Above this, adding 1 to the square in the inverse functions has no effect.
const LARGE: f64 = (1_u64 << 28) as f64;
const LN_2_POW_127: f64 = f64::from_bits(0x4056_01e6_78fc_457b);

const SINH_ABOVE: [f64; 4] = [
    f64::from_bits(0xc123_3fde_ba64_bb4f),
    f64::from_bits(0xc0f5_f38b_8605_d22d),
    f64::from_bits(0xc0a6_9c6c_36da_2dfb),
    f64::from_bits(0xc03a_4e3d_e854_0779),
];
const SINH_BELOW: [f64; 3] = [
    f64::from_bits(0xc123_3fde_ba64_bb4f),
    f64::from_bits(0x40cd_b796_3eae_91e1),
    f64::from_bits(0xc065_b5b9_fcd0_03bb),
];
const TANH_ABOVE: [f64; 3] = [
    f64::from_bits(0xbfee_dc5b_aafd_6f4b),
    f64::from_bits(0xc058_d26a_0e26_682d),
    f64::from_bits(0xc099_3ac0_3058_0563),
];
const TANH_BELOW: [f64; 3] = [
    f64::from_bits(0x405c_33f2_8a58_1b86),
    f64::from_bits(0x40a1_76fa_0e55_35fa),
    f64::from_bits(0x40b2_ec10_2442_040c),
];
