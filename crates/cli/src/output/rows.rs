//! A result as rows: labels, time and value of each sample.

use std::borrow::Cow;
use std::collections::BTreeSet;

use promenade::go::strconv::format_api;
use promenade::model::labels::METRIC_NAME;
use promenade::model::{Labels, SharedHistogram, TimestampMs};
use promenade::{QueryValue, SampleValue};

/// One sample.
pub(super) struct Row<'a> {
    /// Its labels; none for a scalar.
    pub(super) labels: Option<&'a Labels>,
    pub(super) t_ms: TimestampMs,
    pub(super) value: RowValue<'a>,
}

/// The value of a sample.
#[derive(Clone, Copy)]
pub(super) enum RowValue<'a> {
    Float(f64),
    Histogram(&'a SharedHistogram),
    String(&'a str),
}

impl Row<'_> {
    /// The value of a label; empty where it has none.
    pub(super) fn label(&self, name: &str) -> &str {
        self.labels.map_or("", |labels| labels.get(name))
    }
}

impl RowValue<'_> {
    /// The value as in Prometheus's HTTP API; a histogram in its short form.
    pub(super) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Float(value) => format_api(*value).into(),
            Self::Histogram(histogram) => histogram.to_string().into(),
            Self::String(text) => (*text).into(),
        }
    }
}

/// The rows of a value, in its order; of one series in the order of time.
pub(super) fn rows(value: &QueryValue) -> Vec<Row<'_>> {
    match value {
        QueryValue::Scalar(t, v) => vec![Row { labels: None, t_ms: *t, value: RowValue::Float(*v) }],
        QueryValue::String(text) => vec![Row { labels: None, t_ms: 0, value: RowValue::String(text) }],
        QueryValue::Vector(t, samples) => (samples.iter())
            .map(|sample| {
                let value = match &sample.value {
                    SampleValue::Float(v) => RowValue::Float(*v),
                    SampleValue::Histogram(h) => RowValue::Histogram(h),
                };
                Row { labels: Some(&sample.labels), t_ms: *t, value }
            })
            .collect(),
        QueryValue::Matrix(series) => {
            let mut rows = Vec::new();
            for one in series {
                let n_before = rows.len();
                let row = |t_ms, value| Row { labels: Some(&one.labels), t_ms, value };
                rows.extend(one.floats.iter().map(|(t, v)| row(t, RowValue::Float(v))));
                rows.extend(one.histograms.iter().map(|(t, h)| row(*t, RowValue::Histogram(h))));
                rows[n_before..].sort_by_key(|row| row.t_ms);
            }
            rows
        }
    }
}

/// All label names that occur, the metric's name first, then by the alphabet.
pub(super) fn label_names(value: &QueryValue) -> Vec<&str> {
    let labels: Vec<&Labels> = match value {
        QueryValue::Scalar(..) | QueryValue::String(_) => Vec::new(),
        QueryValue::Vector(_, samples) => samples.iter().map(|sample| &sample.labels).collect(),
        QueryValue::Matrix(series) => series.iter().map(|one| &one.labels).collect(),
    };
    let names: BTreeSet<&str> = labels.iter().flat_map(|labels| labels.iter().map(|(name, _)| name)).collect();
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_by_key(|name| *name != METRIC_NAME);
    names
}
