//! Stores that are not ready, samples that are loaded while a query computes, and executors that are not held up.
#![allow(clippy::unwrap_used)] // test code

use std::future::{Future, poll_fn};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::thread;
use std::time::{Duration, Instant};

use futures_executor::block_on;
use futures_util::future::join;
use promenade::model::{FloatSamples, Matcher, TimestampMs};
use promenade::storage::{BoxFuture, SampleBuffer, Samples, SelectHints, Series, SeriesSet, StorageError, TimeRange};
use promenade::{
    Engine, EngineOptions, ErrorKind, ExecError, Labels, MemoryStorage, MemoryStorageBuilder, QueryError, QueryResult,
    StartTimestamp, Storage, labels,
};

const STEP_MS: TimestampMs = 15_000;
const N_SAMPLES: i64 = 1_000;

/// Is ready after a while, woken by another thread.
async fn sleep(duration: Duration) {
    let until = Instant::now() + duration;
    let mut is_started = false;
    poll_fn(|context| {
        if Instant::now() >= until {
            return Poll::Ready(());
        }
        if !std::mem::replace(&mut is_started, true) {
            let waker = context.waker().clone();
            thread::spawn(move || {
                thread::sleep(until.saturating_duration_since(Instant::now()));
                waker.wake();
            });
        }
        Poll::Pending
    })
    .await;
}

/// A store elsewhere: selecting and loading take a while, and only what is loaded is in memory.
#[derive(Clone)]
struct Remote(Arc<Inner>);

struct Inner {
    names: Vec<Arc<dyn Series>>,
    delay: Duration,
    /// Series that were loaded and not dropped yet.
    n_alive: Arc<AtomicUsize>,
    most_alive: AtomicUsize,
}

/// A series whose samples are elsewhere.
struct Handle(Labels);

/// A series whose samples are here.
struct Loaded {
    labels: Labels,
    timestamps: Vec<TimestampMs>,
    values: Vec<f64>,
    n_alive: Arc<AtomicUsize>,
}

impl Drop for Loaded {
    fn drop(&mut self) {
        self.n_alive.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Series for Handle {
    fn labels(&self) -> &Labels {
        &self.0
    }

    fn n_bytes(&self) -> usize {
        16 * N_SAMPLES as usize
    }

    fn samples<'a>(&'a self, _: TimeRange, _: &'a mut SampleBuffer) -> Result<Samples<'a>, StorageError> {
        Err(StorageError::Data { message: "not loaded".to_owned() })
    }
}

impl Series for Loaded {
    fn labels(&self) -> &Labels {
        &self.labels
    }

    fn n_bytes(&self) -> usize {
        16 * self.timestamps.len()
    }

    fn samples<'a>(&'a self, range: TimeRange, _: &'a mut SampleBuffer) -> Result<Samples<'a>, StorageError> {
        let from = self.timestamps.partition_point(|t| *t < range.start_ms);
        let to = self.timestamps.partition_point(|t| *t <= range.end_ms);
        let (timestamps, values) = (&self.timestamps[from..to], &self.values[from..to]);
        Ok(Samples { floats: FloatSamples { timestamps, values, start_timestamps: &[] }, ..Samples::default() })
    }
}

fn value(series_idx: usize, sample_idx: i64) -> f64 {
    (sample_idx * (series_idx as i64 % 7 + 1)) as f64
}

fn labels_of(series_idx: usize) -> Labels {
    labels! {"__name__" => "requests_total", "pod" => &format!("{series_idx:05}")}
}

impl Remote {
    fn new(n_series: usize, delay: Duration) -> Self {
        let names = (0..n_series).map(|i| Arc::new(Handle(labels_of(i))) as Arc<dyn Series>).collect();
        Self(Arc::new(Inner { names, delay, n_alive: Arc::default(), most_alive: AtomicUsize::new(0) }))
    }

    fn fetch(&self, handle: &Arc<dyn Series>) -> Arc<dyn Series> {
        let n_alive = self.0.n_alive.fetch_add(1, Ordering::SeqCst) + 1;
        self.0.most_alive.fetch_max(n_alive, Ordering::SeqCst);
        let series_idx = handle.labels().get("pod").parse().unwrap();
        Arc::new(Loaded {
            labels: handle.labels().clone(),
            timestamps: (0..N_SAMPLES).map(|i| i * STEP_MS).collect(),
            values: (0..N_SAMPLES).map(|i| value(series_idx, i)).collect(),
            n_alive: Arc::clone(&self.0.n_alive),
        })
    }
}

impl Storage for Remote {
    fn select<'a>(
        &'a self,
        matchers: &'a [Matcher],
        _: &'a SelectHints,
    ) -> BoxFuture<'a, Result<SeriesSet, StorageError>> {
        Box::pin(async move {
            sleep(self.0.delay).await;
            let is_wanted =
                |series: &&Arc<dyn Series>| matchers.iter().all(|m| m.matches(series.labels().get(m.name())));
            Ok(SeriesSet::new(self.0.names.iter().filter(is_wanted).cloned().collect())?.to_be_loaded())
        })
    }

    fn load<'a>(
        &'a self,
        series: &'a [Arc<dyn Series>],
        _: &'a SelectHints,
    ) -> BoxFuture<'a, Result<Vec<Arc<dyn Series>>, StorageError>> {
        Box::pin(async move {
            sleep(self.0.delay).await;
            Ok(series.iter().map(|handle| self.fetch(handle)).collect())
        })
    }
}

fn in_memory(n_series: usize) -> MemoryStorage {
    let mut builder = MemoryStorageBuilder::new();
    for series_idx in 0..n_series {
        let id = builder.series(&labels_of(series_idx));
        for i in 0..N_SAMPLES {
            builder.append_float(id, i * STEP_MS, value(series_idx, i), StartTimestamp::UNKNOWN);
        }
    }
    builder.build()
}

fn engine(change: impl FnOnce(&mut EngineOptions)) -> Engine {
    let mut options = EngineOptions::default().threads(Some(2));
    change(&mut options);
    Engine::new(options)
}

const QUERIES: [&str; 6] = [
    "requests_total",
    "sum(rate(requests_total[5m]))",
    "requests_total{pod=\"00003\"} + on () sum(requests_total)",
    "max_over_time(sum(requests_total)[10m:1m])",
    "requests_total[5m]",
    "absent(requests_total{pod=\"none\"})",
];

fn show(result: Result<QueryResult, QueryError>) -> String {
    format!("{:?}", result.map(|result| (result.value, result.annotations, result.stats.n_samples_read)))
}

#[test]
fn a_store_that_loads_gives_what_a_store_in_memory_gives() {
    let (remote, memory) = (Remote::new(40, Duration::from_millis(1)), in_memory(40));
    for threads in [1, 2] {
        let engine = engine(|options| options.threads = Some(threads));
        for query in QUERIES {
            let expected = show(engine.query(&memory, query).at(600_000).wait());
            assert_eq!(show(engine.query(&remote, query).at(600_000).wait()), expected, "{query}");
            assert_eq!(show(block_on(engine.query(&remote, query).at(600_000).run())), expected, "{query}");
            let estimate = engine.query(&remote, query).at(600_000).wait_for_estimate().unwrap();
            assert_eq!(estimate, engine.query(&memory, query).at(600_000).wait_for_estimate().unwrap(), "{query}");
        }
    }
    assert_eq!(remote.0.n_alive.load(Ordering::SeqCst), 0, "what was loaded is dropped");
}

#[test]
fn a_query_reads_more_than_its_memory_holds() {
    let n_series = 2_000;
    let remote = Remote::new(n_series, Duration::ZERO);
    let samples = n_series * N_SAMPLES as usize * 16;
    let engine = engine(|options| options.max_bytes = samples as u64 / 4);
    let query = "sum(rate(requests_total[5m]))";
    let expected = show(engine.query(&in_memory(n_series), query).range(0, 3_600_000, 60_000).wait());
    let result = engine.query(&remote, query).range(0, 3_600_000, 60_000).wait();
    assert!(result.as_ref().unwrap().stats.peak_bytes <= samples as u64 / 4);
    assert_eq!(show(result), expected);
    let most_alive = remote.0.most_alive.load(Ordering::SeqCst);
    assert!(most_alive <= n_series / 4, "{most_alive} series were in memory at once");
}

#[test]
fn what_is_loaded_counts_for_the_memory_of_the_query() {
    let engine = engine(|options| options.max_bytes = 10_000);
    let error = engine.query(&Remote::new(3, Duration::ZERO), "sum(requests_total)").at(600_000).wait().unwrap_err();
    assert!(matches!(error, QueryError::Exec { error: ExecError::OutOfMemory { limit: 10_000 }, .. }), "{error}");
    assert_eq!(error.kind(), ErrorKind::Limit);
}

#[test]
fn a_thread_of_a_pool_waits_for_no_load() {
    let engine = engine(|options| options.threads = None);
    let (remote, memory) = (Remote::new(20, Duration::from_millis(1)), in_memory(20));
    let query = "sum(requests_total)";
    let expected = show(engine.query(&memory, query).at(600_000).wait());
    rayon::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|_| assert_eq!(show(engine.query(&remote, query).at(600_000).wait()), expected));
        }
    });
}

fn is_spawnable(_: &(impl Future + Send + 'static)) {}

#[test]
fn a_query_over_a_shared_store_can_be_spawned() {
    let storage: Arc<dyn Storage> = Arc::new(in_memory(3));
    let prepared = engine(|_| {}).prepare("sum(requests_total)").unwrap();
    let future = prepared.over(Arc::clone(&storage)).at(600_000).run();
    is_spawnable(&future);
    let other = thread::spawn(move || block_on(future).unwrap());
    let here = block_on(async { prepared.over(&storage).at(600_000).await }).unwrap();
    assert_eq!(other.join().unwrap().value, here.value);
}

#[test]
fn a_long_query_holds_up_no_executor() {
    let storage = in_memory(2_000);
    let engine = engine(|_| {});
    let query = engine.query(&storage, "sum(quantile_over_time(0.9, requests_total[1h]))").range(0, 14_985_000, 15_000);
    let begin = Instant::now();
    let timer = async {
        sleep(Duration::from_millis(5)).await;
        begin.elapsed()
    };
    let query = async {
        let result = query.run().await;
        (result, begin.elapsed())
    };
    let ((result, computed), slept) = block_on(join(query, timer));
    assert!(result.is_ok());
    assert!(computed > Duration::from_millis(100), "a query that takes {computed:?} shows nothing");
    assert!(slept < computed / 2, "a sleep of 5 ms took {slept:?} beside a query of {computed:?}");
}

#[test]
fn a_query_whose_future_is_dropped_is_cancelled() {
    let storage = Arc::new(in_memory(2_000));
    let engine = engine(|_| {});
    let query = "sum(quantile_over_time(0.9, requests_total[1h]))";
    let query = engine.query(Arc::clone(&storage), query).range(0, 14_985_000, 15_000);
    let cancel = query.cancel_handle();
    let mut future = Box::pin(query.run());
    assert!(block_on(poll_fn(|context| Poll::Ready(future.as_mut().poll(context)))).is_pending());
    drop(future);
    assert!(cancel.is_canceled());
    let begin = Instant::now();
    // The computation holds the series until it ends, and the store holds them once.
    while Arc::strong_count(&storage.series()[0]) > 1 {
        assert!(begin.elapsed() < Duration::from_secs(10), "the computation goes on");
        thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn two_series_of_the_same_labels_are_an_error() {
    let twice = |_: usize| Arc::new(Handle(labels_of(1))) as Arc<dyn Series>;
    let error = SeriesSet::new((0..2).map(twice).collect()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the store has two series with the labels {__name__=\"requests_total\", pod=\"00001\"}"
    );
    let backwards = (0..5).rev().map(|i| Arc::new(Handle(labels_of(i))) as Arc<dyn Series>).collect();
    let sorted = SeriesSet::new(backwards).unwrap();
    assert!(sorted.series().is_sorted_by(|a, b| a.labels() < b.labels()));
}

#[test]
fn batches_of_series_that_are_loaded_keep_few_of_them() {
    let n_series = 1_500;
    let remote = Remote::new(n_series, Duration::from_millis(1));
    let engine = engine(|options| options.max_bytes = 16 << 20);
    let query = || engine.query(&remote, "requests_total").range(0, (N_SAMPLES - 1) * STEP_MS, STEP_MS);
    let mut n_rows = 0;
    block_on(async {
        let mut batches = query().batches().await.unwrap();
        while let Some(batch) = batches.next_batch().await {
            n_rows += batch.unwrap().num_rows();
        }
    });
    assert_eq!(n_rows, n_series * N_SAMPLES as usize);
    assert!(remote.0.most_alive.load(Ordering::SeqCst) < n_series);
    assert_eq!(remote.0.n_alive.load(Ordering::SeqCst), 0);
    assert_eq!(query().wait_for_batches().unwrap().map(|batch| batch.unwrap().num_rows()).sum::<usize>(), n_rows);
}
