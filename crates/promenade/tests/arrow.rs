//! Results as record batches: what is copied, and that a result can be asked again.
#![allow(clippy::unwrap_used)] // test code

use arrow_ipc::writer::StreamWriter;
use promenade::arrow_array::cast::AsArray;
use promenade::arrow_array::types::Float64Type;
use promenade::arrow_array::{Array, RecordBatch};
use promenade::model::FloatHistogram;
use promenade::model::histogram::{Buckets, Span};
use promenade::{
    ArrowStorage, Engine, EngineOptions, MemoryStorage, MemoryStorageBuilder, QueryResult, QueryValue, StartTimestamp,
    labels,
};

/// So many series with 100 samples each; every third lacks some of them.
fn store(n_series: i64) -> MemoryStorage {
    let mut builder = MemoryStorageBuilder::new();
    for i in 0..n_series {
        let id = builder.series(&labels! {"__name__" => "x", "i" => &format!("{i:03}")});
        for n in (0..100).filter(|n| i % 3 > 0 || n % 10 < 7) {
            let stale = promenade::model::stale_nan();
            let value = if i % 3 == 0 && n % 10 == 6 { stale } else { (n * i) as f64 };
            builder.append_float(id, n * 15_000, value, StartTimestamp::UNKNOWN);
        }
    }
    builder.build()
}

fn range(storage: impl promenade::Storage, query: &str) -> QueryResult {
    Engine::new(EngineOptions::default()).query(storage, query).range(0, 99 * 15_000, 15_000).wait().unwrap()
}

fn ipc(result: &QueryResult) -> Vec<u8> {
    let batches = result.record_batches();
    let mut writer = StreamWriter::try_new(Vec::new(), &batches.schema()).unwrap();
    batches.for_each(|batch| writer.write(&batch.unwrap()).unwrap());
    writer.into_inner().unwrap()
}

#[test]
fn values_are_not_copied() {
    let result = range(store(500), "x * 2");
    let QueryValue::Matrix(series) = &result.value else { panic!("a range query gives a matrix") };
    let batches: Vec<RecordBatch> = result.record_batches().map(Result::unwrap).collect();
    assert!(batches.len() < 20, "{} batches", batches.len());
    let values = batches.iter().map(|batch| batch["value"].as_primitive::<Float64Type>());
    let addresses = values.clone().flat_map(|column| column.values().chunks(100)).map(<[f64]>::as_ptr);
    assert!(addresses.eq(series.iter().map(|one| one.floats.cells().unwrap().as_ptr())));
    let n_valid: usize = values.map(|column| column.len() - column.null_count()).sum();
    assert_eq!(n_valid, series.iter().map(|one| one.floats.len()).sum::<usize>());
    assert_eq!(n_valid, result.to_record_batch().unwrap().num_rows());
}

#[test]
fn a_result_can_be_asked_again() {
    let storage = store(50);
    for query in ["x", "x * 2 > 100", "x{i='003'}", "sum by (i) (x) unless x", "x[5m:10s] @ 600", "vector(1)"] {
        let result = Engine::new(EngineOptions::default()).query(&storage, query);
        let result = if query.contains('[') { result.at(600_000) } else { result.range(0, 99 * 15_000, 15_000) };
        let result = result.wait().unwrap();
        let again = ArrowStorage::from_ipc(ipc(&result)).unwrap();
        let one_by_one = ArrowStorage::new([result.to_record_batch().unwrap()]).unwrap();
        let QueryValue::Matrix(series) = &result.value else { panic!("{query} gives a matrix") };
        let expected: Vec<_> =
            series.iter().flat_map(|one| one.floats.iter().map(|(t, v)| (&one.labels, t, v))).collect();
        for storage in [&again, &one_by_one] {
            let mut buffer = promenade::storage::SampleBuffer::default();
            let mut found = Vec::new();
            for one in storage.series() {
                let floats = one.samples(promenade::storage::TimeRange::ALL, &mut buffer).unwrap().floats;
                found.extend(floats.timestamps.iter().zip(floats.values).map(|(t, v)| (one.labels().clone(), *t, *v)));
            }
            assert_eq!(found.iter().map(|(labels, t, v)| (labels, *t, *v)).collect::<Vec<_>>(), expected, "{query}");
        }
    }
}

/// Histograms whose buckets and schemas change from time to time, and a float now and then.
fn native_store() -> MemoryStorage {
    let mut builder = MemoryStorageBuilder::new();
    for i in 0..20 {
        let id = builder.series(&labels! {"__name__" => "h", "i" => &format!("{i:03}")});
        for n in 0..100_i32 {
            let t_ms = i64::from(n) * 15_000;
            if n % 40 == i {
                builder.append_float(id, t_ms, f64::from(n), StartTimestamp::UNKNOWN);
                continue;
            }
            let counts: Vec<f64> = (0..3 + n / 30).map(|bucket| f64::from(n + bucket * i)).collect();
            let spans = [Span { offset: i - 10, length: counts.len() as u32 }].into();
            let (count, sum) = (counts.iter().sum::<f64>() + 1.0, f64::from(n) * 1.5);
            let positive = Buckets { spans, counts };
            let histogram = FloatHistogram { count, sum, schema: 3, zero_count: 1.0, positive, ..Default::default() };
            builder.append_histogram(id, t_ms, histogram, StartTimestamp::UNKNOWN);
        }
    }
    builder.build()
}

#[test]
fn native_histograms_can_be_asked_again() {
    let storage = native_store();
    for query in ["h", "-h", "rate(h[2m])", "sum by (i) (h)", "h[10m] @ 900", "histogram_quantile(0.9, h) or h"] {
        let result = Engine::new(EngineOptions::default()).query(&storage, query);
        let result = if query.contains("10m") { result.at(600_000) } else { result.range(0, 99 * 15_000, 15_000) };
        let result = result.wait().unwrap();
        let QueryValue::Matrix(series) = &result.value else { panic!("{query} gives a matrix") };
        for storage in [
            ArrowStorage::from_ipc(ipc(&result)).unwrap(),
            ArrowStorage::new([result.to_record_batch().unwrap()]).unwrap(),
        ] {
            let mut buffer = promenade::storage::SampleBuffer::default();
            assert_eq!(storage.series().count(), series.len(), "{query}");
            for (read, written) in storage.series().zip(series) {
                assert_eq!(read.labels(), &written.labels, "{query}");
                let samples = read.samples(promenade::storage::TimeRange::ALL, &mut buffer).unwrap();
                let times = samples.histograms.timestamps.iter().copied();
                let histograms = times.zip(samples.histograms.histograms.iter().cloned());
                assert_eq!(histograms.collect::<Vec<_>>(), written.histograms, "{query}");
                let floats = samples.floats.timestamps.iter().copied().zip(samples.floats.values.iter().copied());
                assert!(floats.eq(written.floats.iter()), "{query}");
            }
        }
    }
}

#[test]
fn an_arrow_store_answers_as_a_store_in_memory() {
    let storage = store(50);
    // What lies within the lookback after the last sample is no sample of its own.
    let again =
        ArrowStorage::new(range(&storage, "last_over_time(x[15s])").record_batches().map(Result::unwrap)).unwrap();
    for query in
        ["sum(rate({i=~'0.+'}[5m]))", "count_over_time({i=~'.+', i!='003'}[1m])", "max_over_time({i='004'}[10m:1m])"]
    {
        assert_eq!(range(&again, query).value, range(again.clone(), query).value);
        let (own, memory) = (range(&again, query).value, range(&storage, query).value);
        let (QueryValue::Matrix(own), QueryValue::Matrix(memory)) = (own, memory) else { panic!("matrices") };
        assert_eq!(own.len(), memory.len(), "{query}");
        for (a, b) in own.iter().zip(&memory) {
            assert_eq!(a.floats, b.floats, "{query}");
        }
    }
}
