//! Go's `FormatFloat` in all its formats.

use super::digits::{format_e, format_e_precision, format_f, format_fixed, format_g, format_g_precision, special};

/// The number of mantissa bits after the point.
const MANTISSA_BITS: i32 = 52;

/// Go's `FormatFloat(value, form, precision, 64)`; without a precision, the shortest digits. The formats are `e`, `E`,
/// `f`, `g`, `G`, `x`, `X` and `b`; any other means `g`.
pub fn format_float(value: f64, form: char, precision: Option<usize>) -> String {
    if let Some(text) = special(value) {
        return text.to_owned();
    }
    match (form, precision) {
        ('e', None) => format_e(value),
        ('e', Some(n)) => format_e_precision(value, n),
        ('f', None) => format_f(value),
        ('f', Some(n)) => format_fixed(value, n),
        ('x', _) => hexadecimal(value, precision),
        ('b', _) => binary(value),
        ('E' | 'G' | 'X', _) => format_float(value, form.to_ascii_lowercase(), precision).to_ascii_uppercase(),
        (_, None) => format_g(value),
        (_, Some(n)) => format_g_precision(value, n),
    }
}

/// The integer mantissa and the exponent of `value` = mantissa × 2^exponent.
fn parts(value: f64) -> (u64, i32) {
    let bits = value.to_bits();
    let mantissa = bits & ((1 << MANTISSA_BITS) - 1);
    match (bits >> MANTISSA_BITS & 0x7ff) as i32 {
        0 => (mantissa, -1074),
        exponent => (mantissa | 1 << MANTISSA_BITS, exponent - 1075),
    }
}

/// `4503599627370496p-52`
fn binary(value: f64) -> String {
    let (mantissa, exponent) = parts(value);
    format!("{}{mantissa}p{exponent:+}", sign(value))
}

/// `0x1.8p+01`
fn hexadecimal(value: f64, precision: Option<usize>) -> String {
    let (mantissa, exponent) = parts(value);
    if mantissa == 0 {
        let zeros = precision.filter(|n| *n > 0).map_or(String::new(), |n| format!(".{}", "0".repeat(n)));
        return format!("{}0x0{zeros}p+00", sign(value));
    }
    // The leading bit is the 60th: 15 digits follow.
    let shift = mantissa.leading_zeros() - 3;
    let mut mantissa = mantissa << shift;
    let mut exponent = exponent + 60 - shift as i32;
    if let Some(n) = precision.filter(|n| *n < 15) {
        let n_dropped = 60 - 4 * n as u32;
        let (kept, rest) = (mantissa >> n_dropped, mantissa & ((1 << n_dropped) - 1));
        let half = 1 << (n_dropped - 1);
        mantissa = (kept + u64::from(rest > half || rest == half && kept & 1 == 1)) << n_dropped;
        if mantissa >> 61 != 0 {
            mantissa >>= 1;
            exponent += 1;
        }
    }
    let digits = format!("{:015x}", mantissa & ((1 << 60) - 1));
    let digits = match precision {
        Some(n) => format!("{digits:0<n$}")[..n].to_owned(),
        None => digits.trim_end_matches('0').to_owned(),
    };
    let point = if digits.is_empty() { "" } else { "." };
    let (exponent_sign, exponent) = if exponent < 0 { ('-', -exponent) } else { ('+', exponent) };
    format!("{}0x1{point}{digits}p{exponent_sign}{exponent:02}", sign(value))
}

fn sign(value: f64) -> &'static str {
    if value.is_sign_negative() { "-" } else { "" }
}
