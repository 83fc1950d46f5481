//! Statistics, estimates and limits of queries through the library.
#![allow(clippy::unwrap_used)] // it is a test

use std::sync::Arc;
use std::time::Duration;

use promenade::model::Matcher;
use promenade::storage::{BoxFuture, SelectHints, SeriesSet, StorageError};
use promenade::{
    Engine, EngineOptions, ExecError, Features, MemoryStorage, MemoryStorageBuilder, QueryError, StartTimestamp,
    Storage, TimedQuery, labels,
};

const STEP_MS: i64 = 15_000;

/// Two series `x`, a sample every 15 seconds for two hours.
fn storage() -> MemoryStorage {
    let mut builder = MemoryStorageBuilder::new();
    for i in ["1", "2"] {
        let id = builder.series(&labels! {"__name__" => "x", "i" => i});
        (0..480).for_each(|n| builder.append_float(id, n * STEP_MS, n as f64, StartTimestamp::UNKNOWN));
    }
    builder.build()
}

fn engine(mut options: EngineOptions) -> Engine {
    options.features = Features { per_step_stats: true, ..Features::default() };
    Engine::new(options)
}

fn every_5m<'a>(engine: &Engine, storage: &'a dyn Storage, query: &str) -> TimedQuery<&'a dyn Storage> {
    engine.query(storage, query).range(300_000, 3_000_000, 300_000)
}

#[test]
fn statistics_count_series_and_samples() {
    let (engine, storage) = (engine(EngineOptions::default()), storage());
    let stats = every_5m(&engine, &storage, "sum(rate(x[10m]))").wait().unwrap().stats;
    assert_eq!((stats.n_series, stats.n_samples_read, stats.n_queryable_samples), (2, 402, 762));
    let steps = stats.steps.unwrap();
    assert_eq!((steps.start_ms, steps.step_ms, steps.at(2)), (300_000, 300_000, 900_000));
    assert_eq!(steps.n_queryable_samples, [42, 80, 80, 80, 80, 80, 80, 80, 80, 80]);
    assert_eq!(steps.n_samples_read, [42, 40, 40, 40, 40, 40, 40, 40, 40, 40]);
}

#[test]
fn rows_that_the_result_does_not_need_count() {
    let (engine, storage) = (engine(EngineOptions::default()), storage());
    for query in ["topk(0, x)", "x and x{i=\"3\"}", "x{i=\"1\"} * on (i) x", "absent(x)", "x == on (i) x{i=\"2\"}"] {
        let stats = engine.query(&storage, query).at(600_000).wait().unwrap().stats;
        let n_selected = query.matches('x').count() as u64 * 2
            - query.matches("i=\"1").count() as u64
            - query.matches("i=\"2").count() as u64
            - 2 * query.matches("i=\"3").count() as u64;
        assert_eq!((stats.n_series, stats.n_samples_read), (n_selected, n_selected), "{query}");
    }
}

#[test]
fn peaks_are_counted_where_asked_for() {
    let storage = storage();
    let peak = |full_stats| {
        let engine = engine(EngineOptions::default().full_stats(full_stats));
        every_5m(&engine, &storage, "sum(rate(x[5m]))").wait().unwrap().stats.n_peak_samples
    };
    assert_eq!((peak(false), peak(true)), (None, Some(40)));
}

/// The options, the query, and what the error says.
type Case = (EngineOptions, &'static str, fn(&ExecError) -> bool, &'static str);

#[test]
fn limits_end_queries_and_name_themselves() {
    let storage = storage();
    let cases: [Case; 4] = [
        (
            EngineOptions::default().max_series(Some(3)),
            "x + x",
            |error| matches!(error, ExecError::TooManySeries { limit: 3 }),
            "query would load too many series into memory in query execution: max_series is 3",
        ),
        (
            EngineOptions::default().max_samples_read(Some(400)),
            "rate(x[10m])",
            |error| matches!(error, ExecError::TooManySamplesRead { limit: 400 }),
            "query would read too many samples in query execution: max_samples_read is 400",
        ),
        (
            EngineOptions::default().max_samples(39),
            "sum(rate(x[5m]))",
            |error| matches!(error, ExecError::TooManySamples { limit: 39 }),
            "query processing would load too many samples into memory in query execution: max_samples is 39",
        ),
        (
            EngineOptions::default().timeout(Some(Duration::ZERO)),
            "x",
            |error| matches!(error, ExecError::Timeout { limit: Duration::ZERO }),
            "query timed out in expression evaluation: timeout is 0ns",
        ),
    ];
    for (options, query, is_met, text) in cases {
        match every_5m(&engine(options), &storage, query).wait() {
            Err(QueryError::Exec { error, .. }) => assert!(is_met(&error) && error.to_string() == text, "{error}"),
            other => panic!("{query}: {other:?}"),
        }
    }
}

#[test]
fn limits_that_are_just_kept_are_no_hindrance() {
    let storage = storage();
    let options = EngineOptions::default().max_series(Some(2)).max_samples_read(Some(402)).max_samples(80);
    every_5m(&engine(options), &storage, "sum(rate(x[10m]))").wait().unwrap();
}

/// A store that writes nothing but `select`.
struct Plain(MemoryStorage);

impl Storage for Plain {
    fn select<'a>(
        &'a self,
        matchers: &'a [Matcher],
        hints: &'a SelectHints,
    ) -> BoxFuture<'a, Result<SeriesSet, StorageError>> {
        self.0.select(matchers, hints)
    }
}

#[test]
fn estimates_are_the_same_whether_the_store_helps_or_not() {
    let (engine, storage) = (engine(EngineOptions::default()), storage());
    let plain: Arc<dyn Storage> = Arc::new(Plain(storage.clone()));
    for query in ["x", "sum(rate(x[10m]))", "x + x{i=\"1\"}", "max_over_time(rate(x[5m])[10m:1m])", "x @ 900", "1"] {
        let estimate = every_5m(&engine, &storage, query).wait_for_estimate().unwrap();
        assert_eq!(estimate, every_5m(&engine, plain.as_ref(), query).wait_for_estimate().unwrap(), "{query}");
        let stats = every_5m(&engine, &storage, query).wait().unwrap().stats;
        assert_eq!((estimate.n_series, estimate.n_samples), (stats.n_series, stats.n_samples_read), "{query}");
    }
}
