//! The records of a write-ahead log.

use promenade_model::{Labels, TimestampMs};
use promenade_storage::MetricType;

use super::record_histogram::{read_float_histogram, read_integer_histogram};
use crate::{ByteReader, Corruption};

/// The number by which a log names a series.
pub(super) type SeriesRef = u64;

/// A record, of those that say something about series and samples.
#[derive(Debug)]
pub(super) enum Record {
    Series(Vec<(SeriesRef, Labels)>),
    Samples(Vec<RefSample>),
    Tombstones(Vec<Tombstone>),
    /// Of a series, all out-of-order samples up to here lie in chunks; the number is that of the last.
    MmapMarkers(Vec<(SeriesRef, u64)>),
    Metadata(Vec<RefMetadata>),
    /// Of a checkpoint: samples before this time were dropped.
    MinValidTime(TimestampMs),
    /// Exemplars, and records of servers to come.
    Other,
}

/// A sample of a series.
#[derive(Debug, Clone)]
pub(super) struct RefSample {
    pub(super) series: SeriesRef,
    /// 0 where it is not known.
    pub(super) start: TimestampMs,
    pub(super) time: TimestampMs,
    pub(super) value: Value,
}

/// The value of a sample.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Float(f64),
    Histogram(promenade_model::histogram::SharedHistogram),
}

/// A range of time of a series that was deleted, both ends included.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tombstone {
    pub(super) series: SeriesRef,
    pub(super) start: TimestampMs,
    pub(super) end: TimestampMs,
}

/// What is known of the metric of a series.
#[derive(Debug, Clone)]
pub(super) struct RefMetadata {
    pub(super) series: SeriesRef,
    pub(super) metric_type: MetricType,
    pub(super) unit: String,
    pub(super) help: String,
}

impl Record {
    /// Reads a record.
    ///
    /// # Errors
    /// Returns an error if the bytes are not what its type says.
    pub(super) fn read(record: &[u8]) -> Result<Self, Corruption> {
        let mut r = ByteReader::new(record);
        if r.is_empty() {
            return Ok(Self::Other);
        }
        match r.u8()? {
            1 => all(&mut r, |r| Ok((r.be_u64()?, read_labels(r)?))).map(Self::Series),
            2 => samples(&mut r, read_float).map(Self::Samples),
            3 => all(&mut r, |r| Ok(Tombstone { series: r.be_u64()?, start: r.varint()?, end: r.varint()? }))
                .map(Self::Tombstones),
            5 => all(&mut r, |r| Ok((r.be_u64()?, r.be_u64()?))).map(Self::MmapMarkers),
            6 => all(&mut r, read_metadata).map(Self::Metadata),
            7 | 9 => samples(&mut r, read_integer_histogram).map(Self::Samples),
            8 | 10 => samples(&mut r, read_float_histogram).map(Self::Samples),
            11 => samples_with_start(&mut r, read_float).map(Self::Samples),
            12 => samples_with_start(&mut r, read_integer_histogram).map(Self::Samples),
            13 => samples_with_start(&mut r, read_float_histogram).map(Self::Samples),
            14 => r.be_i64().map(Self::MinValidTime),
            _ => Ok(Self::Other),
        }
    }
}

/// Reads items up to the end.
fn all<T>(
    r: &mut ByteReader<'_>,
    mut read: impl FnMut(&mut ByteReader<'_>) -> Result<T, Corruption>,
) -> Result<Vec<T>, Corruption> {
    let mut items = Vec::new();
    while !r.is_empty() {
        items.push(read(r)?);
    }
    Ok(items)
}

fn read_labels(r: &mut ByteReader<'_>) -> Result<Labels, Corruption> {
    let n = r.count(2)?;
    let pairs = (0..n).map(|_| Ok((r.uvarint_str()?, r.uvarint_str()?))).collect::<Result<Vec<_>, Corruption>>()?;
    Ok(Labels::from_pairs(pairs))
}

fn read_float(r: &mut ByteReader<'_>) -> Result<Option<Value>, Corruption> {
    Ok(Some(Value::Float(r.be_f64()?)))
}

/// Samples as distances from the series and the time in front of them. A value that is not known is left out.
fn samples(
    r: &mut ByteReader<'_>,
    read_value: impl Fn(&mut ByteReader<'_>) -> Result<Option<Value>, Corruption>,
) -> Result<Vec<RefSample>, Corruption> {
    if r.is_empty() {
        return Ok(Vec::new());
    }
    let (first_series, first_time) = (r.be_u64()?, r.be_i64()?);
    let samples = all(r, |r| {
        let series = first_series.wrapping_add_signed(r.varint()?);
        let time = first_time.wrapping_add(r.varint()?);
        Ok(read_value(r)?.map(|value| RefSample { series, start: 0, time, value }))
    })?;
    Ok(samples.into_iter().flatten().collect())
}

/// Samples with start timestamps: the series as the distance from the one before, times as distances from the first.
fn samples_with_start(
    r: &mut ByteReader<'_>,
    read_value: impl Fn(&mut ByteReader<'_>) -> Result<Option<Value>, Corruption>,
) -> Result<Vec<RefSample>, Corruption> {
    if r.is_empty() {
        return Ok(Vec::new());
    }
    let mut series = r.varint()?.cast_unsigned();
    let (first_time, first_start) = (r.varint()?, r.varint()?);
    let (mut time, mut start) = (first_time, first_start);
    let mut samples = Vec::new();
    loop {
        samples.extend(read_value(r)?.map(|value| RefSample { series, start, time, value }));
        if r.is_empty() {
            return Ok(samples);
        }
        series = series.wrapping_add_signed(r.varint()?);
        time = first_time.wrapping_add(r.varint()?);
        start = match r.u8()? {
            0 => 0,
            1 => start,
            _ => first_start.wrapping_add(r.varint()?),
        };
    }
}

fn read_metadata(r: &mut ByteReader<'_>) -> Result<RefMetadata, Corruption> {
    let series = r.uvarint()?;
    let metric_type = metric_type(r.u8()?);
    let mut metadata = RefMetadata { series, metric_type, unit: String::new(), help: String::new() };
    for _ in 0..r.count(2)? {
        let (name, value) = (r.uvarint_str()?, r.uvarint_str()?);
        match name {
            "UNIT" => value.clone_into(&mut metadata.unit),
            "HELP" => value.clone_into(&mut metadata.help),
            _ => {}
        }
    }
    Ok(metadata)
}

const fn metric_type(byte: u8) -> MetricType {
    match byte {
        1 => MetricType::Counter,
        2 => MetricType::Gauge,
        3 => MetricType::Histogram,
        4 => MetricType::GaugeHistogram,
        5 => MetricType::Summary,
        6 => MetricType::Info,
        7 => MetricType::StateSet,
        _ => MetricType::Unknown,
    }
}
