//! The data of a successful query.

use promenade_exec::{InstantSample, QueryValue, RangeSeries};
use promenade_model::{Labels, TimestampMs};
use promenade_storage::SampleValue;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::histogram::Histogram;
use crate::number::{Float, Timestamp};
use crate::stats::Stats;

/// The value of a query with optional statistics.
#[derive(Debug, Clone, Serialize)]
pub struct Data<'a> {
    #[serde(flatten)]
    value: Value<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stats: Option<Stats>,
}

/// A value with its type.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "resultType", content = "result", rename_all = "lowercase")]
#[non_exhaustive]
pub enum Value<'a> {
    /// A scalar at the evaluation time.
    Scalar((Timestamp, Float)),
    /// A string at the evaluation time.
    String((Timestamp, &'a str)),
    /// An instant vector.
    Vector(Vec<Sample<'a>>),
    /// A range vector.
    Matrix(Vec<Series<'a>>),
}

/// One sample of an instant vector.
#[derive(Debug, Clone, Serialize)]
pub struct Sample<'a> {
    metric: Metric<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<(Timestamp, Float)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    histogram: Option<(Timestamp, Histogram)>,
}

/// One series of a range vector.
#[derive(Debug, Clone, Serialize)]
pub struct Series<'a> {
    metric: Metric<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    values: Vec<(Timestamp, Float)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    histograms: Vec<(Timestamp, Histogram)>,
}

/// Labels as a JSON object.
#[derive(Debug, Clone)]
pub struct Metric<'a>(pub &'a Labels);

impl<'a> Data<'a> {
    /// The data of a value. `at_ms` is the evaluation time, which a string does not contain.
    pub fn new(value: &'a QueryValue, at_ms: TimestampMs) -> Self {
        Self { value: Value::new(value, at_ms), stats: None }
    }

    /// Adds statistics.
    #[must_use]
    pub fn with_stats(mut self, stats: Stats) -> Self {
        self.stats = Some(stats);
        self
    }
}

impl<'a> Value<'a> {
    /// The serializable form of a value. `at_ms` is the evaluation time, which a string does not contain.
    pub fn new(value: &'a QueryValue, at_ms: TimestampMs) -> Self {
        match value {
            QueryValue::Scalar(t, v) => Self::Scalar((Timestamp(*t), Float(*v))),
            QueryValue::String(text) => Self::String((Timestamp(at_ms), text)),
            QueryValue::Vector(t, samples) => {
                Self::Vector(samples.iter().map(|sample| Sample::new(*t, sample)).collect())
            }
            QueryValue::Matrix(series) => Self::Matrix(series.iter().map(Series::new).collect()),
        }
    }
}

impl<'a> Sample<'a> {
    /// The serializable form of a sample at its time.
    pub fn new(t_ms: TimestampMs, sample: &'a InstantSample) -> Self {
        let (mut value, mut histogram) = (None, None);
        match &sample.value {
            SampleValue::Float(v) => value = Some((Timestamp(t_ms), Float(*v))),
            SampleValue::Histogram(h) => histogram = Some((Timestamp(t_ms), Histogram::new(h))),
        }
        Self { metric: Metric(&sample.labels), value, histogram }
    }
}

impl<'a> Series<'a> {
    /// The serializable form of a series.
    pub fn new(series: &'a RangeSeries) -> Self {
        Self {
            metric: Metric(&series.labels),
            values: series.floats.iter().map(|(t, v)| (Timestamp(t), Float(v))).collect(),
            histograms: series.histograms.iter().map(|(t, h)| (Timestamp(*t), Histogram::new(h))).collect(),
        }
    }
}

impl Serialize for Metric<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.0.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
        map.end()
    }
}
