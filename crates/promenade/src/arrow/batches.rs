//! Series as record batches whose values are not copied.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    Array, ArrayRef, DictionaryArray, Float64Array, Int32Array, RecordBatch, StringArray, TimestampMillisecondArray,
    new_null_array,
};
use arrow_buffer::{BooleanBuffer, NullBuffer, ScalarBuffer};
use arrow_schema::{ArrowError, DataType, SchemaRef};
use promenade_exec::{QueryValue, RangeSeries};
use promenade_model::is_stale_nan;
use promenade_storage::arrow::histogram_type;

use super::Layout;
use super::rows::Rows;

/// The record batches of a value.
pub struct RecordBatches<'a> {
    value: &'a QueryValue,
    layout: Layout,
    /// The series of each batch to come; none for a value without series.
    parts: std::vec::IntoIter<Option<Range<usize>>>,
    steps: Steps,
}

/// What batches of series over the same steps have in common.
struct Steps {
    /// The times of all steps, as often as a batch has series.
    timestamps: ScalarBuffer<i64>,
    /// For each row of the largest batch, which series it belongs to. The values are all null: those of a label replace
    /// them, without checking the keys again.
    series: DictionaryArray<Int32Type>,
}

impl<'a> RecordBatches<'a> {
    pub(super) fn new(value: &'a QueryValue, layout: Layout) -> Self {
        let (parts, steps) = match value {
            QueryValue::Matrix(series) => {
                let parts = parts(series);
                let steps = Steps::of(series, &parts);
                (parts.into_iter().map(Some).collect(), steps)
            }
            _ => (vec![None], Steps::of(&[], &[])),
        };
        Self { value, layout, parts: parts.into_iter(), steps }
    }

    /// The schema of all batches.
    pub fn schema(&self) -> SchemaRef {
        Arc::clone(&self.layout.schema)
    }

    fn batch(&self, series: &'a [RangeSeries]) -> Result<RecordBatch, ArrowError> {
        if !series.iter().all(is_column) {
            let mut rows = Rows::new(self.layout.has_histograms);
            for one in series {
                rows.push_series(one);
            }
            return self.layout.batch(rows);
        }
        let n_rows = series.iter().map(n_cells).sum();
        let labels = self.layout.label_names.iter().map(|name| self.steps.label_column(name, series, n_rows));
        let mut columns = labels.collect::<Result<Vec<ArrayRef>, _>>()?;
        columns.push(Arc::new(TimestampMillisecondArray::new(self.steps.timestamps.slice(0, n_rows), None)));
        columns.push(Arc::new(values(series, n_rows)));
        if self.layout.has_histograms {
            columns.push(new_null_array(&histogram_type(), n_rows));
        }
        RecordBatch::try_new(self.schema(), columns)
    }
}

impl Iterator for RecordBatches<'_> {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let part = self.parts.next()?;
        Some(match (self.value, part) {
            (QueryValue::Matrix(series), Some(part)) => self.batch(&series[part]),
            (value, _) => self.layout.batch(Rows::of(value, self.layout.has_histograms)),
        })
    }
}

/// Cells of a column over the steps of a range query.
fn n_cells(series: &RangeSeries) -> usize {
    series.floats.cells().map_or(0, <[f64]>::len)
}

/// Whether a series is a column over the steps of a range query and nothing else.
fn is_column(series: &RangeSeries) -> bool {
    series.floats.steps().is_some() && series.histograms.is_empty()
}

/// Series that make a batch: columns that lie one after the other in the same memory, or any other neighbours.
fn parts(series: &[RangeSeries]) -> Vec<Range<usize>> {
    let mut end = 0;
    let part = |chunk: &[RangeSeries]| {
        end += chunk.len();
        end - chunk.len()..end
    };
    series.chunk_by(belong_together).map(part).collect()
}

fn belong_together(a: &RangeSeries, b: &RangeSeries) -> bool {
    if !is_column(a) || !is_column(b) {
        return !is_column(a) && !is_column(b);
    }
    let (Some((memory, start)), Some((other, next))) = (a.floats.memory(), b.floats.memory()) else { return false };
    memory.as_ptr() == other.as_ptr() && start + n_cells(a) == next && a.floats.steps() == b.floats.steps()
}

impl Steps {
    fn of(series: &[RangeSeries], parts: &[Range<usize>]) -> Self {
        let columns = parts.iter().filter(|part| series[part.start..part.end].iter().all(is_column));
        let first = columns.clone().next().map(|part| &series[part.start]);
        let Some((n_steps, (start_ms, step_ms))) = first.and_then(|one| Some((n_cells(one), one.floats.steps()?)))
        else {
            return Self { timestamps: Vec::new().into(), series: no_values(Vec::new(), 0) };
        };
        let n_series = columns.map(ExactSizeIterator::len).max().unwrap_or_default();
        let time = |step: usize| start_ms.wrapping_add(step_ms.wrapping_mul(step as i64));
        let times: Vec<i64> = (0..n_steps).map(time).collect();
        let keys = (0..n_series as i32).flat_map(|one| std::iter::repeat_n(one, n_steps));
        Self { timestamps: times.repeat(n_series).into(), series: no_values(keys.collect(), n_series) }
    }

    /// The values of a label: text in a dictionary that has an entry for each series.
    fn label_column(&self, name: &str, series: &[RangeSeries], n_rows: usize) -> Result<ArrayRef, ArrowError> {
        let values = series.iter().map(|one| Some(one.labels.get(name)).filter(|value| !value.is_empty()));
        let values = Arc::new(values.collect::<StringArray>());
        let keys = self.series.slice(0, n_rows);
        Ok(Arc::new(if series.len() >= self.series.values().len() {
            keys.with_values(values)
        } else {
            DictionaryArray::try_new(keys.keys().clone(), values)?
        }))
    }
}

/// Keys below `n_values` in a dictionary of nulls.
fn no_values(keys: Vec<i32>, n_values: usize) -> DictionaryArray<Int32Type> {
    DictionaryArray::new(Int32Array::from(keys), new_null_array(&DataType::Utf8, n_values))
}

/// The values of columns that lie one after the other; a cell without a float is null.
fn values(series: &[RangeSeries], n_rows: usize) -> Float64Array {
    let Some((memory, start)) = series.first().and_then(|first| first.floats.memory()) else {
        return Float64Array::from(Vec::<f64>::new());
    };
    let values = memory.slice(start, n_rows);
    let n_present: usize = series.iter().map(|one| one.floats.len()).sum();
    let nulls = (n_present < n_rows)
        .then(|| NullBuffer::new(BooleanBuffer::collect_bool(n_rows, |row| !is_stale_nan(values[row]))));
    Float64Array::new(values, nulls)
}
