//! Native histograms in the notation of series: `{{schema:0 sum:1 count:2 buckets:[1 1]}}`.

use promenade_model::FloatHistogram;
use promenade_model::histogram::{Buckets, CounterResetHint, Span};

use super::scanner::Scanner;
use crate::diagnostic::{Diagnostic, codes};

/// A histogram, and whether it says what is known of counter resets.
pub(super) struct Described {
    pub(super) histogram: FloatHistogram,
    pub(super) has_hint: bool,
}

/// Reads a histogram whose opening braces are taken.
pub(super) fn read(scanner: &mut Scanner<'_>) -> Result<Described, Diagnostic> {
    let mut description = Description::default();
    if scanner.spaces() {
        scanner.expect("}}")?;
        return Ok(description.build());
    }
    while !scanner.eat("}}") {
        item(scanner, &mut description)?;
        if !scanner.spaces() {
            scanner.expect("}}")?;
            break;
        }
    }
    Ok(description.build())
}

/// A key of a histogram description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Schema,
    Sum,
    Count,
    ZeroCount,
    ZeroThreshold,
    CustomValues,
    Buckets,
    Offset,
    NegativeBuckets,
    NegativeOffset,
    CounterResetHint,
}

const KEYS: [(&str, Key); 11] = [
    ("schema", Key::Schema),
    ("sum", Key::Sum),
    ("count", Key::Count),
    ("z_bucket", Key::ZeroCount),
    ("z_bucket_w", Key::ZeroThreshold),
    ("custom_values", Key::CustomValues),
    ("buckets", Key::Buckets),
    ("offset", Key::Offset),
    ("n_buckets", Key::NegativeBuckets),
    ("n_offset", Key::NegativeOffset),
    ("counter_reset_hint", Key::CounterResetHint),
];

const HINTS: [(&str, CounterResetHint); 4] = [
    ("unknown", CounterResetHint::Unknown),
    ("reset", CounterResetHint::Reset),
    ("not_reset", CounterResetHint::NotReset),
    ("gauge", CounterResetHint::Gauge),
];

/// What was said of a histogram so far.
#[derive(Default)]
struct Description {
    seen: Vec<Key>,
    histogram: FloatHistogram,
    offset: i32,
    buckets: Vec<f64>,
    negative_offset: i32,
    negative_buckets: Vec<f64>,
}

impl Description {
    fn build(self) -> Described {
        let mut histogram = self.histogram;
        histogram.positive = one_span(self.offset, self.buckets);
        histogram.negative = one_span(self.negative_offset, self.negative_buckets);
        Described { histogram, has_hint: self.seen.contains(&Key::CounterResetHint) }
    }
}

/// One span for all buckets, none where there are none.
fn one_span(offset: i32, counts: Vec<f64>) -> Buckets {
    let spans: &[Span] = if counts.is_empty() { &[] } else { &[Span { offset, length: counts.len() as u32 }] };
    Buckets::new(spans, counts)
}

/// A key with its value.
fn item(scanner: &mut Scanner<'_>, description: &mut Description) -> Result<(), Diagnostic> {
    let start = scanner.at();
    let key = key(scanner)?;
    if description.seen.contains(&key) {
        let mut diagnostic = invalid(scanner, start, "a key may stand only once in a histogram");
        diagnostic.reported_at = Some(0);
        return Err(diagnostic);
    }
    description.seen.push(key);
    scanner.expect(":")?;
    let histogram = &mut description.histogram;
    match key {
        Key::Schema => histogram.schema = integer(scanner)?,
        Key::Sum => histogram.sum = signed_number(scanner)?,
        Key::Count => histogram.count = signed_number(scanner)?,
        Key::ZeroCount => histogram.zero_count = signed_number(scanner)?,
        Key::ZeroThreshold => histogram.zero_threshold = number(scanner)?,
        Key::CustomValues => histogram.custom_values = bucket_set(scanner)?.into(),
        Key::Buckets => description.buckets = bucket_set(scanner)?,
        Key::Offset => description.offset = integer(scanner)?,
        Key::NegativeBuckets => description.negative_buckets = bucket_set(scanner)?,
        Key::NegativeOffset => description.negative_offset = integer(scanner)?,
        Key::CounterResetHint => histogram.counter_reset_hint = hint(scanner)?,
    }
    Ok(())
}

fn key(scanner: &mut Scanner<'_>) -> Result<Key, Diagnostic> {
    let unexpected = scanner.unexpected(&["a key of a histogram such as `sum` or `buckets`", "`}}`"]);
    let start = scanner.at();
    let word = letters(scanner);
    if word.is_empty() {
        return Err(unexpected);
    }
    let known = KEYS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name));
    let (_, key) = known.ok_or_else(|| invalid(scanner, start, &format!("`{word}` is no key of a histogram")))?;
    if scanner.peek() != Some(':') {
        return Err(invalid(scanner, start, "a key of a histogram is followed by `:`"));
    }
    Ok(*key)
}

fn hint(scanner: &mut Scanner<'_>) -> Result<CounterResetHint, Diagnostic> {
    let start = scanner.at();
    let word = letters(scanner);
    let known = HINTS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name));
    let names = HINTS.map(|(name, _)| format!("`{name}`"));
    let message = format!("`{word}` is no counter reset hint");
    known.map(|(_, hint)| *hint).ok_or_else(|| invalid(scanner, start, &message).with_expected(names))
}

/// Numbers in brackets with spaces between them, one at least.
fn bucket_set(scanner: &mut Scanner<'_>) -> Result<Vec<f64>, Diagnostic> {
    scanner.expect("[")?;
    let mut values = vec![signed_number(scanner)?];
    while scanner.spaces() && !scanner.is_at_end() && scanner.peek() != Some(']') {
        values.push(signed_number(scanner)?);
    }
    scanner.expect("]")?;
    Ok(values)
}

fn integer(scanner: &mut Scanner<'_>) -> Result<i32, Diagnostic> {
    let start = scanner.at();
    let is_negative = scanner.eat("-");
    let count = i64::try_from(scanner.count()?).unwrap_or(i64::MAX);
    let value = if is_negative { -count } else { count };
    i32::try_from(value).map_err(|_| invalid(scanner, start, "this number is too large"))
}

fn signed_number(scanner: &mut Scanner<'_>) -> Result<f64, Diagnostic> {
    if scanner.eat("-") { number(scanner).map(|value| -value) } else { number(scanner) }
}

fn number(scanner: &mut Scanner<'_>) -> Result<f64, Diagnostic> {
    if scanner.peek().is_some_and(|c| c.is_ascii_digit()) {
        return scanner.digits(false);
    }
    let unexpected = scanner.unexpected(&["a number"]);
    match letters(scanner) {
        word if word.eq_ignore_ascii_case("inf") => Ok(f64::INFINITY),
        word if word.eq_ignore_ascii_case("nan") => Ok(f64::NAN),
        _ => Err(unexpected),
    }
}

fn letters<'a>(scanner: &mut Scanner<'a>) -> &'a str {
    scanner.take_while(|c| c.is_ascii_alphabetic() || c == '_')
}

fn invalid(scanner: &Scanner<'_>, start: usize, message: &str) -> Diagnostic {
    Diagnostic::error(codes::SERIES_HISTOGRAM, scanner.since(start), message)
}
