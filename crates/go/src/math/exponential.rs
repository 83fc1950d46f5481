//! e^x as Go computes it on processors with fused multiply-add: the argument is reduced by ln 2 and divided by 16, a
//! Taylor polynomial gives e^y − 1, and four squarings undo the division (Shibata's method).

/// e to the power of `x`.
pub fn exp(x: f64) -> f64 {
    if x.is_nan() || x == f64::INFINITY || x == f64::NEG_INFINITY {
        return if x == f64::NEG_INFINITY { 0.0 } else { x };
    }
    if x > OVERFLOW {
        return f64::INFINITY;
    }
    let scaled = (x * std::f64::consts::LOG2_E).round_ties_even();
    let exponent = if scaled < f64::from(i32::MIN / 2) { i32::MIN / 2 } else { scaled as i32 };
    let n = f64::from(exponent);
    let rest = (-n).mul_add(LN2_LOW, (-n).mul_add(LN2_HIGH, x));
    let y = rest * 0.0625;
    let mut value = y * TAYLOR.iter().skip(1).fold(TAYLOR[0], |sum, coefficient| sum.mul_add(y, *coefficient));
    for _ in 0..3 {
        value *= value + 2.0;
    }
    scale(value.mul_add(value + 2.0, 1.0), exponent + 1023)
}

/// `value` × 2^(`biased` − 1023); results below the subnormals are 0.
fn scale(value: f64, biased: i32) -> f64 {
    match biased {
        2047.. => f64::INFINITY,
        1..2047 => value * f64::from_bits((biased as u64) << 52),
        -52..1 => value * f64::from_bits(((biased + 1022) as u64) << 52) * f64::MIN_POSITIVE,
        _ => 0.0,
    }
}

/// Above this e^x is infinite.
const OVERFLOW: f64 = 7.097_827_128_933_84e2;
const LN2_HIGH: f64 = f64::from_bits(0x3fe6_2e42_fefa_3000);
const LN2_LOW: f64 = f64::from_bits(0x3d53_de6a_f278_ece6);

/// 1/8!, 1/7!, ... 1/1!.
const TAYLOR: [f64; 8] = [
    2.480_158_730_158_73e-5,
    1.984_126_984_126_984e-4,
    1.388_888_888_888_889e-3,
    8.333_333_333_333_333e-3,
    4.166_666_666_666_666_4e-2,
    1.666_666_666_666_666_6e-1,
    0.5,
    1.0,
];
