//! Results as Arrow record batches.

mod batches;
mod query_batches;
mod rows;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef, TimeUnit};
use promenade_exec::QueryValue;
use promenade_model::Labels;
use promenade_storage::SampleValue;
use promenade_storage::arrow::{column_name, histogram_type};

use self::rows::Rows;
use crate::QueryResult;

pub use batches::RecordBatches;
pub use query_batches::{BatchError, QueryBatches};

impl QueryResult {
    /// The value as a record batch: a dictionary column for each label name (null where a series has no such label), a
    /// column `timestamp` in milliseconds, a column `value`, and, where there are native histograms, a column
    /// `histogram` of the type [`histogram_type`]; a row has a value or a histogram. The value of a string is in the schema's metadata.
    ///
    /// A label named like one of these columns comes under its name with `label_` before it.
    ///
    /// The samples of all series are copied into one batch; [`record_batches`](Self::record_batches) copies none.
    ///
    /// # Errors
    /// Returns an error if Arrow refuses the columns, as for more rows than it can count.
    pub fn to_record_batch(&self) -> Result<RecordBatch, ArrowError> {
        let layout = Layout::of(&self.value);
        layout.batch(Rows::of(&self.value, layout.has_histograms))
    }

    /// The value as record batches of the same schema, of some series each. Series that are columns over the steps of a
    /// range query are handed over as they lie in memory: a batch has a row for each of their steps, whose value is null
    /// where the series has none.
    pub fn record_batches(&self) -> RecordBatches<'_> {
        RecordBatches::new(&self.value, Layout::of(&self.value))
    }
}

/// The columns of a value.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    label_names: Vec<String>,
    has_histograms: bool,
    schema: SchemaRef,
}

impl Layout {
    fn of(value: &QueryValue) -> Self {
        let (labels, has_histograms): (Vec<&Labels>, bool) = match value {
            QueryValue::String(_) | QueryValue::Scalar(..) => (Vec::new(), false),
            QueryValue::Vector(_, samples) => {
                let is_histogram = samples.iter().any(|sample| matches!(sample.value, SampleValue::Histogram(_)));
                (samples.iter().map(|sample| &sample.labels).collect(), is_histogram)
            }
            QueryValue::Matrix(series) => {
                let has_histograms = series.iter().any(|one| !one.histograms.is_empty());
                (series.iter().map(|one| &one.labels).collect(), has_histograms)
            }
        };
        Self::of_labels(labels.into_iter(), has_histograms, metadata(value))
    }

    fn of_labels<'a>(
        labels: impl Iterator<Item = &'a Labels>,
        has_histograms: bool,
        metadata: HashMap<String, String>,
    ) -> Self {
        let names: BTreeSet<&str> = labels.flat_map(|labels| labels.iter().map(|(name, _)| name)).collect();
        let label_names: Vec<String> = names.into_iter().map(str::to_owned).collect();
        let schema = Arc::new(Schema::new_with_metadata(fields(&label_names, has_histograms), metadata));
        Self { label_names, has_histograms, schema }
    }

    fn batch(&self, rows: Rows<'_>) -> Result<RecordBatch, ArrowError> {
        RecordBatch::try_new(Arc::clone(&self.schema), rows.columns(&self.label_names)?)
    }
}

fn fields(label_names: &[String], has_histograms: bool) -> Vec<Field> {
    let text = || DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let mut fields: Vec<Field> = label_names.iter().map(|name| Field::new(column_name(name), text(), true)).collect();
    fields.push(Field::new("timestamp", DataType::Timestamp(TimeUnit::Millisecond, None), false));
    fields.push(Field::new("value", DataType::Float64, true));
    fields.extend(has_histograms.then(|| Field::new("histogram", histogram_type(), true)));
    fields
}

fn metadata(value: &QueryValue) -> HashMap<String, String> {
    match value {
        QueryValue::String(text) => HashMap::from([("string".to_owned(), text.clone())]),
        _ => HashMap::new(),
    }
}
