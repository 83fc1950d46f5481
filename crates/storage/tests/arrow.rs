//! The store over Arrow record batches: input formats, copies and errors.
#![cfg(feature = "arrow")]
#![allow(clippy::unwrap_used)] // test code

use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, DictionaryArray, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray, StructArray,
    TimestampMillisecondArray, TimestampSecondArray,
};
use arrow_ipc::writer::{FileWriter, StreamWriter};
use arrow_schema::{DataType, Field};
use promenade_model::SharedHistogram;
use promenade_model::histogram::{Buckets, CounterResetHint, FloatHistogram, Span};
use promenade_storage::arrow::HistogramArrayBuilder;
use promenade_storage::{ArrowStorage, SampleBuffer, Samples, Series, TimeRange};

fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, true))).unwrap()
}

fn texts(texts: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from(texts.to_vec()))
}

fn times(times: &[i64]) -> ArrayRef {
    Arc::new(TimestampMillisecondArray::from(times.to_vec()))
}

fn floats(floats: &[Option<f64>]) -> ArrayRef {
    Arc::new(Float64Array::from(floats.to_vec()))
}

/// Native histograms with these counts and one bucket.
fn histograms(counts: &[Option<f64>]) -> ArrayRef {
    let mut column = HistogramArrayBuilder::default();
    for count in counts {
        column.append(count.map(histogram).as_ref());
    }
    Arc::new(column.finish().unwrap())
}

fn histogram(count: f64) -> SharedHistogram {
    let positive = Buckets { spans: [Span { offset: -2, length: 1 }].into(), counts: vec![count] };
    let counter_reset_hint = CounterResetHint::Gauge;
    FloatHistogram { count, sum: 0.5, schema: 3, positive, counter_reset_hint, ..FloatHistogram::default() }.into()
}

/// Each series with its samples, the floats first; a histogram is shown by its count.
fn show(storage: &ArrowStorage) -> Vec<String> {
    let mut buffer = SampleBuffer::default();
    let show = |series: &dyn Series| {
        let samples = series.samples(TimeRange::ALL, &mut buffer).unwrap();
        let Samples { floats, histograms } = samples;
        let floats = floats.timestamps.iter().zip(floats.values).map(|(t, v)| format!("{v}@{t}"));
        let histograms = histograms.timestamps.iter().zip(histograms.histograms);
        let histograms = histograms.map(|(t, h)| format!("h{}@{t}", h.count()));
        format!("{} {}", series.labels(), floats.chain(histograms).collect::<Vec<_>>().join(" "))
    };
    storage.series().map(show).collect()
}

#[test]
fn labels_are_plain_or_dictionaries_and_nulls_are_no_labels() {
    let jobs = DictionaryArray::<Int32Type>::new(
        Int32Array::from(vec![Some(0), Some(0), None, Some(1)]),
        Arc::new(StringArray::from(vec!["a", "b"])),
    );
    let storage = ArrowStorage::new([batch(vec![
        ("__name__", texts(&[Some("up"); 4])),
        ("job", Arc::new(jobs)),
        ("label_value", texts(&[None, None, Some("x"), Some("")])),
        ("timestamp", times(&[1, 2, 1, 1])),
        ("value", floats(&[Some(1.0), Some(2.0), Some(3.0), Some(4.0)])),
    ])])
    .unwrap();
    assert_eq!(
        show(&storage),
        [r#"{__name__="up", job="a"} 1@1 2@2"#, r#"{__name__="up", job="b"} 4@1"#, r#"{__name__="up", value="x"} 3@1"#]
    );
}

#[test]
fn rows_in_any_order_are_sorted_and_null_values_are_no_samples() {
    let storage = ArrowStorage::new([
        batch(vec![
            ("a", texts(&[Some("x"), Some("y"), Some("x"), Some("x")])),
            ("timestamp", Arc::new(Int64Array::from(vec![30, 5, 10, 20]))),
            ("value", floats(&[Some(3.0), Some(9.0), Some(1.0), None])),
        ]),
        batch(vec![
            ("a", texts(&[Some("x"), Some("y")])),
            ("timestamp", Arc::new(TimestampSecondArray::from(vec![0, 1]))),
            ("value", floats(&[Some(0.5), Some(8.0)])),
        ]),
        batch(vec![("a", texts(&[Some("x")])), ("timestamp", times(&[30])), ("value", floats(&[Some(7.0)]))]),
    ])
    .unwrap();
    assert_eq!(show(&storage), [r#"{a="x"} 0.5@0 1@10 7@30"#, r#"{a="y"} 9@5 8@1000"#]);
    assert_eq!(storage.n_samples(), 5);
}

#[test]
fn columns_are_read_where_they_lie() {
    let values = Float64Array::from((0..100).map(f64::from).collect::<Vec<_>>());
    let address = values.values().as_ptr();
    let storage = ArrowStorage::new([batch(vec![
        ("a", texts(&[[Some("x"); 50], [Some("y"); 50]].concat())),
        ("timestamp", times(&(0..100).collect::<Vec<_>>())),
        ("value", Arc::new(values)),
    ])])
    .unwrap();
    let mut buffer = SampleBuffer::default();
    for (i, series) in storage.series().enumerate() {
        let samples = series.samples(TimeRange { start_ms: 60, end_ms: 70 }, &mut buffer).unwrap().floats;
        assert_eq!(samples.values.len(), i * 11);
        let all = series.samples(TimeRange::ALL, &mut buffer).unwrap().floats.values;
        assert_eq!(all.as_ptr(), address.wrapping_add(i * 50));
    }
}

#[test]
fn histograms_are_samples_beside_floats() {
    let columns = |times_ms: &[i64], values: &[Option<f64>], counts: &[Option<f64>]| {
        batch(vec![
            ("a", texts(&vec![Some("x"); times_ms.len()])),
            ("timestamp", times(times_ms)),
            ("value", floats(values)),
            ("histogram", histograms(counts)),
        ])
    };
    let (none, one) = (None, Some(1.0));
    let mixed = columns(&[1, 2, 3, 4], &[one, none, none, Some(4.0)], &[none, Some(2.0), none, none]);
    let storage = ArrowStorage::new([mixed.clone()]).unwrap();
    assert_eq!(show(&storage), [r#"{a="x"} 1@1 4@4 h2@2"#]);
    assert_eq!(storage.time(), Some(TimeRange { start_ms: 1, end_ms: 4 }));
    assert_eq!(storage.n_samples(), 3);
    // The last sample of a timestamp wins, of whatever type.
    let later = columns(&[4, 2, 3], &[none, Some(9.0), none], &[Some(7.0), none, Some(-3.0)]);
    let storage = ArrowStorage::new([mixed, later]).unwrap();
    assert_eq!(show(&storage), [r#"{a="x"} 1@1 9@2 h-3@3 h7@4"#]);
    assert_eq!(show(&storage.with_label("b", "y")), [r#"{a="x", b="y"} 1@1 9@2 h-3@3 h7@4"#]);
    let mut buffer = SampleBuffer::default();
    let series = storage.series().next().unwrap();
    assert!(series.has_histograms());
    let some = series.samples(TimeRange { start_ms: 2, end_ms: 3 }, &mut buffer).unwrap();
    assert_eq!((some.floats.timestamps, some.histograms.timestamps), (&[2][..], &[3][..]));
    assert_eq!(some.histograms.histograms[0], histogram(-3.0));
}

#[test]
fn invalid_histograms_are_refused() {
    let refused = |histogram: FloatHistogram| {
        let mut column = HistogramArrayBuilder::default();
        column.append(Some(&histogram.into()));
        let column = Arc::new(column.finish().unwrap());
        let columns = vec![("timestamp", times(&[1])), ("value", floats(&[None])), ("histogram", column as ArrayRef)];
        ArrowStorage::new([batch(columns)]).unwrap_err().to_string()
    };
    let schema = FloatHistogram { schema: 9, ..FloatHistogram::default() };
    assert!(refused(schema).starts_with("row 0 of the column histogram: "), "an unknown schema");
    let custom_values = Arc::from([1.0]);
    let bounds = refused(FloatHistogram { custom_values, ..FloatHistogram::default() });
    assert!(bounds.starts_with("row 0 of the column histogram: "), "{bounds}");
}

#[test]
fn files_and_streams_are_read() {
    let batches = [1, 2].map(|t| {
        batch(vec![
            ("a", texts(&[Some("x"); 2])),
            ("timestamp", times(&[t, t + 10])),
            ("value", floats(&[Some(t as f64), None])),
            ("histogram", histograms(&[None, Some(5.0)])),
        ])
    });
    let mut file = FileWriter::try_new(Vec::new(), batches[0].schema_ref()).unwrap();
    let mut stream = StreamWriter::try_new(Vec::new(), batches[0].schema_ref()).unwrap();
    for batch in &batches {
        file.write(batch).unwrap();
        stream.write(batch).unwrap();
    }
    for bytes in [file.into_inner().unwrap(), stream.into_inner().unwrap()] {
        assert!(ArrowStorage::is_ipc(&bytes));
        assert_eq!(show(&ArrowStorage::from_ipc(bytes.clone()).unwrap()), [r#"{a="x"} 1@1 2@2 h5@11 h5@12"#]);
        // Truncated or damaged bytes give an error or fewer samples, never a panic.
        for end in 0..bytes.len() {
            assert!(ArrowStorage::from_ipc(bytes[..end].to_vec()).is_err() || !bytes.starts_with(b"ARROW1"), "{end}");
            let mut damaged = bytes.clone();
            damaged[end] ^= 0x55;
            drop(ArrowStorage::from_ipc(damaged));
        }
    }
}

#[test]
fn what_cannot_be_read_is_said() {
    let refused = |columns| ArrowStorage::new([batch(columns)]).unwrap_err().to_string();
    let (time, value) = (times(&[1]), floats(&[Some(1.0)]));
    assert_eq!(refused(vec![("value", value.clone())]), "the data has no column timestamp");
    assert_eq!(refused(vec![("timestamp", time.clone())]), "the data has no column value");
    let number = Arc::new(Int64Array::from(vec![1]));
    assert_eq!(
        refused(vec![("timestamp", time.clone()), ("value", number.clone())]),
        "the column value is of the type Int64, where it is Float64"
    );
    assert_eq!(
        refused(vec![("timestamp", time.clone()), ("value", value.clone()), ("a", number)]),
        "the column a is of the type Int64, where a label is text"
    );
    let histogram = texts(&[Some("{count:1}")]);
    assert_eq!(
        refused(vec![("timestamp", time.clone()), ("value", value.clone()), ("histogram", histogram)]),
        "the column histogram is of the type Utf8, where it is a struct"
    );
    let count = StructArray::from(vec![(Arc::new(Field::new("count", DataType::Float64, true)), value.clone())]);
    assert_eq!(
        refused(vec![("timestamp", time.clone()), ("value", value.clone()), ("histogram", Arc::new(count))]),
        "the column histogram has no field sum"
    );
    assert_eq!(
        refused(vec![("timestamp", time), ("value", value), ("histogram", histograms(&[Some(1.0)]))]),
        "row 0 has both a value and a histogram"
    );
    assert!(ArrowStorage::from_ipc(b"up 1\n".to_vec()).is_err());
}
