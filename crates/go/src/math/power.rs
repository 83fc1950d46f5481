//! Powers by repeated squaring of the fraction, as Go computes them.

use super::{exp, frexp, ldexp, ln};

/// `x` to the power of `y`.
pub fn pow(x: f64, y: f64) -> f64 {
    if y == 1.0 {
        return x;
    }
    let whole = y.abs().trunc();
    let part = y.abs() - whole;
    let is_special = x == 0.0 || x == 1.0 || y == 0.0 || !x.is_finite() || !y.is_finite();
    if is_special || whole >= TWO_POW_63 || (part != 0.0 && x < 0.0) {
        return x.powf(y);
    }
    if y == 0.5 {
        return x.sqrt();
    }
    if y == -0.5 {
        return 1.0 / x.sqrt();
    }
    let (start, whole) = match part {
        0.0 => (1.0, whole as u64),
        part if part > 0.5 => (exp((part - 1.0) * ln(x)), whole as u64 + 1),
        part => (exp(part * ln(x)), whole as u64),
    };
    let (fraction, exponent) = times_power(start, x, whole);
    if y < 0.0 { ldexp(1.0 / fraction, -exponent) } else { ldexp(fraction, exponent) }
}

const TWO_POW_63: f64 = 9_223_372_036_854_775_808.0;

/// Beyond these powers of two the result is zero or infinite.
const EXPONENTS: std::ops::RangeInclusive<i32> = -4096..=4096;

/// `start` × `x`^`n` as a number and a power of two.
fn times_power(start: f64, x: f64, mut n: u64) -> (f64, i32) {
    let (mut result, mut result_exponent) = (start, 0);
    let (mut square, mut exponent) = frexp(x);
    while n != 0 {
        if !EXPONENTS.contains(&exponent) {
            return (result, result_exponent + exponent);
        }
        if n & 1 == 1 {
            result *= square;
            result_exponent += exponent;
        }
        square *= square;
        exponent *= 2;
        if square < 0.5 {
            square += square;
            exponent -= 1;
        }
        n >>= 1;
    }
    (result, result_exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_powers_have_the_bits_of_go() {
        let cases: &[(f64, f64, u64)] = &[
            (618.892_159_252_763_5, 19.0, 0x4af2_5867_218a_104a),
            (611.562_174_371_817_4, 30.0, 0x5149_d309_a4e3_8b44),
            (0.054_214_698_077_707_51, -11.0, 0x42d3_1e52_cec6_ca3f),
            (3.615_675_967_626_126, 3.0, 0x4047_a252_647f_c48c),
            (-0.015_504_496_350_536_254, 7.0, 0xbd4e_4fd9_f3ff_3b68),
            (-1.199_808_783_693_118_2, -8.0, 0x3fcd_ce82_e324_d17a),
            (0.055_221_616_079_690_075, 1.0, 0x3fac_4601_f630_671a),
            (0.092_275_498_600_530_86, 19.0, 0x3bd9_a12b_72cf_8031),
            (7.943_836_538_245_669, -29.0, 0x3a83_a07a_385a_480a),
            (0.057_942_443_879_886_764, -5.0, 0x4137_5d07_b703_04b2),
            (0.006_423_655_218_212_56, 6.0, 0x3d33_c698_0b25_8ae8),
            (0.568_135_569_376_946_1, 14.0, 0x3f37_ec2c_e3d0_5a80),
            (-0.000_197_387_599_213_933_8, -17.0, 0xcd02_8d8e_b9e1_6722),
            (3.800_708_142_735_520_5, 6.0, 0x40a7_8c9b_ecd7_d516),
            (0.000_263_519_013_012_651_43, -11.0, 0x481b_9fc8_c67c_7331),
            (-0.000_203_887_081_428_886_4, 8.0, 0x39ce_4898_c126_16ac),
            (0.006_737_224_155_595_13, -16.0, 0x4725_60dc_a875_e8e7),
            (371.238_002_768_124_2, -17.0, 0x36dd_8a32_b30c_eda0),
            (6.775_104_207_965_521e-05, 6.0, 0x3abd_ee96_7669_a146),
            (57.405_352_716_105_96, -14.0, 0x3ad2_5562_6fa7_fa11),
            (0.617_172_850_064_807_7, -19.0, 0x40c2_bffe_1592_5c9c),
            (-287.166_496_969_381_34, 27.0, 0xcdb6_3d69_c6f9_584c),
            (229.539_037_517_747_8, -12.0, 0x3a0d_a091_7597_9930),
            (-0.013_856_231_310_628_304, 8.0, 0x3cd8_7a70_0f41_176b),
        ];
        for (x, y, bits) in cases {
            assert_eq!(pow(*x, *y).to_bits(), *bits, "{x} ^ {y}");
        }
    }

    #[test]
    fn special_values() {
        assert_eq!(pow(f64::NAN, 0.0), 1.0);
        assert_eq!(pow(1.0, f64::NAN), 1.0);
        assert_eq!(pow(-1.0, f64::INFINITY), 1.0);
        assert_eq!(pow(0.0, -1.0), f64::INFINITY);
        assert_eq!(pow(-0.0, -3.0), f64::NEG_INFINITY);
        assert_eq!(pow(-2.0, 3.0), -8.0);
        assert_eq!(pow(-2.0, 1e300), f64::INFINITY);
        assert_eq!(pow(9.0, 0.5), 3.0);
        assert_eq!(pow(2.0, -1074.0), f64::from_bits(1));
        assert!(pow(-8.0, 1.0 / 3.0).is_nan());
    }
}
