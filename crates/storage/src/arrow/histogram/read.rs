//! Native histograms read from an Arrow column.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type, UInt32Type};
use arrow_array::{Array, ArrayRef, Float64Array, Int32Array, ListArray, StringArray, StructArray, UInt32Array};
use arrow_schema::DataType;
use promenade_model::SharedHistogram;
use promenade_model::histogram::{Buckets, CounterResetHint, FloatHistogram, Span};

use super::super::columns::invalid;
use super::{
    COUNT, CUSTOM_VALUES, HINTS, LENGTH, NEGATIVE_BUCKETS, NEGATIVE_SPANS, OFFSET, POSITIVE_BUCKETS, POSITIVE_SPANS,
    RESET_HINT, SCHEMA, SUM, ZERO_COUNT, ZERO_THRESHOLD,
};
use crate::StorageError;

/// A column of native histograms.
pub(in crate::arrow) struct HistogramColumn {
    rows: StructArray,
    count: Float64Array,
    sum: Float64Array,
    schema: Int32Array,
    zero_threshold: Float64Array,
    zero_count: Float64Array,
    hint: StringArray,
    positive: Side,
    negative: Side,
    custom_values: FloatLists,
}

/// The buckets of one sign.
struct Side {
    spans: ListArray,
    offsets: Int32Array,
    lengths: UInt32Array,
    buckets: FloatLists,
}

struct FloatLists {
    lists: ListArray,
    items: Float64Array,
}

impl HistogramColumn {
    pub(in crate::arrow) fn of(column: &ArrayRef) -> Result<Self, StorageError> {
        let Some(rows) = column.as_struct_opt() else {
            let found = column.data_type();
            return Err(invalid(&format!("the column histogram is of the type {found}, where it is a struct")));
        };
        let float =
            |name| field(rows, name, &DataType::Float64).map(|column| column.as_primitive::<Float64Type>().clone());
        Ok(Self {
            count: float(COUNT)?,
            sum: float(SUM)?,
            schema: field(rows, SCHEMA, &DataType::Int32)?.as_primitive::<Int32Type>().clone(),
            zero_threshold: float(ZERO_THRESHOLD)?,
            zero_count: float(ZERO_COUNT)?,
            hint: field(rows, RESET_HINT, &DataType::Utf8)?.as_string::<i32>().clone(),
            positive: Side::of(rows, POSITIVE_SPANS, POSITIVE_BUCKETS)?,
            negative: Side::of(rows, NEGATIVE_SPANS, NEGATIVE_BUCKETS)?,
            custom_values: FloatLists::of(rows, CUSTOM_VALUES)?,
            rows: rows.clone(),
        })
    }

    pub(in crate::arrow) fn has(&self, row: usize) -> bool {
        self.rows.is_valid(row)
    }

    /// The histogram of a row.
    pub(in crate::arrow) fn histogram(&self, row: usize) -> Result<SharedHistogram, StorageError> {
        let refused = |why: &str| invalid(&format!("row {row} of the column histogram: {why}"));
        let histogram = FloatHistogram {
            counter_reset_hint: self.hint(row).ok_or_else(|| refused("there is no such counter_reset_hint"))?,
            schema: self.schema.value(row),
            zero_threshold: self.zero_threshold.value(row),
            zero_count: self.zero_count.value(row),
            count: self.count.value(row),
            sum: self.sum.value(row),
            positive: self.positive.buckets(row),
            negative: self.negative.buckets(row),
            custom_values: Arc::from(self.custom_values.list(row)),
        };
        with_positive_counts(histogram.clone()).validate().map_err(|error| refused(&error.to_string()))?;
        Ok(SharedHistogram::from(histogram))
    }

    fn hint(&self, row: usize) -> Option<CounterResetHint> {
        let text = self.hint.value(row);
        HINTS.iter().find(|(_, known)| *known == text).map(|(hint, _)| *hint)
    }
}

impl Side {
    fn of(rows: &StructArray, spans: &str, buckets: &str) -> Result<Self, StorageError> {
        let buckets = FloatLists::of(rows, buckets)?;
        let spans = list(rows, spans)?;
        let Some(items) = spans.values().as_struct_opt() else {
            return Err(invalid("the spans of the column histogram are no structs"));
        };
        let offsets = field(items, OFFSET, &DataType::Int32)?.as_primitive::<Int32Type>().clone();
        let lengths = field(items, LENGTH, &DataType::UInt32)?.as_primitive::<UInt32Type>().clone();
        Ok(Self { spans, offsets, lengths, buckets })
    }

    fn buckets(&self, row: usize) -> Buckets {
        let offsets = self.spans.value_offsets();
        let span = |i: i32| Span { offset: self.offsets.value(i as usize), length: self.lengths.value(i as usize) };
        let spans = (offsets[row]..offsets[row + 1]).map(span).collect();
        Buckets { spans, counts: self.buckets.list(row).to_vec() }
    }
}

impl FloatLists {
    fn of(rows: &StructArray, name: &str) -> Result<Self, StorageError> {
        let lists = list(rows, name)?;
        match lists.values().as_primitive_opt::<Float64Type>() {
            Some(items) => Ok(Self { items: items.clone(), lists }),
            None => Err(invalid(&format!("the items of {name} in the column histogram are no Float64"))),
        }
    }

    fn list(&self, row: usize) -> &[f64] {
        let offsets = self.lists.value_offsets();
        &self.items.values()[offsets[row] as usize..offsets[row + 1] as usize]
    }
}

fn list(rows: &StructArray, name: &str) -> Result<ListArray, StorageError> {
    let column = child(rows, name)?;
    let list = column.as_list_opt::<i32>().cloned();
    list.ok_or_else(|| invalid(&format!("{name} in the column histogram is of the type {}", column.data_type())))
}

/// A field of the type, without nulls where the struct has none.
fn field<'a>(rows: &'a StructArray, name: &str, data_type: &DataType) -> Result<&'a ArrayRef, StorageError> {
    let column = child(rows, name)?;
    if column.data_type() == data_type {
        return Ok(column);
    }
    let found = column.data_type();
    Err(invalid(&format!("{name} in the column histogram is of the type {found}, where it is {data_type}")))
}

fn child<'a>(rows: &'a StructArray, name: &str) -> Result<&'a ArrayRef, StorageError> {
    let column = rows.column_by_name(name);
    let column = column.ok_or_else(|| invalid(&format!("the column histogram has no field {name}")))?;
    let has_nulls = (0..column.len()).any(|row| column.is_null(row) && rows.is_valid(row));
    if has_nulls { Err(invalid(&format!("{name} in the column histogram has nulls"))) } else { Ok(column) }
}

/// The histogram with absolute values of its counts: a difference of histograms may have negative counts, which
/// Prometheus refuses only when it appends.
fn with_positive_counts(mut histogram: FloatHistogram) -> FloatHistogram {
    histogram.count = histogram.count.abs();
    histogram.zero_count = histogram.zero_count.abs();
    let counts = histogram.positive.counts.iter_mut().chain(&mut histogram.negative.counts);
    counts.for_each(|count| *count = count.abs());
    histogram
}
