//! Arctangents with the rational approximation of the Cephes library (`atan.c`), which Go uses.

use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, PI};

/// The arctangent in radians.
pub fn atan(x: f64) -> f64 {
    if x == 0.0 {
        return x;
    }
    let magnitude = x.abs();
    let angle = if magnitude <= 0.66 {
        near_zero(magnitude)
    } else if magnitude > TAN_3_PI_8 {
        FRAC_PI_2 - near_zero(1.0 / magnitude) + MORE_BITS
    } else {
        FRAC_PI_4 + near_zero((magnitude - 1.0) / (magnitude + 1.0)) + 0.5 * MORE_BITS
    };
    if x < 0.0 { -angle } else { angle }
}

/// The angle of the point (`x`, `y`) in radians.
pub fn atan2(y: f64, x: f64) -> f64 {
    if x == 0.0 || y == 0.0 || !x.is_finite() || !y.is_finite() {
        return y.atan2(x);
    }
    let angle = atan(y / x);
    match (x < 0.0, angle <= 0.0) {
        (false, _) => angle,
        (true, true) => angle + PI,
        (true, false) => angle - PI,
    }
}

/// tan(3π/8)
const TAN_3_PI_8: f64 = 2.414_213_562_373_095;
/// π/2 minus its float value.
const MORE_BITS: f64 = 6.123_233_995_736_766e-17;

/// The arctangent of an argument in [−1, 0.66].
fn near_zero(x: f64) -> f64 {
    let z = x * x;
    let numerator = [
        -8.750_608_600_031_904e-1,
        -1.615_753_718_733_365_2e1,
        -7.500_855_792_314_705e1,
        -1.228_866_684_490_136_1e2,
        -6.485_021_904_942_025e1,
    ];
    let denominator = [
        1.0,
        2.485_846_490_142_306_3e1,
        1.650_270_098_316_988_5e2,
        4.328_810_604_912_902_7e2,
        4.853_903_996_359_137e2,
        1.945_506_571_482_614e2,
    ];
    let ratio = z * polynomial(z, &numerator) / polynomial(z, &denominator);
    x * ratio + x
}

/// The polynomial with these coefficients, the highest power first.
fn polynomial(x: f64, coefficients: &[f64]) -> f64 {
    coefficients.iter().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn angles_have_the_bits_of_go() {
        let cases: &[(f64, f64, u64, u64)] = &[
            (-1.834_801_090_706_465_8, 0.008_037_131_538_220_455, 0xbff9_100a_31ac_9286, 0x3f80_75ae_4f04_a868),
            (-0.392_506_263_959_143_9, 0.385_469_290_922_435_2, 0xbfe9_6c14_0c4f_4915, 0x3fd7_8bf5_ca61_fb05),
            (1.669_155_812_443_933, -0.002_620_692_060_262_656_4, 0x3ff9_2869_aa78_ce23, 0xbf65_77fa_1d8d_1688),
            (0.034_116_875_541_766_234, -0.004_497_163_835_890_629, 0x3ffb_3ace_8af4_544c, 0xbf72_6b96_1636_c075),
            (1.773_367_152_585_371_4, 46.024_257_464_246_595, 0x3fa3_b7db_4a21_4ca3, 0x3ff8_c8ff_cc1c_f9ca),
            (0.319_890_402_060_095, 4.665_480_871_158_419, 0x3fb1_867a_5c84_fe32, 0x3ff5_c121_5324_6dfb),
            (-0.291_382_574_191_704_9, 45.679_913_928_997_59, 0xbf7a_208e_27df_1192, 0x3ff8_c854_22bb_dbf3),
            (-1.321_873_866_225_877_3, -0.003_421_844_536_150_452, 0xbff9_2c95_b33b_bc42, 0xbf6c_0819_a071_1ada),
            (1.602_601_357_138_589_8, 36.051_155_596_998_264, 0x3fa6_bec7_cb0e_f6c0, 0x3ff8_b065_013f_8fe9),
            (-0.546_326_908_245_680_5, -3.526_730_343_976_252, 0xc007_e73a_2db7_f390, 0xbff4_b645_8849_f824),
            (0.104_096_273_746_492_33, 0.044_203_853_699_734_896, 0x3ff2_b527_ac6c_c0d6, 0x3fa6_9e1e_435e_71f7),
            (-1.275_476_403_548_156, 0.340_241_516_435_867_3, 0xbff4_f636_0e01_a5ce, 0x3fd4_fd36_e381_5248),
            (-0.726_043_905_257_150_1, 2.851_053_452_880_175_4, 0xbfcf_eaf6_0f4d_32f8, 0x3ff3_bc3c_0ac6_a37a),
            (1.910_476_433_529_876, 0.118_462_019_972_968_9, 0x3ff8_2453_e734_f88c, 0x3fbe_2f83_8b89_b956),
            (-1.869_315_760_889_590_7, -36.727_322_758_254_45, 0xc008_b9d5_9339_fbd1, 0xbff8_b27c_1561_0640),
            (0.461_450_460_434_469_8, -43.352_799_975_433_57, 0x4009_0c2e_faa2_26b0, 0xbff8_c384_934a_932b),
            (1.877_439_609_108_184_2, 0.004_096_515_257_549_833, 0x3ff9_190b_5f51_be14, 0x3f70_c77b_ca3d_4b7c),
            (-1.228_049_716_804_253_2, 0.004_810_666_002_422_532, 0xbff9_11ef_bd90_9f88, 0x3f73_b44f_5c46_1535),
            (0.730_998_732_764_419_8, 48.848_894_998_691_59, 0x3f8e_a51d_c1bf_e482, 0x3ff8_ce24_9f11_8702),
            (-1.947_156_392_424_350_7, 0.276_188_460_855_609_8, 0xbff6_e0d8_d8e7_30e4, 0x3fd1_3f02_5c13_4756),
            (-0.151_976_008_069_373_95, 0.062_025_890_567_021_46, 0xbff2_eecd_86bb_304e, 0x3faf_b774_ad49_682f),
            (-0.029_095_759_322_598_89, 20.016_056_407_508_266, 0xbf57_d0ec_882e_9d1b, 0x3ff8_5584_1b54_a8fc),
            (1.073_424_088_518_16, -0.009_545_468_379_556_511, 0x3ff9_4667_96cf_e48a, 0xbf83_8c6c_2b44_753f),
            (1.890_767_439_990_245_9, 8.642_631_579_216_909, 0x3fcb_9188_f762_4d95, 0x3ff7_4a26_7095_67ea),
        ];
        for (y, x, of_both, of_x) in cases {
            assert_eq!(atan2(*y, *x).to_bits(), *of_both, "{y} atan2 {x}");
            assert_eq!(atan(*x).to_bits(), *of_x, "atan({x})");
        }
    }

    #[test]
    fn special_values() {
        assert_eq!(atan2(0.0, -1.0), PI);
        assert_eq!(atan2(-0.0, -1.0), -PI);
        assert_eq!(atan2(1.0, f64::NEG_INFINITY), PI);
        assert_eq!(atan2(f64::NEG_INFINITY, f64::INFINITY), -FRAC_PI_4);
        assert!(atan2(f64::NAN, 1.0).is_nan());
        assert_eq!(atan(f64::NEG_INFINITY), -FRAC_PI_2);
    }
}
