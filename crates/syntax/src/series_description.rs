//! The notation of series in test scripts and rule tests: `metric{label="value"} 1+2x3 _ stale {{schema:0 sum:1}}x2`.

mod histogram;
mod scanner;

use std::fmt;
use std::sync::Arc;

use promenade_model::value::stale_nan;
use promenade_model::{FloatHistogram, Labels, LabelsBuilder, MatchOp};

use crate::diagnostic::codes;
use crate::{Diagnostic, ParseOptions, parse_metric_selector};
use scanner::Scanner;

/// The most values that one line may have.
const MAX_VALUES: u64 = 10_000_000;

/// One value of a sequence: a float, a histogram, or nothing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SequenceValue {
    /// The float; none where the value is left out or is a histogram.
    pub value: Option<f64>,
    /// The histogram.
    pub histogram: Option<Arc<FloatHistogram>>,
    /// Whether the histogram says what is known of counter resets.
    pub counter_reset_hint_set: bool,
}

impl SequenceValue {
    fn float(value: f64) -> Self {
        Self { value: Some(value), ..Self::default() }
    }

    /// Whether the value is left out.
    pub fn is_omitted(&self) -> bool {
        self.value.is_none() && self.histogram.is_none()
    }
}

impl fmt::Display for SequenceValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.histogram, self.value) {
            (Some(histogram), _) => match histogram.test_expression() {
                Ok(text) => f.write_str(&text),
                Err(_) => write!(f, "{histogram}"),
            },
            (None, Some(value)) => write!(f, "{value}"),
            (None, None) => f.write_str("_"),
        }
    }
}

/// Reads a series and its values.
///
/// # Errors
/// A diagnostic with its range in `line`.
pub fn parse_series_description(line: &str) -> Result<(Labels, Vec<SequenceValue>), Diagnostic> {
    let split = end_of_metric(line);
    let labels = metric(&line[..split])?;
    let mut scanner = Scanner::new(line, split);
    let mut values = Vec::new();
    while scanner.skip_space() {
        item(&mut scanner, &mut values)?;
    }
    Ok((labels, values))
}

/// Where the metric ends: at the first space outside of braces and quotes.
fn end_of_metric(line: &str) -> usize {
    let (mut depth, mut quote, mut escaped) = (0_usize, None, false);
    for (i, c) in line.char_indices() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(q) if c == '\\' && q != '`' => escaped = true,
            Some(q) if c == q => quote = None,
            Some(_) => {}
            None => match c {
                '"' | '\'' | '`' => quote = Some(c),
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                ' ' | '\t' if depth == 0 && !line[i..].trim_start().starts_with('{') => return i,
                _ => {}
            },
        }
        // A space between name and braces belongs to the metric, unless the braces begin a histogram.
        if depth == 0 && quote.is_none() && matches!(c, ' ' | '\t') && line[i..].trim_start().starts_with("{{") {
            return i;
        }
    }
    line.len()
}

fn metric(text: &str) -> Result<Labels, Diagnostic> {
    let text = text.trim_end();
    if text == "{}" {
        return Ok(Labels::empty());
    }
    let matchers = parse_metric_selector(text, &ParseOptions::default()).map_err(|mut all| all.remove(0))?;
    let mut labels = LabelsBuilder::default();
    for matcher in matchers {
        if matcher.op() != MatchOp::Equal {
            let message = format!("a series has labels with =, not with {}", matcher.op());
            return Err(Diagnostic::error(codes::SERIES_DESCRIPTION, 0..text.len(), message));
        }
        labels.set(matcher.name(), matcher.value());
    }
    Ok(labels.build())
}

/// `_`, `_xN`, `stale`, `VALUE`, `VALUExN`, `VALUE+STEPxN`, and the same of histograms.
fn item(scanner: &mut Scanner<'_>, out: &mut Vec<SequenceValue>) -> Result<(), Diagnostic> {
    if scanner.eat("_") {
        let n = scanner.repeats()?.unwrap_or(1);
        return extend(scanner, out, n, |_| Ok(SequenceValue::default()));
    }
    if scanner.eat("{{") {
        return histogram_item(scanner, out);
    }
    let mut value = if scanner.eat("stale") { stale_nan() } else { scanner.number()? };
    let step = match scanner.peek() {
        Some('+' | '-') => scanner.number()?,
        _ => 0.0,
    };
    let n = scanner.repeats()?;
    if n.is_none() && step != 0.0 {
        return Err(scanner.error("x and a count"));
    }
    extend(scanner, out, n.unwrap_or(0) + 1, |i| {
        if i > 0 {
            value += step;
        }
        Ok(SequenceValue::float(value))
    })
}

fn histogram_item(scanner: &mut Scanner<'_>, out: &mut Vec<SequenceValue>) -> Result<(), Diagnostic> {
    let (mut current, mut hint_set) = histogram::read(scanner)?;
    let sign = if scanner.eat("+{{") {
        Some(true)
    } else if scanner.eat("-{{") {
        Some(false)
    } else {
        None
    };
    let Some(adds) = sign else {
        let n = scanner.repeats()?.unwrap_or(0) + 1;
        let shared = Arc::new(current);
        return extend(scanner, out, n, |_| Ok(histogram_value(shared.clone(), hint_set)));
    };
    let (step, step_hint_set) = histogram::read(scanner)?;
    hint_set = step_hint_set;
    let Some(n) = scanner.repeats()? else { return Err(scanner.error("x and a count")) };
    let at = scanner.range();
    extend(scanner, out, n + 1, |i| {
        if i > 0 {
            combine(&mut current, &step, adds)
                .map_err(|m| Diagnostic::error(codes::SERIES_DESCRIPTION, at.clone(), m))?;
        }
        Ok(histogram_value(Arc::new(current.clone()), hint_set))
    })
}

fn combine(current: &mut FloatHistogram, step: &FloatHistogram, adds: bool) -> Result<(), String> {
    if current.schema > step.schema {
        return Err(format!("cannot combine a histogram of schema {} with one of {}", current.schema, step.schema));
    }
    let combined = if adds { current.add(step) } else { current.sub(step) };
    combined.map(drop).map_err(|e| e.to_string())
}

fn histogram_value(histogram: Arc<FloatHistogram>, counter_reset_hint_set: bool) -> SequenceValue {
    SequenceValue { value: None, histogram: Some(histogram), counter_reset_hint_set }
}

fn extend(
    scanner: &Scanner<'_>,
    out: &mut Vec<SequenceValue>,
    n: u64,
    mut value: impl FnMut(u64) -> Result<SequenceValue, Diagnostic>,
) -> Result<(), Diagnostic> {
    if n.saturating_add(out.len() as u64) > MAX_VALUES {
        return Err(scanner.error(&format!("at most {MAX_VALUES} values")));
    }
    for i in 0..n {
        out.push(value(i)?);
    }
    Ok(())
}

/// The value of a string literal with its quotes.
///
/// # Errors
/// Where the text is no string literal.
pub fn unquote(literal: &str) -> Result<String, Diagnostic> {
    let parsed = crate::parse(literal, &ParseOptions::default());
    match (parsed.expr.kind, parsed.diagnostics.into_iter().next()) {
        (crate::ExprKind::String(text), None) => Ok(text.value),
        (_, Some(diagnostic)) => Err(diagnostic),
        _ => Err(Diagnostic::error(
            codes::SERIES_DESCRIPTION,
            0..literal.len(),
            "a string in quotes is expected".to_owned(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(line: &str) -> String {
        let (labels, values) = parse_series_description(line).unwrap_or_else(|d| panic!("{line}: {}", d.message));
        let values: Vec<_> = values.iter().map(ToString::to_string).collect();
        format!("{labels} {}", values.join(" "))
    }

    #[test]
    fn sequences() {
        let cases = [
            ("m 1 2 -3.5 +4", r#"{__name__="m"} 1 2 -3.5 4"#),
            ("m{a=\"b c\"} 1+2x3", r#"{__name__="m", a="b c"} 1 3 5 7"#),
            ("m 1-2x2 3x2", r#"{__name__="m"} 1 -1 -3 3 3 3"#),
            ("{} _ _x2 1", "{} _ _ _ 1"),
            ("{\"a.b\", \"c.d\"=\"e\"} Inf -Inf NaN 1e3 0x2", r#"{__name__="a.b", "c.d"="e"} inf -inf NaN 1000 0 0 0"#),
            ("m {a=\"b\"} 1", r#"{__name__="m", a="b"} 1"#),
            ("m\t1\t 2 ", r#"{__name__="m"} 1 2"#),
            ("m", r#"{__name__="m"} "#),
            ("m {{}}", r#"{__name__="m"} {{}}"#),
            (
                "m {{schema:1 sum:5 count:4 buckets:[1 2 1]}}+{{schema:1 sum:1 count:1 buckets:[1]}}x1",
                r#"{__name__="m"} {{schema:1 count:4 sum:5 buckets:[1 2 1]}} {{schema:1 count:5 sum:6 buckets:[2 2 1]}}"#,
            ),
            (
                "m {{sum:1 count:1 z_bucket:1 z_bucket_w:0.5 offset:2 buckets:[3 -4 ] n_buckets:[1] n_offset:-1 counter_reset_hint:gauge}}x1",
                "{__name__=\"m\"} {{count:1 sum:1 z_bucket:1 z_bucket_w:0.5 counter_reset_hint:gauge offset:2 buckets:[3 -4] n_offset:-1 n_buckets:[1]}} {{count:1 sum:1 z_bucket:1 z_bucket_w:0.5 counter_reset_hint:gauge offset:2 buckets:[3 -4] n_offset:-1 n_buckets:[1]}}",
            ),
        ];
        for (line, expected) in cases {
            assert_eq!(values(line), expected, "{line}");
        }
    }

    #[test]
    fn mistakes_have_a_place() {
        let cases = [("m 1 x", 4), ("m 1+2", 5), ("m {{foo:1}}", 4), ("m {{buckets:[1", 14), ("m 1x99999999999", 15)];
        for (line, start) in cases {
            assert_eq!(parse_series_description(line).unwrap_err().range.start, start, "{line}");
        }
    }

    #[test]
    fn strings() {
        assert_eq!(unquote("\"a\\nb\"").unwrap(), "a\nb");
        assert!(unquote("a").is_err());
        assert!(unquote("\"a").is_err());
    }
}
