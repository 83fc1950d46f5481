//! The store over Arrow record batches: input formats, copies and errors.
#![cfg(feature = "arrow")]
#![allow(clippy::unwrap_used)] // test code

use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, DictionaryArray, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray,
    TimestampMillisecondArray, TimestampSecondArray,
};
use arrow_ipc::writer::{FileWriter, StreamWriter};
use promenade_storage::{ArrowStorage, SampleBuffer, TimeRange};

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

/// Each series with its samples.
fn show(storage: &ArrowStorage) -> Vec<String> {
    let mut buffer = SampleBuffer::default();
    let show = |series: &dyn promenade_storage::Series| {
        let samples = series.samples(TimeRange::ALL, &mut buffer).unwrap().floats;
        let samples: Vec<_> = samples.timestamps.iter().zip(samples.values).map(|(t, v)| format!("{v}@{t}")).collect();
        format!("{} {}", series.labels(), samples.join(" "))
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
fn files_and_streams_are_read() {
    let batches = [1, 2].map(|t| {
        batch(vec![("a", texts(&[Some("x")])), ("timestamp", times(&[t])), ("value", floats(&[Some(t as f64)]))])
    });
    let mut file = FileWriter::try_new(Vec::new(), batches[0].schema_ref()).unwrap();
    let mut stream = StreamWriter::try_new(Vec::new(), batches[0].schema_ref()).unwrap();
    for batch in &batches {
        file.write(batch).unwrap();
        stream.write(batch).unwrap();
    }
    for bytes in [file.into_inner().unwrap(), stream.into_inner().unwrap()] {
        assert!(ArrowStorage::is_ipc(&bytes));
        assert_eq!(show(&ArrowStorage::from_ipc(bytes.clone()).unwrap()), [r#"{a="x"} 1@1 2@2"#]);
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
        refused(vec![("timestamp", time), ("value", value), ("histogram", histogram)]),
        "the column histogram holds native histograms as text, which are not read"
    );
    assert!(ArrowStorage::from_ipc(b"up 1\n".to_vec()).is_err());
}
