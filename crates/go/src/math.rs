//! Elementary functions, bit-identical to Go's on amd64, as histograms and functions depend on them.
//!
//! The algorithms are those of FreeBSD's `e_log.c` and `e_exp.c`; on amd64 Go does not fuse multiplications and
//! additions.

mod arctangent;
mod circular;
mod exponential;
mod hyperbolic;
mod log1p;
mod power;
mod reduction;

pub use arctangent::{atan, atan2};
pub use circular::{acos, asin, cos, sin, tan};
pub use exponential::exp;
pub use hyperbolic::{acosh, asinh, atanh, cosh, sinh, tanh};
pub use log1p::log1p;
pub use power::pow;

/// Go's `math.NaN()`, bit by bit.
pub const NAN: f64 = f64::from_bits(0x7ff8_0000_0000_0001);

/// A float as an integer, as Go converts it on amd64: truncated towards zero, or `i64::MIN` if it does not fit.
pub fn to_int64(x: f64) -> i64 {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if (-LIMIT..LIMIT).contains(&x) { x as i64 } else { i64::MIN }
}

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

/// `x` as a fraction in ±[0.5, 1) and a power of two; zero, infinities and NaN are returned with the power 0.
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

/// The natural logarithm of `fraction` × 2^`exponent` as [`frexp`] returns them.
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

/// The polynomial with these coefficients as bits, the constant first.
fn horner(x: f64, coefficients: &[u64]) -> f64 {
    let mut rest = coefficients.iter().rev().map(|&bits| f64::from_bits(bits));
    let highest = rest.next().unwrap_or(0.0);
    rest.fold(highest, |sum, coefficient| coefficient + x * sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    const N_INPUTS: u64 = 100_000;

    /// Random bits, by `SplitMix64`.
    fn random_bits() -> impl FnMut() -> u64 {
        let mut state = 1_u64;
        move || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^ (z >> 31)
        }
    }

    /// A small, medium or large number, or a float of random bits.
    fn input(kind: u64, bits: u64) -> f64 {
        let unit = (bits >> 11) as f64 / (1_u64 << 53) as f64 * 2.0 - 1.0;
        match kind % 5 {
            0 => unit,
            1 => unit * 10.0,
            2 => unit * 800.0,
            3 => unit * 1e12,
            _ => f64::from_bits(bits),
        }
    }

    /// A digest of all results; every NaN is the same.
    fn digest(results: impl Iterator<Item = f64>) -> u64 {
        results.fold(0xcbf2_9ce4_8422_2325, |hash: u64, y| {
            let bits = if y.is_nan() { 0 } else { y.to_bits() };
            let hash = (hash ^ bits).wrapping_mul(0x0100_0000_01b3);
            hash ^ (hash >> 32)
        })
    }

    fn digest_of(f: fn(f64) -> f64) -> u64 {
        let mut next = random_bits();
        digest((0..N_INPUTS).map(|i| f(input(i, next()))))
    }

    /// As below, without subnormal bases, whose logarithm differs from Go's.
    #[test]
    fn a_hundred_thousand_powers_have_the_bits_of_go() {
        let mut next = random_bits();
        let powers = (0..N_INPUTS).map(|i| {
            let (x, y) = (input(i, next()), input(i / 5, next()));
            let x = if x.abs() < f64::MIN_POSITIVE { 1.5 } else { x };
            pow(if i % 3 == 0 { x } else { x.abs() }, y)
        });
        assert_eq!(digest(powers), 0x65da_a7f5_1078_9d17);
    }

    /// The digest of Go 1.26 on amd64 for the same inputs.
    #[test]
    fn a_hundred_thousand_results_have_the_bits_of_go() {
        type Row = (&'static str, fn(f64) -> f64, u64);
        let functions: &[Row] = &[
            ("sin", sin, 0xd5f8_f831_5b3d_6ca7),
            ("cos", cos, 0x9ed8_9fc4_a1f0_a358),
            ("tan", tan, 0x8ef8_b8fb_eebf_ce7b),
            ("asin", asin, 0xe2d4_c3d2_47b3_edea),
            ("acos", acos, 0xfe00_6744_cb14_649a),
            ("sinh", sinh, 0xcd9f_a8c8_10ae_6562),
            ("cosh", cosh, 0x49fc_e78e_e68a_f2d7),
            ("tanh", tanh, 0x11e1_1602_6a9f_8215),
            ("asinh", asinh, 0x8731_d1a3_3b02_600a),
            ("acosh", acosh, 0x6743_d6ea_ebe7_1d4d),
            ("atanh", atanh, 0xb60d_99f5_06a5_9ef1),
            ("exp", exp, 0x245b_a75e_796b_2135),
            ("log1p", log1p, 0x7e8b_446a_7480_7651),
            ("atan", atan, 0x29b9_0260_505d_234b),
            ("exp2", exp2, 0xc7ad_b068_bcf3_50b3),
        ];
        let wrong: Vec<_> =
            functions.iter().filter(|(_, f, expected)| digest_of(*f) != *expected).map(|(name, ..)| name).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
