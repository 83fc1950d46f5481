//! Where the buckets of the histograms of a chunk lie.

use std::sync::Arc;

use promenade_model::histogram::{
    Buckets, CUSTOM_BUCKETS_SCHEMA, FloatHistogram, HistogramLayout, MIN_EXPONENTIAL_SCHEMA, Span,
};

use super::bits::BitReader;
use super::varbit::{read_int, read_uint};
use crate::Corruption;

/// The highest schema that may be written by servers to come. Prometheus reads it as the highest of today.
const MAX_RESERVED_SCHEMA: i64 = 52;
/// The byte of a zero threshold that stands in full behind it.
const FULL_THRESHOLD: u8 = 255;
/// A byte of a zero threshold is the exponent of a power of two, shifted by this and by one half.
const THRESHOLD_EXPONENT_SHIFT: i32 = 243;
/// Custom bounds that are multiples of a thousandth are written as integers.
const BOUNDS_PER_UNIT: f64 = 1000.0;

/// Reads the layout. A bucket has at least `bucket_size` bits in the first sample, so that a layout cannot claim more
/// buckets than there are bits.
pub(super) fn read(bits: &mut BitReader<'_>, bucket_size: usize) -> Result<HistogramLayout, Corruption> {
    let zero_threshold = read_zero_threshold(bits);
    let schema = read_schema(bits)?;
    let positive = read_spans(bits)?;
    let negative = read_spans(bits)?;
    let custom_values = if schema == CUSTOM_BUCKETS_SCHEMA { read_bounds(bits)? } else { Vec::new() };
    bits.check()?;
    let n_buckets = |spans: &[Span]| spans.iter().map(|span| u64::from(span.length)).sum::<u64>();
    let (n_positive, n_negative) = (n_buckets(&positive), n_buckets(&negative));
    if n_positive.saturating_add(n_negative) > (bits.n_left() / bucket_size) as u64 {
        return Err(bits.corruption("the spans have more buckets than the chunk"));
    }
    Ok(HistogramLayout::of(&FloatHistogram {
        schema,
        zero_threshold,
        positive: Buckets::new(positive, vec![0.0; n_positive as usize]),
        negative: Buckets::new(negative, vec![0.0; n_negative as usize]),
        custom_values: Arc::from(custom_values),
        ..FloatHistogram::default()
    }))
}

fn read_zero_threshold(bits: &mut BitReader<'_>) -> f64 {
    match bits.byte() {
        0 => 0.0,
        FULL_THRESHOLD => f64::from_bits(bits.read(64)),
        exponent => 2_f64.powi(i32::from(exponent) - THRESHOLD_EXPONENT_SHIFT - 1),
    }
}

fn read_schema(bits: &mut BitReader<'_>) -> Result<i32, Corruption> {
    let schema = read_int(bits);
    let is_known = (i64::from(MIN_EXPONENTIAL_SCHEMA)..=MAX_RESERVED_SCHEMA).contains(&schema)
        || schema == i64::from(CUSTOM_BUCKETS_SCHEMA);
    if is_known { Ok(schema as i32) } else { Err(bits.corruption("the histogram's schema does not exist")) }
}

fn read_spans(bits: &mut BitReader<'_>) -> Result<Vec<Span>, Corruption> {
    let mut spans = Vec::new();
    for _ in 0..read_uint(bits) {
        let (length, offset) = (u32::try_from(read_uint(bits)), i32::try_from(read_int(bits)));
        bits.check()?;
        let (Ok(length), Ok(offset)) = (length, offset) else {
            return Err(bits.corruption("a span has more than 32 bits"));
        };
        spans.push(Span { offset, length });
    }
    Ok(spans)
}

fn read_bounds(bits: &mut BitReader<'_>) -> Result<Vec<f64>, Corruption> {
    let mut bounds = Vec::new();
    for _ in 0..read_uint(bits) {
        bounds.push(match read_uint(bits) {
            0 => f64::from_bits(bits.read(64)),
            thousandths => (thousandths - 1) as f64 / BOUNDS_PER_UNIT,
        });
        bits.check()?;
    }
    Ok(bounds)
}
