//! Queries that are observed while they run.
#![allow(clippy::unwrap_used)] // test code

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use promenade::{
    Engine, EngineOptions, ErrorKind, Labels, MemoryStorage, MemoryStorageBuilder, Observer, StartTimestamp,
};

/// Records the reported numbers of samples, and cancels the query at this number.
struct Told {
    samples: Mutex<Vec<u64>>,
    cancel_at: AtomicU64,
}

impl Observer for Told {
    fn observe(&self, n_samples_read: u64) -> bool {
        self.samples.lock().unwrap().push(n_samples_read);
        n_samples_read >= self.cancel_at.load(Ordering::Relaxed)
    }
}

fn told(cancel_at: u64) -> Arc<Told> {
    Arc::new(Told { samples: Mutex::default(), cancel_at: AtomicU64::new(cancel_at) })
}

/// Five thousand series of ten samples.
fn storage() -> MemoryStorage {
    let mut builder = MemoryStorageBuilder::new();
    for i in 0..5_000 {
        let id = builder.series(&Labels::from_pairs([("__name__", "x"), ("i", i.to_string().as_str())]));
        for t in 0..10 {
            builder.append_float(id, t * 1_000, t as f64, StartTimestamp::UNKNOWN);
        }
    }
    builder.build()
}

const QUERY: &str = "sum_over_time(x[5s])";

#[test]
fn an_observer_is_told_what_was_read() {
    let (storage, observer) = (storage(), told(u64::MAX));
    let engine = Engine::new(EngineOptions::default().threads(Some(1)));
    let query = engine.query(&storage, QUERY).range(0, 9_000, 1_000).observed_by(observer.clone());
    let result = query.wait().unwrap();
    let samples = observer.samples.lock().unwrap();
    assert!(samples.is_sorted(), "{samples:?}");
    assert!(samples.iter().any(|n| *n > 0 && *n < result.stats.n_samples_read), "{samples:?}");
}

#[test]
fn an_observer_cancels() {
    let (storage, observer) = (storage(), told(1));
    let engine = Engine::new(EngineOptions::default().threads(Some(1)));
    let query = engine.query(&storage, QUERY).range(0, 9_000, 1_000).observed_by(observer);
    assert_eq!(query.wait().unwrap_err().kind(), ErrorKind::Canceled);
}
