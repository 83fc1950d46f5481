//! log(1 + x), by the algorithm of FreeBSD's `s_log1p.c`, which Go uses.

use super::{LN2_HI, LN2_LO};

/// The natural logarithm of 1 + `x`, exact near zero.
pub fn log1p(x: f64) -> f64 {
    if x < -1.0 || x.is_nan() {
        return f64::NAN;
    }
    if x == -1.0 || x == f64::INFINITY {
        return if x < 0.0 { f64::NEG_INFINITY } else { x };
    }
    let magnitude = x.abs();
    if magnitude < SQRT_2_MINUS_1 {
        if magnitude < 1.0 / (1_u64 << 29) as f64 {
            return if magnitude < 1.0 / (1_u64 << 54) as f64 { x } else { x - x * x * 0.5 };
        }
        if x > HALF_SQRT_2_MINUS_1 {
            return Parts { k: 0.0, f: x, mantissa: 1, correction: 0.0 }.sum();
        }
    }
    Parts::of(x).sum()
}

/// 1 + x as 2^k (1 + f), with the rounding error of 1 + x, and the mantissa's distance from a power of two.
struct Parts {
    k: f64,
    f: f64,
    mantissa: u64,
    correction: f64,
}

impl Parts {
    fn of(x: f64) -> Self {
        let is_small = x.abs() < (1_u64 << 53) as f64;
        let u = if is_small { 1.0 + x } else { x };
        let bits = u.to_bits();
        let k = (bits >> 52) as i32 - 1023;
        let lost = match (is_small, k > 0) {
            (false, _) => 0.0,
            (true, true) => (1.0 - (u - x)) / u,
            (true, false) => (x - (u - 1.0)) / u,
        };
        let mantissa = bits & ((1 << 52) - 1);
        let (k, u, mantissa) = if mantissa < SQRT_2_MANTISSA {
            (k, f64::from_bits(mantissa | (1023 << 52)), mantissa)
        } else {
            (k + 1, f64::from_bits(mantissa | (1022 << 52)), ((1 << 52) - mantissa) >> 2)
        };
        Self { k: f64::from(k), f: u - 1.0, mantissa, correction: lost }
    }

    fn sum(self) -> f64 {
        let Self { k, f, mantissa, correction } = self;
        let half_square = 0.5 * f * f;
        let tail = k * LN2_LO + correction;
        if mantissa == 0 {
            if f == 0.0 {
                return if k == 0.0 { 0.0 } else { k * LN2_HI + tail };
            }
            let r = half_square * (1.0 - 2.0 / 3.0 * f);
            return if k == 0.0 { f - r } else { k * LN2_HI - ((r - tail) - f) };
        }
        let s = f / (2.0 + f);
        let z = s * s;
        let r = z * super::horner(z, &COEFFICIENTS);
        if k == 0.0 {
            return f - (half_square - s * (half_square + r));
        }
        k * LN2_HI - ((half_square - (s * (half_square + r) + tail)) - f)
    }
}

const SQRT_2_MINUS_1: f64 = f64::from_bits(0x3fda_8279_99fc_ef34);
const HALF_SQRT_2_MINUS_1: f64 = f64::from_bits(0xbfd2_bec3_3301_8866);
const SQRT_2_MANTISSA: u64 = 0x0006_a09e_667f_3bcd;
const COEFFICIENTS: [u64; 7] = [
    0x3fe5_5555_5555_5593,
    0x3fd9_9999_9997_fa04,
    0x3fd2_4924_9422_9359,
    0x3fcc_71c5_1d8e_78af,
    0x3fc7_4664_96cb_03de,
    0x3fc3_9a09_d078_c69f,
    0x3fc2_f112_df3e_5244,
];
