//! Native histograms written into an Arrow column.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int32Array, ListArray, StringArray, StructArray, UInt32Array};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::ArrowError;
use promenade_model::SharedHistogram;
use promenade_model::histogram::{CounterResetHint, FloatHistogram, Span};

use super::{HINTS, histogram_fields, list_item, span_fields};

/// Builds a column of native histograms of the type [`histogram_type`](super::histogram_type).
#[derive(Debug, Default)]
pub struct HistogramArrayBuilder {
    is_valid: Vec<bool>,
    count: Vec<f64>,
    sum: Vec<f64>,
    schema: Vec<i32>,
    zero_threshold: Vec<f64>,
    zero_count: Vec<f64>,
    hint: Vec<CounterResetHint>,
    positive: Side,
    negative: Side,
    custom_values: Lists<f64>,
}

/// The buckets of one sign.
#[derive(Debug, Default)]
struct Side {
    spans: Lists<Span>,
    buckets: Lists<f64>,
}

/// A list for each row.
#[derive(Debug)]
struct Lists<T> {
    lengths: Vec<usize>,
    items: Vec<T>,
}

impl HistogramArrayBuilder {
    /// Appends a row, which is null without a histogram.
    pub fn append(&mut self, histogram: Option<&SharedHistogram>) {
        self.is_valid.push(histogram.is_some());
        let h = histogram.map_or_else(FloatHistogram::default, SharedHistogram::to_float);
        self.count.push(h.count);
        self.sum.push(h.sum);
        self.schema.push(h.schema);
        self.zero_threshold.push(h.zero_threshold);
        self.zero_count.push(h.zero_count);
        self.hint.push(h.counter_reset_hint);
        self.positive.spans.push(&h.positive.spans);
        self.positive.buckets.push(&h.positive.counts);
        self.negative.spans.push(&h.negative.spans);
        self.negative.buckets.push(&h.negative.counts);
        self.custom_values.push(&h.custom_values);
    }

    /// The column.
    ///
    /// # Errors
    /// Returns an error if a list column has more than 2³¹ − 1 items.
    pub fn finish(self) -> Result<StructArray, ArrowError> {
        let float = |values: Vec<f64>| Arc::new(Float64Array::from(values)) as ArrayRef;
        let hints: StringArray = self.hint.into_iter().map(|hint| Some(hint_text(hint))).collect();
        let columns = vec![
            float(self.count),
            float(self.sum),
            Arc::new(Int32Array::from(self.schema)),
            float(self.zero_threshold),
            float(self.zero_count),
            Arc::new(hints),
            self.positive.spans.into_array(|spans| span_array(&spans))?,
            self.positive.buckets.into_array(float)?,
            self.negative.spans.into_array(|spans| span_array(&spans))?,
            self.negative.buckets.into_array(float)?,
            self.custom_values.into_array(float)?,
        ];
        StructArray::try_new(histogram_fields(), columns, Some(NullBuffer::from(self.is_valid)))
    }
}

impl<T: Copy> Lists<T> {
    fn push(&mut self, items: &[T]) {
        self.lengths.push(items.len());
        self.items.extend_from_slice(items);
    }

    fn into_array(self, array: impl FnOnce(Vec<T>) -> ArrayRef) -> Result<ArrayRef, ArrowError> {
        if i32::try_from(self.items.len()).is_err() {
            return Err(ArrowError::OffsetOverflowError(self.items.len()));
        }
        let items = array(self.items);
        let item = list_item(items.data_type().clone());
        Ok(Arc::new(ListArray::try_new(item, OffsetBuffer::from_lengths(self.lengths), items, None)?))
    }
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self { lengths: Vec::new(), items: Vec::new() }
    }
}

fn span_array(spans: &[Span]) -> ArrayRef {
    let offsets: Int32Array = spans.iter().map(|span| Some(span.offset)).collect();
    let lengths: UInt32Array = spans.iter().map(|span| Some(span.length)).collect();
    Arc::new(StructArray::new(span_fields(), vec![Arc::new(offsets), Arc::new(lengths)], None))
}

fn hint_text(hint: CounterResetHint) -> &'static str {
    HINTS.iter().find(|(known, _)| *known == hint).map_or("unknown", |(_, text)| text)
}
