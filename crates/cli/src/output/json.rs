//! A result as Prometheus's HTTP API answers it.

use std::io::{self, Write, stdout};

use promenade::go::strconv::format_api;
use promenade::model::histogram::Bucket;
use promenade::model::{FloatHistogram, Labels, SharedHistogram, TimestampMs};
use promenade::{InstantSample, QueryValue, RangeSeries, SampleValue};
use serde::ser::{Error as _, SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::Answer;
use super::cost::{Comparison, Stats};
use crate::errors::Failure;
use crate::time::Times;

/// Writes the answer on one line.
pub(super) fn write(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    let annotations = &answer.result.annotations;
    let response = Response {
        status: "success",
        data: Some(Data {
            value: Value::of(answer),
            stats: answer.cost.map(Stats::of),
            cost: answer.cost.map(Comparison::of),
        }),
        error_type: None,
        error: None,
        warnings: annotations.warnings(answer.query),
        infos: annotations.infos(answer.query),
    };
    serde_json::to_writer(&mut *out, &response)?;
    writeln!(out)
}

/// Writes the answer that says why there is none.
pub(crate) fn write_failure(failure: &Failure) -> Result<(), Failure> {
    let (error_type, error) = failure.api();
    let response = Response {
        status: "error",
        data: None,
        error_type: Some(error_type),
        error: Some(error),
        warnings: Vec::new(),
        infos: Vec::new(),
    };
    let text = serde_json::to_string(&response).map_err(|error| Failure::Encoding(error.into()))?;
    writeln!(stdout().lock(), "{text}").map_err(Failure::Output)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Response<'a> {
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Data<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    infos: Vec<String>,
}

#[derive(Serialize)]
struct Data<'a> {
    #[serde(flatten)]
    value: Value<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stats: Option<Stats>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cost: Option<Comparison>,
}

#[derive(Serialize)]
#[serde(tag = "resultType", content = "result", rename_all = "lowercase")]
enum Value<'a> {
    Scalar((Timestamp, Float)),
    String((Timestamp, &'a str)),
    Vector(Vec<Sample<'a>>),
    Matrix(Vec<Series<'a>>),
}

#[derive(Serialize)]
struct Sample<'a> {
    metric: Metric<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<(Timestamp, Float)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    histogram: Option<(Timestamp, Histogram)>,
}

#[derive(Serialize)]
struct Series<'a> {
    metric: Metric<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    values: Vec<(Timestamp, Float)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    histograms: Vec<(Timestamp, Histogram)>,
}

#[derive(Serialize)]
struct Histogram {
    count: Float,
    sum: Float,
    #[serde(skip_serializing_if = "Buckets::is_empty")]
    buckets: Buckets,
}

/// An object.
struct Metric<'a>(&'a Labels);

/// Milliseconds, written as seconds with three decimals or none, as Prometheus writes them.
pub(super) struct Timestamp(pub(super) TimestampMs);

/// A number in quotes, which may be infinite or no number.
struct Float(f64);

/// The buckets that are not empty, as `[boundaries, lower, upper, count]`.
struct Buckets(FloatHistogram);

impl<'a> Value<'a> {
    fn of(answer: &Answer<'a>) -> Self {
        match &answer.result.value {
            QueryValue::Scalar(t, v) => Self::Scalar((Timestamp(*t), Float(*v))),
            QueryValue::String(text) => Self::String((Timestamp(answer_time(answer.times)), text)),
            QueryValue::Vector(t, samples) => {
                Self::Vector(samples.iter().map(|sample| Sample::of(*t, sample)).collect())
            }
            QueryValue::Matrix(series) => Self::Matrix(series.iter().map(Series::of).collect()),
        }
    }
}

fn answer_time(times: Times) -> TimestampMs {
    match times {
        Times::Instant(at_ms) => at_ms,
        Times::Range { start_ms, .. } => start_ms,
    }
}

impl<'a> Sample<'a> {
    fn of(t_ms: TimestampMs, sample: &'a InstantSample) -> Self {
        let (mut value, mut histogram) = (None, None);
        match &sample.value {
            SampleValue::Float(v) => value = Some((Timestamp(t_ms), Float(*v))),
            SampleValue::Histogram(h) => histogram = Some((Timestamp(t_ms), Histogram::of(h))),
        }
        Self { metric: Metric(&sample.labels), value, histogram }
    }
}

impl<'a> Series<'a> {
    fn of(series: &'a RangeSeries) -> Self {
        Self {
            metric: Metric(&series.labels),
            values: series.floats.iter().map(|(t, v)| (Timestamp(t), Float(v))).collect(),
            histograms: series.histograms.iter().map(|(t, h)| (Timestamp(*t), Histogram::of(h))).collect(),
        }
    }
}

impl Histogram {
    fn of(histogram: &SharedHistogram) -> Self {
        Self { count: Float(histogram.count()), sum: Float(histogram.sum()), buckets: Buckets(histogram.to_float()) }
    }
}

impl Buckets {
    fn is_empty(&self) -> bool {
        self.filled().next().is_none()
    }

    fn filled(&self) -> impl Iterator<Item = Bucket> {
        self.0.buckets().filter(|bucket| bucket.count != 0.0)
    }
}

impl Serialize for Buckets {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut buckets = serializer.serialize_seq(None)?;
        for bucket in self.filled() {
            let boundaries = boundaries(&bucket);
            buckets.serialize_element(&(boundaries, Float(bucket.lower), Float(bucket.upper), Float(bucket.count)))?;
        }
        buckets.end()
    }
}

/// Which bounds belong to the bucket: 0 the upper, 1 the lower, 2 neither, 3 both.
fn boundaries(bucket: &Bucket) -> u8 {
    match (bucket.lower_inclusive, bucket.upper_inclusive) {
        (false, true) => 0,
        (true, false) => 1,
        (false, false) => 2,
        (true, true) => 3,
    }
}

impl Serialize for Metric<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.0.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
        map.end()
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (seconds, millis) = (self.0.unsigned_abs() / 1000, self.0.unsigned_abs() % 1000);
        let sign = if self.0 < 0 { "-" } else { "" };
        let text = if millis == 0 { format!("{sign}{seconds}") } else { format!("{sign}{seconds}.{millis:03}") };
        RawValue::from_string(text).map_err(S::Error::custom)?.serialize(serializer)
    }
}

impl Serialize for Float {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format_api(self.0))
    }
}
