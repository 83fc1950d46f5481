//! The bounds of classic buckets and the quantiles of summaries as values of labels.

use super::{format_g, parse_go_float};

/// A bound or a quantile as OpenMetrics writes it, with a point or an exponent: what Prometheus 3 stores of it, whatever
/// the target wrote. None where it is no number.
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
}
