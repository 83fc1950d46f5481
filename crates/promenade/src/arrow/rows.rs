//! Samples as rows of new columns.

use std::sync::Arc;

use arrow_array::builder::StringDictionaryBuilder;
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, Float64Array, TimestampMillisecondArray};
use arrow_schema::ArrowError;
use promenade_exec::{QueryValue, RangeSeries};
use promenade_model::{Labels, SharedHistogram, TimestampMs};
use promenade_storage::SampleValue;
use promenade_storage::arrow::HistogramArrayBuilder;

/// Samples, a row each.
pub(super) struct Rows<'a> {
    labels: Vec<(&'a Labels, usize)>,
    timestamps: Vec<TimestampMs>,
    values: Vec<Option<f64>>,
    /// `None` if the batch has no such column.
    histograms: Option<HistogramArrayBuilder>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(has_histograms: bool) -> Self {
        let histograms = has_histograms.then(HistogramArrayBuilder::default);
        Self { labels: Vec::new(), timestamps: Vec::new(), values: Vec::new(), histograms }
    }

    pub(super) fn of(value: &'a QueryValue, has_histograms: bool) -> Self {
        let mut rows = Self::new(has_histograms);
        match value {
            QueryValue::String(_) => {}
            QueryValue::Scalar(t, v) => rows.push(*t, Some(*v), None),
            QueryValue::Vector(t, samples) => {
                for sample in samples {
                    match &sample.value {
                        SampleValue::Float(v) => rows.push(*t, Some(*v), None),
                        SampleValue::Histogram(h) => rows.push(*t, None, Some(h)),
                    }
                    rows.labels.push((&sample.labels, 1));
                }
            }
            QueryValue::Matrix(series) => series.iter().for_each(|one| rows.push_series(one)),
        }
        rows
    }

    pub(super) fn push_series(&mut self, series: &'a RangeSeries) {
        series.floats.iter().for_each(|(t, v)| self.push(t, Some(v), None));
        series.histograms.iter().for_each(|(t, h)| self.push(*t, None, Some(h)));
        self.labels.push((&series.labels, series.floats.len() + series.histograms.len()));
    }

    fn push(&mut self, t: TimestampMs, value: Option<f64>, histogram: Option<&SharedHistogram>) {
        self.timestamps.push(t);
        self.values.push(value);
        if let Some(histograms) = &mut self.histograms {
            histograms.append(histogram);
        }
    }

    /// The columns: labels, timestamps, values, histograms.
    pub(super) fn columns(self, label_names: &[String]) -> Result<Vec<ArrayRef>, ArrowError> {
        let labels = label_names.iter().map(|name| self.label_column(name));
        let mut columns = labels.collect::<Result<Vec<ArrayRef>, _>>()?;
        columns.push(Arc::new(TimestampMillisecondArray::from(self.timestamps)));
        columns.push(Arc::new(Float64Array::from(self.values)));
        if let Some(histograms) = self.histograms {
            columns.push(Arc::new(histograms.finish()?));
        }
        Ok(columns)
    }

    fn label_column(&self, name: &str) -> Result<ArrayRef, ArrowError> {
        let mut column = StringDictionaryBuilder::<Int32Type>::new();
        for (labels, n) in &self.labels {
            match labels.get(name) {
                "" => column.append_nulls(*n),
                value => column.append_n(value, *n).map(drop)?,
            }
        }
        Ok(Arc::new(column.finish()))
    }
}
