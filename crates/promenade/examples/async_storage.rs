//! PromQL over data that is elsewhere: `select` gives handles, `load` brings samples into memory some rows at a time, so
//! that a query over much data stays within a byte limit.
//!
//! `cargo run -p promenade --example async_storage`
#![allow(clippy::print_stdout)] // it is a program

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use promenade::model::{FloatSamples, Matcher, TimestampMs};
use promenade::storage::{BoxFuture, SampleBuffer, Samples, SelectHints, Series, SeriesSet, StorageError, TimeRange};
use promenade::{Engine, EngineOptions, Labels, QueryError, QueryValue, SampleValue, Storage, labels};

const N_SERIES: usize = 20_000;
const N_SAMPLES: usize = 240;
const STEP_MS: TimestampMs = 15_000;
/// All samples together take more than 70 MiB.
const MAX_BYTES: u64 = 48 << 20;

/// A store elsewhere, of which the labels are known.
#[derive(Clone)]
struct Remote {
    labels: Arc<Vec<Labels>>,
    n_loads: Arc<AtomicUsize>,
}

/// A series of which only the labels are in memory.
struct Handle(Labels);

/// A series that was loaded. It is dropped once it is read.
struct Loaded {
    labels: Labels,
    timestamps: Vec<TimestampMs>,
    values: Vec<f64>,
}

impl Series for Handle {
    fn labels(&self) -> &Labels {
        &self.0
    }

    /// What loading it takes, about: it counts for the memory of the query.
    fn n_bytes(&self) -> usize {
        N_SAMPLES * (size_of::<TimestampMs>() + size_of::<f64>())
    }

    fn samples<'a>(&'a self, _: TimeRange, _: &'a mut SampleBuffer) -> Result<Samples<'a>, StorageError> {
        Err(StorageError::Data { message: "a handle was read before it was loaded".to_owned() })
    }
}

impl Series for Loaded {
    fn labels(&self) -> &Labels {
        &self.labels
    }

    fn n_bytes(&self) -> usize {
        self.timestamps.len() * (size_of::<TimestampMs>() + size_of::<f64>())
    }

    fn samples<'a>(&'a self, range: TimeRange, _: &'a mut SampleBuffer) -> Result<Samples<'a>, StorageError> {
        let from = self.timestamps.partition_point(|t| *t < range.start_ms);
        let to = self.timestamps.partition_point(|t| *t <= range.end_ms);
        let (timestamps, values) = (&self.timestamps[from..to], &self.values[from..to]);
        Ok(Samples { floats: FloatSamples { timestamps, values, start_timestamps: &[] }, ..Samples::default() })
    }
}

impl Remote {
    fn new() -> Self {
        let of = |i: usize| labels! {"__name__" => "requests_total", "pod" => &format!("pod-{i:05}")};
        Self { labels: Arc::new((0..N_SERIES).map(of).collect()), n_loads: Arc::default() }
    }

    /// Stands for a request over the network.
    fn fetch(&self, series: &[Arc<dyn Series>]) -> Vec<Arc<dyn Series>> {
        self.n_loads.fetch_add(1, Ordering::Relaxed);
        let fetched = |one: &Arc<dyn Series>| {
            let timestamps = (0..N_SAMPLES as i64).map(|i| i * STEP_MS).collect();
            let values = (0..N_SAMPLES).map(|i| i as f64).collect();
            Arc::new(Loaded { labels: one.labels().clone(), timestamps, values }) as Arc<dyn Series>
        };
        series.iter().map(fetched).collect()
    }
}

impl Storage for Remote {
    fn select<'a>(
        &'a self,
        matchers: &'a [Matcher],
        _: &'a SelectHints,
    ) -> BoxFuture<'a, Result<SeriesSet, StorageError>> {
        let is_wanted = |labels: &&Labels| matchers.iter().all(|m| m.matches(labels.get(m.name())));
        let handles = self.labels.iter().filter(is_wanted).map(|l| Arc::new(Handle(l.clone())) as Arc<dyn Series>);
        let handles = handles.collect();
        Box::pin(async { SeriesSet::new(handles).map(SeriesSet::to_be_loaded) })
    }

    fn load<'a>(
        &'a self,
        series: &'a [Arc<dyn Series>],
        _: &'a SelectHints,
    ) -> BoxFuture<'a, Result<Vec<Arc<dyn Series>>, StorageError>> {
        Box::pin(async { Ok(self.fetch(series)) })
    }
}

pub(crate) fn main() -> Result<(), QueryError> {
    let remote = Remote::new();
    let engine = Engine::new(EngineOptions::default().max_bytes(MAX_BYTES));
    let prepared = engine.prepare("sum(rate(requests_total[5m]))")?;
    // The store is shared, so that the future could be spawned on any executor.
    let storage: Arc<dyn Storage> = Arc::new(remote.clone());
    let result = futures_executor::block_on(prepared.over(storage).at((N_SAMPLES as i64 - 1) * STEP_MS).run())?;
    let QueryValue::Vector(_, samples) = &result.value else { panic!("a sum is a vector") };
    let SampleValue::Float(sum) = &samples[0].value else { panic!("a rate of floats is a float") };
    // Each series rises by 1 every 15 s.
    assert!((sum - N_SERIES as f64 / 15.0).abs() < 1e-6, "{sum}");
    println!("{sum} requests per second, in {} loads", remote.n_loads.load(Ordering::Relaxed));
    Ok(())
}
