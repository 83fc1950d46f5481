//! Native histograms in the notation of series: `{{schema:0 sum:1 count:2 buckets:[1 1]}}`.

use promenade_model::FloatHistogram;
use promenade_model::histogram::{Buckets, CounterResetHint, Span};

use super::scanner::Scanner;
use crate::Diagnostic;

/// Reads a histogram whose opening braces are taken, and whether it says what is known of counter resets.
pub(super) fn read(scanner: &mut Scanner<'_>) -> Result<(FloatHistogram, bool), Diagnostic> {
    let mut parts = Parts::default();
    loop {
        scanner.skip_space();
        if scanner.eat("}}") {
            break;
        }
        part(scanner, &mut parts)?;
    }
    let hint_set = parts.counter_reset_hint.is_some();
    Ok((parts.build(), hint_set))
}

#[derive(Default)]
struct Parts {
    schema: i32,
    sum: f64,
    count: f64,
    zero_count: f64,
    zero_threshold: f64,
    custom_values: Vec<f64>,
    counter_reset_hint: Option<CounterResetHint>,
    positive: (i32, Vec<f64>),
    negative: (i32, Vec<f64>),
}

impl Parts {
    fn build(self) -> FloatHistogram {
        FloatHistogram {
            counter_reset_hint: self.counter_reset_hint.unwrap_or_default(),
            schema: self.schema,
            zero_threshold: self.zero_threshold,
            zero_count: self.zero_count,
            count: self.count,
            sum: self.sum,
            positive: buckets(self.positive),
            negative: buckets(self.negative),
            custom_values: self.custom_values.into(),
        }
    }
}

/// One span for all buckets, none where there are none.
fn buckets((offset, counts): (i32, Vec<f64>)) -> Buckets {
    let spans: &[Span] = if counts.is_empty() { &[] } else { &[Span { offset, length: counts.len() as u32 }] };
    Buckets::new(spans, counts)
}

fn part(scanner: &mut Scanner<'_>, parts: &mut Parts) -> Result<(), Diagnostic> {
    let at = scanner.error("the key of a histogram, such as sum or buckets,");
    let key = scanner.take_while(|c| c.is_ascii_alphabetic() || c == '_');
    if key.is_empty() {
        return Err(at);
    }
    if !scanner.eat(":") {
        return Err(if is_key(key) { scanner.error("a colon") } else { at });
    }
    match key {
        "schema" => parts.schema = integer(scanner)?,
        "sum" => parts.sum = scanner.number()?,
        "count" => parts.count = scanner.number()?,
        "z_bucket" => parts.zero_count = scanner.number()?,
        "z_bucket_w" => parts.zero_threshold = scanner.number()?,
        "custom_values" => parts.custom_values = list(scanner)?,
        "buckets" => parts.positive.1 = list(scanner)?,
        "offset" => parts.positive.0 = integer(scanner)?,
        "n_buckets" => parts.negative.1 = list(scanner)?,
        "n_offset" => parts.negative.0 = integer(scanner)?,
        "counter_reset_hint" => parts.counter_reset_hint = Some(hint(scanner)?),
        _ => return Err(at),
    }
    Ok(())
}

fn is_key(key: &str) -> bool {
    const KEYS: &[&str] = &[
        "schema",
        "sum",
        "count",
        "z_bucket",
        "z_bucket_w",
        "custom_values",
        "buckets",
        "offset",
        "n_buckets",
        "n_offset",
        "counter_reset_hint",
    ];
    KEYS.contains(&key)
}

fn integer(scanner: &mut Scanner<'_>) -> Result<i32, Diagnostic> {
    let at = scanner.error("an integer");
    let value = scanner.number()?;
    if value.fract() == 0.0 && value.abs() <= f64::from(i32::MAX) { Ok(value as i32) } else { Err(at) }
}

fn list(scanner: &mut Scanner<'_>) -> Result<Vec<f64>, Diagnostic> {
    if !scanner.eat("[") {
        return Err(scanner.error("a list in brackets"));
    }
    let mut values = Vec::new();
    loop {
        scanner.skip_space();
        if scanner.eat("]") {
            return Ok(values);
        }
        values.push(scanner.number()?);
    }
}

fn hint(scanner: &mut Scanner<'_>) -> Result<CounterResetHint, Diagnostic> {
    let at = scanner.error("unknown, reset, not_reset or gauge");
    match scanner.take_while(|c| c.is_ascii_alphabetic() || c == '_') {
        "unknown" => Ok(CounterResetHint::Unknown),
        "reset" => Ok(CounterResetHint::Reset),
        "not_reset" => Ok(CounterResetHint::NotReset),
        "gauge" => Ok(CounterResetHint::Gauge),
        _ => Err(at),
    }
}
