//! The shapes of replies.

use std::collections::BTreeMap;

use promenade::go::strconv::format_g;
use promenade::model::histogram::{Buckets, FloatHistogram};
use promenade::{Labels, QueryValue, SampleValue};
use serde::Serialize;

use super::Query;

/// The answer to a query: the query again, and a value or an error.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Reply {
    /// The query.
    #[serde(flatten)]
    pub query: Query,
    /// Type of the value.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub value_type: Option<&'static str>,
    /// The value of a scalar.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scalar: Option<Point>,
    /// The value of a string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub string: Option<String>,
    /// The series of a vector or a matrix.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub series: Vec<Series>,
    /// Warnings, sorted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
    /// Infos, sorted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub infos: Vec<String>,
    /// Why there is no value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The class of the error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'static str>,
}

/// A timestamp in milliseconds and a float as text.
pub(super) type Point = (i64, String);

/// One series of a reply.
#[derive(Debug, Clone, Serialize)]
pub struct Series {
    labels: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    floats: Vec<Point>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    histograms: Vec<HistogramPoint>,
}

/// A histogram with its timestamp in milliseconds.
#[derive(Debug, Clone, Serialize)]
pub(super) struct HistogramPoint {
    t: i64,
    h: Histogram,
}

#[derive(Debug, Clone, Serialize)]
struct Histogram {
    schema: i32,
    reset_hint: u8,
    zero_threshold: String,
    zero_count: String,
    count: String,
    sum: String,
    positive: Side,
    negative: Side,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    custom_values: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
struct Side {
    spans: Vec<(i32, u32)>,
    counts: Vec<String>,
}

/// What is made of an expression: its type and printed form, or its errors.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ParseReply {
    /// The expression.
    pub expr: String,
    /// Its type.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub value_type: Option<&'static str>,
    /// Its canonical text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub printed: Option<String>,
    /// What is wrong with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ParseError>,
}

/// One thing that is wrong with an expression; byte offsets, end exclusive.
#[derive(Debug, Clone, Serialize)]
pub struct ParseError {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What is wrong.
    pub message: String,
}

impl Reply {
    /// Puts a value in.
    pub fn set_value(&mut self, value: &QueryValue) {
        match value {
            QueryValue::Scalar(t, v) => {
                self.value_type = Some("scalar");
                self.scalar = Some((*t, format_g(*v)));
            }
            QueryValue::String(text) => {
                self.value_type = Some("string");
                self.string = Some(text.clone());
            }
            QueryValue::Vector(t, samples) => {
                self.value_type = Some("vector");
                self.series = samples.iter().map(|s| Series::instant(&s.labels, *t, &s.value)).collect();
            }
            QueryValue::Matrix(series) => {
                self.value_type = Some("matrix");
                self.series = series
                    .iter()
                    .map(|s| Series {
                        labels: map(&s.labels),
                        floats: s.floats.iter().map(|(t, v)| (t, format_g(v))).collect(),
                        histograms: s.histograms.iter().map(|(t, h)| HistogramPoint::new(*t, &h.to_float())).collect(),
                    })
                    .collect();
            }
        }
    }
}

impl Series {
    fn instant(labels: &Labels, t: i64, value: &SampleValue) -> Self {
        let mut series = Self { labels: map(labels), floats: Vec::new(), histograms: Vec::new() };
        match value {
            SampleValue::Float(v) => series.floats.push((t, format_g(*v))),
            SampleValue::Histogram(h) => series.histograms.push(HistogramPoint::new(t, &h.to_float())),
        }
        series
    }
}

impl HistogramPoint {
    pub(super) fn new(t: i64, h: &FloatHistogram) -> Self {
        let h = Histogram {
            schema: h.schema,
            reset_hint: h.counter_reset_hint as u8,
            zero_threshold: format_g(h.zero_threshold),
            zero_count: format_g(h.zero_count),
            count: format_g(h.count),
            sum: format_g(h.sum),
            positive: side(&h.positive),
            negative: side(&h.negative),
            custom_values: h.custom_values.iter().map(|v| format_g(*v)).collect(),
        };
        Self { t, h }
    }
}

fn side(buckets: &Buckets) -> Side {
    Side {
        spans: buckets.spans.iter().map(|s| (s.offset, s.length)).collect(),
        counts: buckets.counts.iter().map(|c| format_g(*c)).collect(),
    }
}

pub(super) fn map(labels: &Labels) -> BTreeMap<String, String> {
    labels.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}
