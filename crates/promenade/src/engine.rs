//! The engine: options and threads, shared by queries.

use std::sync::Arc;
use std::time::Duration;

use promenade_exec::ExecOptions;
use promenade_semantic::Options;
use promenade_storage::Storage;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::{EngineOptions, Query};

/// Evaluates queries over stores. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Engine {
    options: Arc<EngineOptions>,
    pool: Option<Arc<ThreadPool>>,
}

impl Engine {
    /// An engine with these options. Where its own threads cannot be started it uses those of the process.
    pub fn new(options: EngineOptions) -> Self {
        let pool = options.threads.and_then(|n| ThreadPoolBuilder::new().num_threads(n).build().ok()).map(Arc::new);
        Self { options: Arc::new(options), pool }
    }

    /// The options.
    pub fn options(&self) -> &EngineOptions {
        &self.options
    }

    /// A query over `storage`. It is read when its times are given.
    pub fn query<'a>(&'a self, storage: &'a dyn Storage, text: &'a str) -> Query<'a> {
        Query::new(self, storage, text)
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
            pool: self.pool.clone(),
        }
    }
}

/// A duration in milliseconds; one that is too long is as long as can be.
pub(crate) fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
