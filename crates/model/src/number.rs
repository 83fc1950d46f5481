//! Number literals of PromQL and of scraped expositions.

use promenade_go::strconv::{ParseFloatError, format_g, parse_go_float, parse_go_int};

/// Parses a number as PromQL does: an integer in Go's syntax (decimal, `0x`, `0o`, `0b`, leading zero for octal,
/// underscores), else a float as [`parse_go_float`] does.
///
/// # Errors
/// Returns an error if the text is neither.
pub fn parse_promql_number(text: &str) -> Result<f64, ParseFloatError> {
    parse_go_int(text).map_or_else(|| parse_go_float(text), |integer| Ok(integer as f64))
}

/// The normalized form of a bound or quantile, as Prometheus 3 stores it: OpenMetrics, with a point or an exponent.
/// `None` if the text is not a number.
pub fn normal_bound(text: &str) -> Option<String> {
    let value = parse_go_float(text).ok()?;
    if value == 0.0 {
        return Some("0.0".to_owned());
    }
    let mut text = format_g(value);
    if value.is_finite() && !text.contains(['.', 'e']) {
        text.push_str(".0");
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_a_point_or_an_exponent() {
        for (text, normal) in [
            ("1", Some("1.0")),
            ("0", Some("0.0")),
            ("-0", Some("0.0")),
            ("0.50", Some("0.5")),
            ("5.0", Some("5.0")),
            ("1e3", Some("1000.0")),
            ("1e21", Some("1e+21")),
            ("+Inf", Some("+Inf")),
            ("Inf", Some("+Inf")),
            ("NaN", Some("NaN")),
            ("", None),
            ("x", None),
            ("1 ", None),
        ] {
            assert_eq!(normal_bound(text).as_deref(), normal, "{text:?}");
        }
    }

    #[test]
    fn promql_numbers_are_integers_first() {
        for (text, expected) in [
            ("0x1F", 31.0),
            ("017", 15.0),
            ("0o17", 15.0),
            ("0b101", 5.0),
            ("08", 8.0),
            ("0_7", 7.0),
            ("1_000", 1000.0),
            ("-9223372036854775808", -9_223_372_036_854_775_808.0),
            ("18446744073709551616", 18_446_744_073_709_551_616.0),
            ("0777777777777777777777777", 777_777_777_777_777_777_777_777.0),
            ("0x1p4", 16.0),
            ("Inf", f64::INFINITY),
            (".5", 0.5),
        ] {
            assert_eq!(parse_promql_number(text), Ok(expected), "{text}");
        }
        for text in ["0x", "0b2", "", "1__0", "++1", "0x-1"] {
            assert_eq!(parse_promql_number(text), Err(ParseFloatError::Syntax), "{text}");
        }
    }
}
