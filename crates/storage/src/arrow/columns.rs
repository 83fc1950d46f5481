//! The columns of a record batch: labels, timestamps and values.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Float64Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType,
};
use arrow_array::{Array, ArrayRef, Float64Array, LargeStringArray, RecordBatch, StringArray, StringViewArray};
use arrow_buffer::ScalarBuffer;
use arrow_schema::{DataType, TimeUnit};
use promenade_model::{Labels, TimestampMs};

use super::histogram::HistogramColumn;
use super::series::{Chunk, Part};
use crate::StorageError;

/// The names of the columns that are not labels.
const TIMESTAMP: &str = "timestamp";
const VALUE: &str = "value";
const HISTOGRAM: &str = "histogram";

/// The column name of a label: its own name, prefixed with `label_` if another column has that name.
pub fn column_name(label: &str) -> Cow<'_, str> {
    match label {
        TIMESTAMP | VALUE | HISTOGRAM => format!("label_{label}").into(),
        other => other.into(),
    }
}

/// The label name of a column, the inverse of [`column_name`].
fn label_name(column: &str) -> &str {
    match column.strip_prefix("label_") {
        Some(label @ (TIMESTAMP | VALUE | HISTOGRAM)) => label,
        _ => column,
    }
}

/// The columns of a record batch.
pub(super) struct BatchColumns {
    n_rows: usize,
    labels: Vec<(String, LabelColumn)>,
    timestamps: ScalarBuffer<TimestampMs>,
    values: Float64Array,
    histograms: Option<HistogramColumn>,
}

impl BatchColumns {
    pub(super) fn of(batch: &RecordBatch) -> Result<Self, StorageError> {
        let (mut labels, mut timestamps, mut values, mut histograms) = (Vec::new(), None, None, None);
        for (field, column) in batch.schema_ref().fields().iter().zip(batch.columns()) {
            match field.name().as_str() {
                TIMESTAMP => timestamps = Some(times(column)?),
                VALUE => values = Some(floats(column)?),
                HISTOGRAM if column.null_count() == column.len() => {}
                HISTOGRAM => histograms = Some(HistogramColumn::of(column)?),
                name => labels.push((label_name(name).to_owned(), LabelColumn::of(name, column)?)),
            }
        }
        let missing = |name: &str| invalid(&format!("the data has no column {name}"));
        let (timestamps, values) =
            (timestamps.ok_or_else(|| missing(TIMESTAMP))?, values.ok_or_else(|| missing(VALUE))?);
        Ok(Self { n_rows: batch.num_rows(), labels, timestamps, values, histograms })
    }

    /// Runs of consecutive rows with the same labels.
    pub(super) fn runs(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut start = 0;
        std::iter::from_fn(move || {
            let first = start;
            (first < self.n_rows).then(|| {
                let is_other = |row: &usize| self.labels.iter().any(|(_, column)| !column.is_same(*row - 1, *row));
                start = (first + 1..self.n_rows).find(is_other).unwrap_or(self.n_rows);
                first..start
            })
        })
    }

    /// The labels of a row.
    pub(super) fn labels(&self, row: usize) -> Labels {
        let pairs = self.labels.iter().map(|(name, column)| (name.as_str(), column.text(row)));
        Labels::from_pairs(pairs.filter(|(_, value)| !value.is_empty()))
    }

    /// The samples of some rows in their order. Floats are slices of the columns, or copies without the rows whose value
    /// is null.
    pub(super) fn parts(&self, rows: Range<usize>) -> Result<Vec<Part>, StorageError> {
        let Some(histograms) = &self.histograms else {
            return Ok(self.chunk(rows).map(Part::Floats).into_iter().collect());
        };
        if let Some(row) = rows.clone().find(|row| histograms.has(*row) && self.values.is_valid(*row)) {
            return Err(invalid(&format!("row {row} has both a value and a histogram")));
        }
        let rows: Vec<usize> = rows.collect();
        let parts = rows.chunk_by(|a, b| histograms.has(*a) == histograms.has(*b));
        let parts = parts.map(|same| {
            if !histograms.has(same[0]) {
                return Ok(self.chunk(same[0]..same[0] + same.len()).map(Part::Floats));
            }
            let samples = same.iter().map(|row| Ok((self.timestamps[*row], histograms.histogram(*row)?)));
            Ok(Some(Part::Histograms(samples.collect::<Result<_, StorageError>>()?)))
        });
        parts.filter_map(Result::transpose).collect()
    }

    /// The floats of some rows. `None` if no row is left.
    fn chunk(&self, rows: Range<usize>) -> Option<Chunk> {
        let n_rows = rows.len();
        let has_nulls = rows.clone().any(|row| self.values.is_null(row));
        if !has_nulls {
            let timestamps = self.timestamps.slice(rows.start, n_rows);
            return Some(Chunk { timestamps, values: self.values.values().slice(rows.start, n_rows) });
        }
        let present = || rows.clone().filter(|row| self.values.is_valid(*row));
        let timestamps: Vec<TimestampMs> = present().map(|row| self.timestamps[row]).collect();
        let values: Vec<f64> = present().map(|row| self.values.value(row)).collect();
        (!values.is_empty()).then(|| Chunk { timestamps: timestamps.into(), values: values.into() })
    }
}

/// The values of a label.
enum LabelColumn {
    Text(StringArray),
    LargeText(LargeStringArray),
    TextView(StringViewArray),
    /// For each row, an index into the values.
    Dictionary(Vec<usize>, Arc<LabelColumn>, ArrayRef),
}

impl LabelColumn {
    fn of(name: &str, column: &ArrayRef) -> Result<Self, StorageError> {
        match column.data_type() {
            DataType::Utf8 => Ok(Self::Text(column.as_string().clone())),
            DataType::LargeUtf8 => Ok(Self::LargeText(column.as_string().clone())),
            DataType::Utf8View => Ok(Self::TextView(column.as_string_view().clone())),
            DataType::Dictionary(_, values) if !matches!(**values, DataType::Dictionary(..)) => {
                let dictionary = column.as_any_dictionary();
                let values = Arc::new(Self::of(name, dictionary.values())?);
                let keys = if dictionary.values().is_empty() { Vec::new() } else { dictionary.normalized_keys() };
                Ok(Self::Dictionary(keys, values, Arc::clone(column)))
            }
            other => Err(invalid(&format!("the column {name} is of the type {other}, where a label is text"))),
        }
    }

    /// The text of a row; empty if it is null.
    fn text(&self, row: usize) -> &str {
        match self {
            Self::Text(texts) if texts.is_valid(row) => texts.value(row),
            Self::LargeText(texts) if texts.is_valid(row) => texts.value(row),
            Self::TextView(texts) if texts.is_valid(row) => texts.value(row),
            Self::Dictionary(keys, values, column) if column.is_valid(row) => values.text(keys[row]),
            _ => "",
        }
    }

    fn is_same(&self, a: usize, b: usize) -> bool {
        match self {
            Self::Dictionary(keys, _, column) if column.null_count() == 0 && keys[a] == keys[b] => true,
            _ => self.text(a) == self.text(b),
        }
    }
}

/// Timestamps in milliseconds; other units are converted.
fn times(column: &ArrayRef) -> Result<ScalarBuffer<TimestampMs>, StorageError> {
    if column.null_count() > 0 {
        return Err(invalid("the column timestamp has nulls"));
    }
    let scaled = |times: &ScalarBuffer<i64>, of: fn(i64) -> i64| times.iter().map(|t| of(*t)).collect();
    match column.data_type() {
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            Ok(column.as_primitive::<TimestampMillisecondType>().values().clone())
        }
        DataType::Int64 => Ok(column.as_primitive::<Int64Type>().values().clone()),
        DataType::Timestamp(TimeUnit::Second, _) => {
            Ok(scaled(column.as_primitive::<TimestampSecondType>().values(), |t| t.saturating_mul(1_000)))
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            Ok(scaled(column.as_primitive::<TimestampMicrosecondType>().values(), |t| t.div_euclid(1_000)))
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            Ok(scaled(column.as_primitive::<TimestampNanosecondType>().values(), |t| t.div_euclid(1_000_000)))
        }
        other => Err(invalid(&format!("the column timestamp is of the type {other}, where it is a timestamp"))),
    }
}

fn floats(column: &ArrayRef) -> Result<Float64Array, StorageError> {
    match column.data_type() {
        DataType::Float64 => Ok(column.as_primitive::<Float64Type>().clone()),
        other => Err(invalid(&format!("the column value is of the type {other}, where it is Float64"))),
    }
}

pub(super) fn invalid(message: &str) -> StorageError {
    StorageError::Data { message: message.to_owned() }
}
