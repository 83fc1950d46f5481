//! The engine: options and threads, shared by queries.

use std::sync::Arc;
use std::time::Duration;

use promenade_exec::{ExecOptions, Threads};
use promenade_semantic::Options;
use promenade_storage::Storage;

use crate::{EngineOptions, PreparedQuery, Query, QueryError};

/// Evaluates queries over stores. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Engine {
    options: Arc<EngineOptions>,
    threads: Threads,
}

impl Engine {
    /// An engine with these options. Where its own threads cannot be started it uses those of the process.
    pub fn new(options: EngineOptions) -> Self {
        let threads = options.threads.map(Threads::new).unwrap_or_default();
        Self { options: Arc::new(options), threads }
    }

    /// The options.
    pub fn options(&self) -> &EngineOptions {
        &self.options
    }

    /// Parses and checks a query, once for many evaluations.
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use promenade::{Engine, EngineOptions, MemoryStorage, Storage};
    ///
    /// let prepared = Engine::new(EngineOptions::default()).prepare("sum by (job) (rate(requests_total[5m]))")?;
    /// let storage: Arc<dyn Storage> = Arc::new(MemoryStorage::default());
    /// for time_ms in [0, 60_000] {
    ///     prepared.over(&storage).at(time_ms).wait()?;
    /// }
    /// // A future that owns all that it needs can be spawned.
    /// let future = prepared.over(storage).range(0, 3_600_000, 60_000).run();
    /// # drop(future);
    /// # Ok::<(), promenade::QueryError>(())
    /// ```
    ///
    /// # Errors
    /// Returns an error if the text is not a query.
    pub fn prepare(&self, text: &str) -> Result<PreparedQuery, QueryError> {
        PreparedQuery::new(self, text).map_err(QueryError::Parse)
    }

    /// A query over a store. Where the text is not a query, evaluating it says so.
    pub fn query<S: Storage>(&self, storage: S, text: &str) -> Query<S> {
        Query::new(PreparedQuery::new(self, text), storage)
    }

    /// The options of parsing and checking.
    pub fn language(&self) -> Options {
        Options::with_features(self.options.features)
    }

    pub(crate) fn exec_options(&self) -> ExecOptions {
        ExecOptions {
            max_samples: self.options.max_samples,
            max_series: self.options.max_series,
            max_samples_read: self.options.max_samples_read,
            full_stats: self.options.full_stats,
            max_bytes: self.options.max_bytes,
            timeout: self.options.timeout,
            threads: self.threads.clone(),
        }
    }
}

/// A duration in milliseconds; one that is too long is as long as can be.
pub(crate) fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
