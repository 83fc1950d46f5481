//! Reduction of angles to an octant: by π/4 in three parts (Cody and Waite) for small angles, otherwise by the relevant
//! bits of 4/π (Payne and Hanek 1983).

use std::f64::consts::{FRAC_PI_4, PI};

/// The octant of an angle, rounded up to an even number, and the remainder.
#[derive(Debug, Clone, Copy)]
pub(super) struct Octant {
    pub(super) number: u64,
    pub(super) rest: f64,
}

/// Above this, three parts of π/4 lose bits.
const LARGE: f64 = (1_u64 << 29) as f64;

/// The octant of a finite, nonnegative angle.
pub(super) fn reduce(x: f64) -> Octant {
    if x >= LARGE {
        return reduce_large(x);
    }
    let whole = (x * (4.0 / PI)) as u64;
    let number = whole + (whole & 1);
    let n = number as f64;
    Octant { number, rest: ((x - n * QUARTER_PI[0]) - n * QUARTER_PI[1]) - n * QUARTER_PI[2] }
}

fn reduce_large(x: f64) -> Octant {
    let bits = x.to_bits();
    let exponent = ((bits >> 52) & 0x7ff) as i32 - 1023 - 52;
    let mantissa = bits & ((1 << 52) - 1) | (1 << 52);
    // The relevant 192 bits of 4/π; those before give full turns.
    let first = (exponent + 61) as usize;
    let word = |i: usize| shifted(first / 64 + i, first % 64);
    let product = |word: u64| u128::from(word) * u128::from(mantissa);
    let fraction = (u128::from(word(0).wrapping_mul(mantissa)) << 64)
        .wrapping_add(product(word(1)))
        .wrapping_add(product(word(2)) >> 64);
    let number = (fraction >> 125) as u64;
    let (high, low) = ((fraction >> 61) as u64, fraction as u64);
    let shift = high.leading_zeros() + 1;
    // The following bits are those before the shift by three, as in Go.
    let below = 64_u32.checked_sub(shift).and_then(|n| low.checked_shr(n)).unwrap_or(0);
    let mantissa = (high.checked_shl(shift).unwrap_or(0) | below) >> 12;
    let exponent = u64::from(1023 - shift);
    let part = f64::from_bits((exponent << 52) | mantissa);
    if number & 1 == 1 {
        Octant { number: (number + 1) & 7, rest: (part - 1.0) * FRAC_PI_4 }
    } else {
        Octant { number, rest: part * FRAC_PI_4 }
    }
}

/// 64 bits of 4/π, starting at a bit of a word.
fn shifted(word: usize, bit: usize) -> u64 {
    let low = FOUR_OVER_PI[word + 1].checked_shr(64 - bit as u32).unwrap_or(0);
    (FOUR_OVER_PI[word] << bit) | low
}

const QUARTER_PI: [f64; 3] = [
    f64::from_bits(0x3fe9_21fb_4000_0000),
    f64::from_bits(0x3e64_442d_0000_0000),
    f64::from_bits(0x3ce8_4698_98cc_5170),
];

/// The bits of 4/π, 1 before the point.
const FOUR_OVER_PI: [u64; 20] = [
    0x0000_0000_0000_0001,
    0x45f3_06dc_9c88_2a53,
    0xf84e_afa3_ea69_bb81,
    0xb6c5_2b32_7887_2083,
    0xfca2_c757_bd77_8ac3,
    0x6e48_dc74_849b_a5c0,
    0x0c92_5dd4_13a3_2439,
    0xfc3b_d639_6253_4e7d,
    0xd104_6bea_5d76_8909,
    0xd338_e04d_68be_fc82,
    0x7323_ac73_06a6_73e9,
    0x3908_bf17_7bf2_5076,
    0x3ff1_2fff_bc0b_301f,
    0xde5e_2316_b414_da3e,
    0xda6c_fd9e_4f96_136e,
    0x9e8c_7ecd_3cbf_d45a,
    0xea4f_758f_d7cb_e2f6,
    0x7a0e_73ef_14a5_25d4,
    0xd7f6_bf62_3f1a_ba10,
    0xac06_608d_f8f6_d757,
];
