//! Results that are taken batch by batch: the same rows, in bounded memory, cancelled when dropped.
#![allow(clippy::unwrap_used)] // test code

use futures_executor::block_on;
use promenade::arrow_array::cast::AsArray;
use promenade::arrow_array::types::{Float64Type, Int32Type, TimestampMillisecondType};
use promenade::arrow_array::{Array, RecordBatch};
use promenade::model::FloatHistogram;
use promenade::{
    BatchError, Engine, EngineOptions, ErrorKind, ExecError, MemoryStorage, MemoryStorageBuilder, QueryError,
    StartTimestamp, TimedQuery, labels,
};

const N_STEPS: i64 = 1_000;
const STEP_MS: i64 = 1_000;

/// So many series with ten samples each, and one of histograms.
fn store(n_series: i64) -> MemoryStorage {
    let mut builder = MemoryStorageBuilder::new();
    for i in 0..n_series {
        // The order of labels is not that of the values of `i`.
        let id = builder
            .series(&labels! {"__name__" => "x", "i" => &format!("{i:05}"), "half" => ["a", "b"][i as usize % 2]});
        for n in (0..10).filter(|n| i % 7 > 0 || *n < 3) {
            builder.append_float(id, n * 100_000, (n * i) as f64, StartTimestamp::UNKNOWN);
        }
    }
    let id = builder.series(&labels! {"__name__" => "h"});
    for n in 0..10 {
        let histogram = FloatHistogram { count: n as f64, sum: 1.0, ..FloatHistogram::default() };
        builder.append_histogram(id, n * 100_000, histogram, StartTimestamp::UNKNOWN);
    }
    builder.build()
}

fn engine(max_bytes: u64) -> Engine {
    Engine::new(EngineOptions::default().threads(Some(1)).max_bytes(max_bytes))
}

fn range<'a>(engine: &Engine, storage: &'a MemoryStorage, query: &str) -> TimedQuery<&'a MemoryStorage> {
    engine.query(storage, query).range(0, (N_STEPS - 1) * STEP_MS, STEP_MS)
}

/// A text for each row that has a value or a histogram: labels, time, value.
fn rows(batch: &RecordBatch) -> Vec<String> {
    let schema = batch.schema();
    let names: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
    let times = batch["timestamp"].as_primitive::<TimestampMillisecondType>();
    let values = batch["value"].as_primitive::<Float64Type>();
    let histograms = batch.column_by_name("histogram").map(AsArray::as_struct);
    let row = |row: usize| {
        let value = match histograms.filter(|histograms| histograms.is_valid(row)) {
            Some(histograms) => format!("{:?}", histograms.slice(row, 1)),
            None if values.is_null(row) => return None,
            None => format!("{:x}", values.value(row).to_bits()),
        };
        let labels =
            names.iter().filter(|name| !["timestamp", "value", "histogram"].contains(name)).filter_map(|name| {
                let column = batch[*name].as_dictionary::<Int32Type>();
                let texts = column.values().as_string::<i32>();
                let key = column.key(row).filter(|key| texts.is_valid(*key))?;
                Some(format!("{name}={}", texts.value(key)))
            });
        Some(format!("{:?} {} {value}", labels.collect::<Vec<_>>(), times.value(row)))
    };
    (0..batch.num_rows()).filter_map(row).collect()
}

#[test]
fn batches_have_the_rows_of_the_whole_result() {
    let (large, small, engine) = (store(600), store(30), engine(1 << 30));
    for query in [
        "x * 2 > 900",
        "sum by (half) (x)",
        "topk(2, x)",
        "{__name__=~'x|h'}",
        "rate(x[5m]) + on (i) group_left () x",
        "label_replace(x, 'half', 'z$1', 'i', '.*(.)')",
        "count_values('v', x > 100)",
        "time()",
        "h * 2",
        "x{i='none'}",
    ] {
        // More rows than are computed at once, for one query.
        let storage = if query.starts_with("x *") { &large } else { &small };
        let whole = range(&engine, storage, query).wait().unwrap();
        let mut batches = range(&engine, storage, query).wait_for_batches().unwrap();
        let schema = batches.schema();
        let mut found = Vec::new();
        for batch in &mut batches {
            let batch = batch.unwrap();
            assert_eq!(batch.schema(), schema, "{query}");
            found.extend(rows(&batch));
        }
        assert_eq!(found, rows(&whole.to_record_batch().unwrap()), "{query}");
        assert_eq!(batches.annotations(), &whole.annotations, "{query}");
        assert_eq!(batches.stats().n_samples_read, whole.stats.n_samples_read, "{query}");
        let mut asynchronous = block_on(range(&engine, storage, query).batches()).unwrap();
        let mut again = Vec::new();
        while let Some(batch) = block_on(asynchronous.next_batch()) {
            again.extend(rows(&batch.unwrap()));
        }
        assert_eq!(again, found, "{query}");
    }
}

#[test]
fn a_result_that_is_larger_than_the_memory_can_be_taken_batch_by_batch() {
    // 24 MB of floats.
    let (storage, engine) = (store(3_000), engine(8 << 20));
    let whole = range(&engine, &storage, "x + 1").wait();
    assert!(matches!(whole, Err(QueryError::Exec { error: ExecError::OutOfMemory { .. }, .. })));
    let mut batches = range(&engine, &storage, "x + 1").wait_for_batches().unwrap();
    let n_values = |batch: RecordBatch| batch.num_rows() - batch["value"].null_count();
    let n_values: usize = batches.by_ref().map(|batch| n_values(batch.unwrap())).sum();
    assert!(n_values > 2_000_000, "{n_values}");
    assert!(batches.stats().peak_bytes <= 8 << 20);
}

#[test]
fn dropping_batches_cancels_the_query() {
    let (storage, engine) = (store(700), engine(1 << 30));
    for is_taken in [false, true] {
        let query = range(&engine, &storage, "x");
        let cancel = query.cancel_handle();
        let mut batches = query.wait_for_batches().unwrap();
        assert!(batches.next().unwrap().is_ok() && !cancel.is_canceled());
        if is_taken {
            assert!(batches.by_ref().all(|batch| batch.is_ok()));
        }
        drop(batches);
        assert_eq!(cancel.is_canceled(), !is_taken);
    }
}

#[test]
fn batches_of_a_cancelled_query_end_with_an_error() {
    let (storage, engine) = (store(700), engine(1 << 30));
    let query = range(&engine, &storage, "x");
    let cancel = query.cancel_handle();
    let mut batches = query.wait_for_batches().unwrap();
    cancel.cancel();
    let found: Vec<_> = batches.by_ref().collect();
    let [Err(BatchError::Query(error))] = &found[..] else { panic!("{found:?}") };
    assert_eq!(error.kind(), ErrorKind::Canceled);
    assert!(batches.next().is_none());
}

#[test]
fn the_limit_of_samples_is_that_of_the_whole_result() {
    let storage = store(100);
    let options = EngineOptions::default().threads(Some(1)).max_samples(50_000);
    let engine = Engine::new(options);
    let whole = range(&engine, &storage, "x").wait().unwrap_err().to_string();
    let batches = range(&engine, &storage, "x").wait_for_batches().map_err(BatchError::from);
    let error = batches.and_then(Iterator::collect::<Result<Vec<_>, _>>).unwrap_err();
    assert_eq!(error.to_string(), whole);
}

#[test]
fn an_instant_query_is_one_batch() {
    let (storage, engine) = (store(20), engine(1 << 30));
    for query in ["x", "1 + 1", "'text'", "x[5m]", "sum(x)"] {
        let at = || engine.query(&storage, query).at(500_000);
        let expected = at().wait().unwrap().to_record_batch().unwrap();
        let batches: Vec<RecordBatch> = at().wait_for_batches().unwrap().map(Result::unwrap).collect();
        assert_eq!(batches, [expected], "{query}");
    }
}
