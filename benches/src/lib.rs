//! What the benchmarks in `benches/` share: an engine of two threads, data made by code, and queries that must succeed.

mod data;

use promenade::{Engine, EngineOptions, MemoryStorage, QueryResult};

pub use data::{MINUTE_MS, SCRAPE_MS, counters, histograms, native_histograms};

/// An engine of two threads, whatever the machine has.
pub fn engine() -> Engine {
    Engine::new(EngineOptions::default().threads(Some(2)))
}

/// The steps of a query, in milliseconds. Equal ends are an instant query.
#[derive(Debug, Clone, Copy)]
pub struct Steps {
    /// The first step.
    pub start_ms: i64,
    /// The last step.
    pub end_ms: i64,
    /// From step to step.
    pub step_ms: i64,
}

impl Steps {
    /// So many steps, one at each scrape, up to a time.
    pub const fn until(end_ms: i64, n_steps: i64) -> Self {
        Self { start_ms: end_ms - (n_steps - 1) * SCRAPE_MS, end_ms, step_ms: SCRAPE_MS }
    }
}

/// Evaluates a query.
///
/// # Panics
/// Panics if it fails: there would be nothing to measure.
pub fn run(engine: &Engine, storage: &MemoryStorage, query: &str, steps: Steps) -> QueryResult {
    let query = engine.query(storage, query);
    let prepared = if steps.start_ms == steps.end_ms {
        query.at(steps.start_ms)
    } else {
        query.range(steps.start_ms, steps.end_ms, steps.step_ms)
    };
    prepared.wait().expect("queries of benchmarks are right")
}
