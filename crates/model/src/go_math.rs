//! Powers, logarithms and arctangents with the same last bits as Go's, whose results histograms and functions show.
//!
//! The method is that of FreeBSD's `e_log.c` and `e_exp.c`; Go does not fuse multiplications and additions on amd64.

mod arctangent;
mod power;

pub use arctangent::{atan, atan2};
pub use power::pow;

/// The binary logarithm; exact for powers of two.
pub fn log2(x: f64) -> f64 {
    let (fraction, exponent) = frexp(x);
    if fraction == 0.5 {
        return f64::from(exponent - 1);
    }
    ln(fraction) * std::f64::consts::LOG2_E + f64::from(exponent)
}

/// The decimal logarithm.
pub fn log10(x: f64) -> f64 {
    ln(x) * std::f64::consts::LOG10_E
}

/// The natural logarithm.
pub fn ln(x: f64) -> f64 {
    let (fraction, exponent) = frexp(x);
    ln_of_fraction(fraction, exponent)
}

/// Two to the power of `x`.
pub fn exp2(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    if x > 1.023_999_999_999_999_9e3 {
        return f64::INFINITY;
    }
    if x < -1.074e3 {
        return 0.0;
    }
    let k = if x > 0.0 {
        (x + 0.5) as i32
    } else if x < 0.0 {
        (x - 0.5) as i32
    } else {
        0
    };
    let rest = x - f64::from(k);
    exp_of_difference(rest * LN2_HI, -rest * LN2_LO, k)
}

/// `x` as a fraction in ±[0.5, 1) and a power of two; zero, infinities and NaN come back with the power 0.
pub fn frexp(x: f64) -> (f64, i32) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    let (normal, shift) = if x.abs() < f64::MIN_POSITIVE { (x * TWO_POW_52, -52) } else { (x, 0) };
    let bits = normal.to_bits();
    let exponent = exponent_field(bits) - 1022 + shift;
    (f64::from_bits(bits & !EXPONENT_MASK | 1022 << 52), exponent)
}

/// `fraction` × 2^`exponent`, rounded once.
pub fn ldexp(fraction: f64, exponent: i32) -> f64 {
    if fraction == 0.0 || !fraction.is_finite() {
        return fraction;
    }
    let (normal, shift) = if fraction.abs() < f64::MIN_POSITIVE { (fraction * TWO_POW_52, -52) } else { (fraction, 0) };
    let bits = normal.to_bits();
    let exponent = exponent.saturating_add(shift + exponent_field(bits) - 1023);
    if exponent < -1075 {
        return 0.0_f64.copysign(fraction);
    }
    if exponent > 1023 {
        return f64::INFINITY.copysign(fraction);
    }
    let (exponent, scale) = if exponent < -1022 { (exponent + 53, 1.0 / (TWO_POW_52 * 2.0)) } else { (exponent, 1.0) };
    scale * f64::from_bits(bits & !EXPONENT_MASK | ((exponent + 1023) as u64) << 52)
}

const EXPONENT_MASK: u64 = 0x7ff << 52;
const TWO_POW_52: f64 = 4_503_599_627_370_496.0;
const LN2_HI: f64 = f64::from_bits(0x3fe6_2e42_fee0_0000);
const LN2_LO: f64 = f64::from_bits(0x3dea_39ef_3579_3c76);

fn exponent_field(bits: u64) -> i32 {
    (bits >> 52 & 0x7ff) as i32
}

/// The natural logarithm of `fraction` × 2^`exponent` as [`frexp`] makes them.
fn ln_of_fraction(fraction: f64, exponent: i32) -> f64 {
    if fraction == 0.0 {
        return f64::NEG_INFINITY;
    }
    if fraction < 0.0 {
        return f64::NAN;
    }
    if !fraction.is_finite() {
        return fraction;
    }
    let (exponent, f) = if fraction < std::f64::consts::FRAC_1_SQRT_2 {
        (exponent - 1, fraction * 2.0 - 1.0)
    } else {
        (exponent, fraction - 1.0)
    };
    let k = f64::from(exponent);
    let s = f / (2.0 + f);
    let s2 = s * s;
    let s4 = s2 * s2;
    let odd =
        s2 * horner(s4, &[0x3fe5_5555_5555_5593, 0x3fd2_4924_9422_9359, 0x3fc7_4664_96cb_03de, 0x3fc2_f112_df3e_5244]);
    let even = s4 * horner(s4, &[0x3fd9_9999_9997_fa04, 0x3fcc_71c5_1d8e_78af, 0x3fc3_9a09_d078_c69f]);
    let r = odd + even;
    let half_square = 0.5 * f * f;
    k * LN2_HI - ((half_square - (s * (half_square + r) + k * LN2_LO)) - f)
}

/// e^(`hi` − `lo`) × 2^`k`.
fn exp_of_difference(hi: f64, lo: f64, k: i32) -> f64 {
    let r = hi - lo;
    let t = r * r;
    let c = r - t * horner(
        t,
        &[
            0x3fc5_5555_5555_5555,
            0xbf66_c16c_16be_bd93,
            0x3f11_566a_af25_de2c,
            0xbebb_bd41_c5d2_6bf1,
            0x3e66_3769_72be_a4d0,
        ],
    );
    let y = 1.0 - ((lo - (r * c) / (2.0 - c)) - hi);
    ldexp(y, k)
}

/// The polynomial with these coefficients, the constant one first, each given by its bits.
fn horner(x: f64, coefficients: &[u64]) -> f64 {
    let mut rest = coefficients.iter().rev().map(|&bits| f64::from_bits(bits));
    let highest = rest.next().unwrap_or(0.0);
    rest.fold(highest, |sum, coefficient| coefficient + x * sum)
}
