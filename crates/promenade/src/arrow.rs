//! Results as Arrow record batches.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use arrow_array::builder::StringDictionaryBuilder;
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray, TimestampMillisecondArray};
use arrow_schema::{ArrowError, DataType, Field, Schema, TimeUnit};
use promenade_exec::QueryValue;
use promenade_model::{Labels, SharedHistogram, TimestampMs};
use promenade_storage::SampleValue;

use crate::QueryResult;

impl QueryResult {
    /// The value as a record batch: a dictionary column for each label name (null where a series has no such label), a
    /// column `timestamp` in milliseconds, a column `value`, and, where there are native histograms, a column
    /// `histogram` with their text; a row has a value or a histogram. The value of a string is in the schema's metadata.
    ///
    /// A label named like one of these columns comes under its name with `label_` before it.
    ///
    /// # Errors
    /// Where Arrow refuses the columns, as for more rows than it can count.
    pub fn to_record_batch(&self) -> Result<RecordBatch, ArrowError> {
        let rows = Rows::of(&self.value);
        let mut fields = Vec::new();
        let mut columns: Vec<ArrayRef> = Vec::new();
        for name in rows.label_names() {
            let column = rows.label_column(name)?;
            fields.push(Field::new(column_name(name), column.data_type().clone(), true));
            columns.push(column);
        }
        fields.push(Field::new("timestamp", DataType::Timestamp(TimeUnit::Millisecond, None), false));
        columns.push(Arc::new(TimestampMillisecondArray::from(rows.timestamps)));
        fields.push(Field::new("value", DataType::Float64, true));
        columns.push(Arc::new(Float64Array::from(rows.values)));
        if rows.histograms.iter().any(Option::is_some) {
            fields.push(Field::new("histogram", DataType::Utf8, true));
            columns.push(Arc::new(StringArray::from(rows.histograms)));
        }
        let mut metadata = HashMap::new();
        if let QueryValue::String(text) = &self.value {
            metadata.insert("string".to_owned(), text.clone());
        }
        RecordBatch::try_new(Arc::new(Schema::new_with_metadata(fields, metadata)), columns)
    }
}

/// The samples of a value, a row each.
#[derive(Default)]
struct Rows<'a> {
    labels: Vec<(&'a Labels, usize)>,
    timestamps: Vec<TimestampMs>,
    values: Vec<Option<f64>>,
    histograms: Vec<Option<String>>,
}

impl<'a> Rows<'a> {
    fn of(value: &'a QueryValue) -> Self {
        let mut rows = Self::default();
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
            QueryValue::Matrix(series) => {
                for one in series {
                    one.floats.iter().for_each(|(t, v)| rows.push(t, Some(v), None));
                    one.histograms.iter().for_each(|(t, h)| rows.push(*t, None, Some(h)));
                    rows.labels.push((&one.labels, one.floats.len() + one.histograms.len()));
                }
            }
        }
        rows
    }

    fn push(&mut self, t: TimestampMs, value: Option<f64>, histogram: Option<&SharedHistogram>) {
        self.timestamps.push(t);
        self.values.push(value);
        self.histograms.push(histogram.map(ToString::to_string));
    }

    fn label_names(&self) -> BTreeSet<&'a str> {
        self.labels.iter().flat_map(|(labels, _)| labels.iter().map(|(name, _)| name)).collect()
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

/// The name of the column of a label: its own, with `label_` before it where that is the name of another column.
pub fn column_name(label: &str) -> String {
    match label {
        "timestamp" | "value" | "histogram" => format!("label_{label}"),
        other => other.to_owned(),
    }
}
