//! Histograms in the records of a write-ahead log.

use std::sync::Arc;

use promenade_model::histogram::{
    Buckets, CUSTOM_BUCKETS_SCHEMA, CounterResetHint, FloatHistogram, MAX_EXPONENTIAL_SCHEMA, MIN_EXPONENTIAL_SCHEMA,
    SharedHistogram, Span,
};

use super::record::Value;
use crate::{ByteReader, Corruption};

/// The highest schema that may be written by servers to come. Prometheus reads it as the highest of today.
const MAX_RESERVED_SCHEMA: i64 = 52;
/// The hint of a gauge.
const GAUGE: u8 = 3;

/// How the numbers of a histogram are written.
trait Numbers {
    fn read_count(r: &mut ByteReader<'_>) -> Result<f64, Corruption>;
    fn read_buckets(r: &mut ByteReader<'_>) -> Result<Vec<f64>, Corruption>;
}

struct Integers;

impl Numbers for Integers {
    fn read_count(r: &mut ByteReader<'_>) -> Result<f64, Corruption> {
        r.uvarint().map(|count| count as f64)
    }

    /// Each bucket as the difference to the one before.
    fn read_buckets(r: &mut ByteReader<'_>) -> Result<Vec<f64>, Corruption> {
        let mut count = 0_i64;
        (0..r.count(1)?)
            .map(|_| {
                count = count.wrapping_add(r.varint()?);
                Ok(count as f64)
            })
            .collect()
    }
}

struct Floats;

impl Numbers for Floats {
    fn read_count(r: &mut ByteReader<'_>) -> Result<f64, Corruption> {
        r.be_f64()
    }

    fn read_buckets(r: &mut ByteReader<'_>) -> Result<Vec<f64>, Corruption> {
        (0..r.count(8)?).map(|_| r.be_f64()).collect()
    }
}

/// A histogram of integers; `None` if its schema is not known, as Prometheus leaves it out.
pub(super) fn read_integer_histogram(r: &mut ByteReader<'_>) -> Result<Option<Value>, Corruption> {
    read::<Integers>(r)
}

/// A histogram of floats; `None` if its schema is not known, as Prometheus leaves it out.
pub(super) fn read_float_histogram(r: &mut ByteReader<'_>) -> Result<Option<Value>, Corruption> {
    read::<Floats>(r)
}

/// A hint but that of a gauge is dropped: in memory Prometheus knows of no resets but those that it sees.
fn read<N: Numbers>(r: &mut ByteReader<'_>) -> Result<Option<Value>, Corruption> {
    let hint = if r.u8()? == GAUGE { CounterResetHint::Gauge } else { CounterResetHint::Unknown };
    let schema = r.varint()?;
    let zero_threshold = r.be_f64()?;
    let (zero_count, count) = (N::read_count(r)?, N::read_count(r)?);
    let sum = r.be_f64()?;
    let (positive_spans, negative_spans) = (read_spans(r)?, read_spans(r)?);
    let positive = buckets(r, positive_spans, N::read_buckets)?;
    let negative = buckets(r, negative_spans, N::read_buckets)?;
    let is_custom = schema == i64::from(CUSTOM_BUCKETS_SCHEMA);
    let custom_values = if is_custom { Floats::read_buckets(r)? } else { Vec::new() };
    if !is_custom && !(i64::from(MIN_EXPONENTIAL_SCHEMA)..=MAX_RESERVED_SCHEMA).contains(&schema) {
        return Ok(None);
    }
    let histogram = FloatHistogram {
        counter_reset_hint: hint,
        schema: schema as i32,
        zero_threshold,
        zero_count,
        count,
        sum,
        positive,
        negative,
        custom_values: Arc::from(custom_values),
    };
    shared(histogram).map(Some).map_err(|problem| r.corruption(problem))
}

fn shared(histogram: FloatHistogram) -> Result<Value, String> {
    if histogram.is_stale() {
        return Ok(Value::Histogram(SharedHistogram::from(FloatHistogram::stale())));
    }
    let is_of_today = histogram.schema <= MAX_EXPONENTIAL_SCHEMA;
    let histogram = if is_of_today {
        histogram
    } else {
        histogram.with_schema(MAX_EXPONENTIAL_SCHEMA).map_err(|e| e.to_string())?
    };
    Ok(Value::Histogram(SharedHistogram::from(histogram)))
}

fn read_spans(r: &mut ByteReader<'_>) -> Result<Vec<Span>, Corruption> {
    (0..r.count(2)?)
        .map(|_| {
            let (offset, length) = (i32::try_from(r.varint()?), u32::try_from(r.uvarint()?));
            match (offset, length) {
                (Ok(offset), Ok(length)) => Ok(Span { offset, length }),
                _ => Err(r.corruption("a span has more than 32 bits")),
            }
        })
        .collect()
}

fn buckets(
    r: &mut ByteReader<'_>,
    spans: Vec<Span>,
    read: impl Fn(&mut ByteReader<'_>) -> Result<Vec<f64>, Corruption>,
) -> Result<Buckets, Corruption> {
    let counts = read(r)?;
    let n_spanned: u64 = spans.iter().map(|span| u64::from(span.length)).sum();
    if n_spanned != counts.len() as u64 {
        return Err(r.corruption(format!("the spans have {n_spanned} buckets, and there are {}", counts.len())));
    }
    Ok(Buckets::new(spans, counts))
}
