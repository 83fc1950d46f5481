//! Native histograms in JSON lines.

use std::sync::Arc;

use promenade_model::FloatHistogram;
use promenade_model::histogram::{Buckets, CUSTOM_BUCKETS_SCHEMA, CounterResetHint, Span};
use promenade_storage::SampleBuffer;

use super::scanner::Scanner;
use crate::error::{Fault, Parsed};

/// Reads histograms. Parts equal to those of the previous histogram are shared with it.
#[derive(Debug, Default)]
pub(super) struct HistogramReader {
    positive: Shared<Span>,
    negative: Shared<Span>,
    custom: Shared<f64>,
}

#[derive(Debug)]
struct Shared<T>(Arc<[T]>);

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Self(Arc::from([]))
    }
}

impl<T: PartialEq> Shared<T> {
    fn get(&mut self, items: Vec<T>) -> Arc<[T]> {
        if *self.0 != items[..] {
            self.0 = items.into();
        }
        Arc::clone(&self.0)
    }
}

/// The buckets of one sign.
#[derive(Debug, Default)]
struct Side {
    spans: Vec<Span>,
    counts: Vec<f64>,
}

impl HistogramReader {
    /// Reads an array of `{"t":…, "h":…}` into the histogram columns.
    pub(super) fn read(&mut self, s: &mut Scanner<'_>, columns: &mut SampleBuffer) -> Parsed<()> {
        columns.histogram_timestamps.clear();
        columns.histograms.clear();
        s.array(|s| {
            let at = s.next_at();
            let (mut t_ms, mut histogram) = (None, None);
            s.object(|s, key| {
                match key {
                    "t" => t_ms = Some(s.integer("a timestamp: milliseconds as a whole number")?),
                    "h" => histogram = Some(self.histogram(s)?),
                    _ => s.skip()?,
                }
                Ok(())
            })?;
            let (t_ms, histogram) =
                t_ms.zip(histogram).ok_or_else(|| Fault::new(at, "a timestamp `t` and a histogram `h`"))?;
            columns.histogram_timestamps.push(t_ms);
            columns.histograms.push(histogram.into());
            Ok(())
        })
    }

    fn histogram(&mut self, s: &mut Scanner<'_>) -> Parsed<FloatHistogram> {
        let at = s.next_at();
        let (mut positive, mut negative, mut custom) = (Side::default(), Side::default(), Vec::new());
        let (mut schema, mut hint) = (None, CounterResetHint::Unknown);
        let [mut zero_threshold, mut zero_count, mut count, mut sum] = [0.0; 4];
        s.object(|s, key| {
            match key {
                "schema" => schema = Some(self::schema(s)?),
                "reset_hint" => hint = self::hint(s)?,
                "zero_threshold" => zero_threshold = s.number_or_text()?,
                "zero_count" => zero_count = s.number_or_text()?,
                "count" => count = s.number_or_text()?,
                "sum" => sum = sum_of(s)?,
                "positive" => positive = side(s)?,
                "negative" => negative = side(s)?,
                "custom_values" => s.array(|s| s.number_or_text().map(|v| custom.push(v)))?,
                _ => s.skip()?,
            }
            Ok(())
        })?;
        let schema = schema.ok_or_else(|| Fault::new(at, "a field `schema`"))?;
        check_custom(schema, &positive, &negative, &custom, at)?;
        Ok(FloatHistogram {
            counter_reset_hint: hint,
            schema,
            zero_threshold,
            zero_count,
            count,
            sum,
            positive: Buckets { spans: self.positive.get(positive.spans), counts: positive.counts },
            negative: Buckets { spans: self.negative.get(negative.spans), counts: negative.counts },
            custom_values: self.custom.get(custom),
        })
    }
}

fn schema(s: &mut Scanner<'_>) -> Parsed<i32> {
    const EXPECTED: &str = "a schema of -4 to 8, or -53 for custom buckets";
    let at = s.next_at();
    let schema = i32::try_from(s.integer(EXPECTED)?).unwrap_or(i32::MAX);
    let is_known = (-4..=8).contains(&schema) || schema == CUSTOM_BUCKETS_SCHEMA;
    is_known.then_some(schema).ok_or_else(|| Fault::new(at, EXPECTED))
}

fn hint(s: &mut Scanner<'_>) -> Parsed<CounterResetHint> {
    const EXPECTED: &str = "a reset hint of 0 (unknown), 1 (reset), 2 (no reset) or 3 (gauge)";
    let at = s.next_at();
    match s.integer(EXPECTED)? {
        0 => Ok(CounterResetHint::Unknown),
        1 => Ok(CounterResetHint::Reset),
        2 => Ok(CounterResetHint::NotReset),
        3 => Ok(CounterResetHint::Gauge),
        _ => Err(Fault::new(at, EXPECTED)),
    }
}

/// A sum may be the stale marker.
fn sum_of(s: &mut Scanner<'_>) -> Parsed<f64> {
    super::value(s)
}

fn side(s: &mut Scanner<'_>) -> Parsed<Side> {
    let at = s.next_at();
    let mut side = Side::default();
    s.object(|s, key| match key {
        "spans" => s.array(|s| span(s).map(|span| side.spans.push(span))),
        "counts" => s.array(|s| s.number_or_text().map(|v| side.counts.push(v))),
        _ => s.skip(),
    })?;
    let n_buckets: u64 = side.spans.iter().map(|span| u64::from(span.length)).sum();
    let n_counts = side.counts.len();
    if n_buckets != n_counts as u64 {
        let found = format!("{n_counts} counts for {n_buckets} buckets");
        return Err(Fault::new(at, "as many counts as the spans have buckets").found(found));
    }
    if side.spans.iter().skip(1).any(|span| span.offset < 0) {
        return Err(Fault::new(at, "spans behind each other").found("a negative offset behind the first"));
    }
    let last = side
        .spans
        .iter()
        .try_fold(0_i32, |end, span| end.checked_add(span.offset)?.checked_add(i32::try_from(span.length).ok()?));
    if last.is_none() {
        return Err(Fault::new(at, "bucket indexes that fit into 32 bits").found("larger ones"));
    }
    Ok(side)
}

/// `[offset, length]`
fn span(s: &mut Scanner<'_>) -> Parsed<Span> {
    const EXPECTED: &str = "a span: `[offset, length]`";
    let at = s.next_at();
    let mut numbers = Vec::with_capacity(2);
    s.array(|s| {
        numbers.push(s.integer(EXPECTED)?);
        if numbers.len() > 2 { Err(Fault::new(at, EXPECTED)) } else { Ok(()) }
    })?;
    let [offset, length] = numbers[..] else { return Err(Fault::new(at, EXPECTED)) };
    let span = i32::try_from(offset).ok().zip(u32::try_from(length).ok());
    span.map(|(offset, length)| Span { offset, length }).ok_or_else(|| Fault::new(at, EXPECTED))
}

/// Custom buckets must have increasing bounds, at most one bucket more than bounds, and none below zero; other
/// histograms have no bounds.
fn check_custom(schema: i32, positive: &Side, negative: &Side, custom: &[f64], at: usize) -> Parsed<()> {
    if schema != CUSTOM_BUCKETS_SCHEMA {
        return if custom.is_empty() { Ok(()) } else { Err(Fault::new(at, "custom values with schema -53 only")) };
    }
    if !custom.is_sorted_by(|a, b| a < b) || custom.iter().any(|v| v.is_nan()) {
        return Err(Fault::new(at, "custom values in growing order"));
    }
    if !negative.counts.is_empty() {
        return Err(Fault::new(at, "no negative buckets with schema -53"));
    }
    let end = positive.spans.iter().fold(0, |end, span| end + i64::from(span.offset) + i64::from(span.length));
    let first = positive.spans.first().map_or(0, |span| span.offset);
    if first < 0 || end > custom.len() as i64 + 1 {
        return Err(Fault::new(at, "custom buckets within the custom values, and one above them"));
    }
    Ok(())
}
