//! Floats as text: Go's `FormatFloat` with the formats `f`, `e` and `g`.

use std::fmt::Write as _;

/// Go's `FormatFloat(value, 'f', -1, 64)`: the shortest digits, never an exponent. Prometheus's format of sample
/// values.
pub fn format_f(value: f64) -> String {
    if let Some(text) = special(value) {
        return text.to_owned();
    }
    let mut buffer = zmij::Buffer::new();
    let text = buffer.format_finite(value);
    if text.contains('e') {
        return Decimal::from_text(text).plain();
    }
    text.strip_suffix(".0").unwrap_or(text).to_owned()
}

/// Go's `FormatFloat(value, 'e', -1, 64)`: the shortest digits with an exponent, such as `1.5e+06`.
pub fn format_e(value: f64) -> String {
    special(value).map_or_else(|| Decimal::shortest(value).scientific(), str::to_owned)
}

/// Go's `%g` and `%v`: the shortest digits, with an exponent below 1e-4 and from 1e6 on.
pub fn format_g(value: f64) -> String {
    special(value).map_or_else(|| Decimal::shortest(value).general(SHORTEST_LIMIT), str::to_owned)
}

/// Go's `%.{precision}g`: at most `precision` significant digits.
pub fn format_g_precision(value: f64, precision: usize) -> String {
    let precision = precision.max(1);
    let limit = |d: &Decimal| {
        let n_digits = d.digits.len().max(1);
        if precision > n_digits && n_digits as i32 >= d.point { n_digits } else { precision }
    };
    let text = |d: Decimal| d.general(limit(&d) as i32);
    special(value).map_or_else(|| text(Decimal::rounded(value, precision)), str::to_owned)
}

/// Go's `FormatFloat(value, 'e', precision, 64)`: `precision` digits after the point.
pub(super) fn format_e_precision(value: f64, precision: usize) -> String {
    if let Some(text) = special(value) {
        return text.to_owned();
    }
    let text = format!("{value:.precision$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, digits) = exponent.strip_prefix('-').map_or(('+', exponent), |digits| ('-', digits));
    format!("{mantissa}e{sign}{digits:0>2}")
}

/// Go's `%.{precision}f`: `precision` digits after the point.
pub fn format_fixed(value: f64, precision: usize) -> String {
    special(value).map_or_else(|| format!("{value:.precision$}"), str::to_owned)
}

/// The format of Prometheus's HTTP API: as [`format_f`], with an exponent below 1e-6 and from 1e21 on.
pub fn format_api(value: f64) -> String {
    let abs = value.abs();
    if abs != 0.0 && !(1e-6..1e21).contains(&abs) { format_e(value) } else { format_f(value) }
}

/// From this exponent on, Go's `%g` with shortest digits uses an exponent.
const SHORTEST_LIMIT: i32 = 6;

pub(super) fn special(value: f64) -> Option<&'static str> {
    if value.is_finite() {
        None
    } else if value.is_nan() {
        Some("NaN")
    } else if value > 0.0 {
        Some("+Inf")
    } else {
        Some("-Inf")
    }
}

/// A finite float as the decimal number ±0.d₁d₂d₃… × 10^point.
struct Decimal {
    negative: bool,
    digits: Vec<u8>,
    point: i32,
}

impl Decimal {
    fn shortest(value: f64) -> Self {
        Self::from_text(zmij::Buffer::new().format_finite(value))
    }

    fn rounded(value: f64, n_digits: usize) -> Self {
        Self::from_text(&format!("{value:.*e}", n_digits - 1))
    }

    /// Parses the output of Rust's formatters: digits with an optional point and exponent.
    fn from_text(text: &str) -> Self {
        let negative = text.starts_with('-');
        let text = text.trim_start_matches('-');
        let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let mut point = whole.len() as i32 + exponent.parse::<i32>().unwrap_or(0);
        let mut digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
        let n_leading = digits.iter().take_while(|&&d| d == b'0').count();
        digits.drain(..n_leading);
        point -= n_leading as i32;
        while digits.last() == Some(&b'0') {
            digits.pop();
        }
        if digits.is_empty() {
            point = 0;
        }
        Self { negative, digits, point }
    }

    fn sign(&self) -> String {
        if self.negative { "-".to_owned() } else { String::new() }
    }

    fn push_digits(&self, text: &mut String, from: usize, to: usize) {
        for i in from..to {
            text.push(self.digits.get(i).copied().unwrap_or(b'0') as char);
        }
    }

    fn plain(&self) -> String {
        let mut text = self.sign();
        let n_whole = self.point.max(0) as usize;
        if n_whole == 0 {
            text.push('0');
        }
        self.push_digits(&mut text, 0, n_whole);
        if self.digits.len() > n_whole {
            text.push('.');
            text.extend(std::iter::repeat_n('0', (-self.point).max(0) as usize));
            self.push_digits(&mut text, n_whole, self.digits.len());
        }
        text
    }

    fn exponent(&self) -> i32 {
        if self.digits.is_empty() { 0 } else { self.point - 1 }
    }

    fn scientific(&self) -> String {
        let mut text = self.sign();
        self.push_digits(&mut text, 0, 1);
        if self.digits.len() > 1 {
            text.push('.');
            self.push_digits(&mut text, 1, self.digits.len());
        }
        let exponent = self.exponent();
        let sign = if exponent < 0 { '-' } else { '+' };
        let _ = write!(text, "e{sign}{:02}", exponent.abs());
        text
    }

    fn general(&self, limit: i32) -> String {
        let exponent = self.exponent();
        if exponent < -4 || exponent >= limit { self.scientific() } else { self.plain() }
    }
}

#[cfg(test)]
#[allow(clippy::unreadable_literal)] // tables as Go printed them
mod tests {
    use super::*;

    #[test]
    fn shortest_digits_as_go_prints_them() {
        for (value, f, g, e) in SHORTEST {
            assert_eq!((&*format_f(*value), &*format_g(*value), &*format_e(*value)), (*f, *g, *e), "{value:e}");
        }
        assert_eq!(format_f(5e-324).len(), 326);
        assert_eq!(format_f(f64::MAX).len(), 309);
    }

    #[test]
    fn limited_digits_as_go_prints_them() {
        for (value, two_digits, six_places) in LIMITED {
            assert_eq!((&*format_g_precision(*value, 2), &*format_fixed(*value, 6)), (*two_digits, *six_places));
        }
    }

    #[test]
    fn api_has_exponents_at_the_ends_only() {
        for (value, text) in
            [(1e-7, "1e-07"), (1e-6, "0.000001"), (0.0, "0"), (1e20, "100000000000000000000"), (-1e21, "-1e+21")]
        {
            assert_eq!(format_api(value), text);
        }
    }

    /// Value, `'f', -1`, `%g`, `'e', -1`: printed by Go 1.26.
    #[rustfmt::skip]
    const SHORTEST: &[(f64, &str, &str, &str)] = &[
        (0e0, "0", "0", "0e+00"),
        (-0e0, "-0", "-0", "-0e+00"),
        (1e0, "1", "1", "1e+00"),
        (-1e0, "-1", "-1", "-1e+00"),
        (1e1, "10", "10", "1e+01"),
        (1e2, "100", "100", "1e+02"),
        (1e-1, "0.1", "0.1", "1e-01"),
        (-5e-1, "-0.5", "-0.5", "-5e-01"),
        (1.5e0, "1.5", "1.5", "1.5e+00"),
        (1.23456e5, "123456", "123456", "1.23456e+05"),
        (1.234567e6, "1234567", "1.234567e+06", "1.234567e+06"),
        (1.2345678e7, "12345678", "1.2345678e+07", "1.2345678e+07"),
        (1e6, "1000000", "1e+06", "1e+06"),
        (1e20, "100000000000000000000", "1e+20", "1e+20"),
        (1.2345678901234568e20, "123456789012345680000", "1.2345678901234568e+20", "1.2345678901234568e+20"),
        (1e21, "1000000000000000000000", "1e+21", "1e+21"),
        (1.5e21, "1500000000000000000000", "1.5e+21", "1.5e+21"),
        (1e22, "10000000000000000000000", "1e+22", "1e+22"),
        (1e-4, "0.0001", "0.0001", "1e-04"),
        (1.25e-4, "0.000125", "0.000125", "1.25e-04"),
        (1e-5, "0.00001", "1e-05", "1e-05"),
        (1.5e-7, "0.00000015", "1.5e-07", "1.5e-07"),
        (1e100, "10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000", "1e+100", "1e+100"),
        (3.333333333333333e-1, "0.3333333333333333", "0.3333333333333333", "3.333333333333333e-01"),
        (1e5, "100000", "100000", "1e+05"),
        (9.999995e5, "999999.5", "999999.5", "9.999995e+05"),
        (3.0000000000000004e-1, "0.30000000000000004", "0.30000000000000004", "3.0000000000000004e-01"),
        (f64::INFINITY, "+Inf", "+Inf", "+Inf"),
        (f64::NEG_INFINITY, "-Inf", "-Inf", "-Inf"),
        (f64::NAN, "NaN", "NaN", "NaN"),
    ];

    /// Value, `%.2g`, `%.6f`: printed by Go 1.26.
    #[rustfmt::skip]
    const LIMITED: &[(f64, &str, &str)] = &[
        (0e0, "0", "0.000000"),
        (1e0, "1", "1.000000"),
        (1e1, "10", "10.000000"),
        (1e2, "1e+02", "100.000000"),
        (1.234e1, "12", "12.340000"),
        (1.2345e-4, "0.00012", "0.000123"),
        (1.2345e-5, "1.2e-05", "0.000012"),
        (9.99e1, "1e+02", "99.900000"),
        (1e10, "1e+10", "10000000000.000000"),
        (f64::INFINITY, "+Inf", "+Inf"),
        (1.25e-1, "0.12", "0.125000"),
        (2.5e0, "2.5", "2.500000"),
        (1.25e-5, "1.3e-05", "0.000013"),
    ];
}
