//! How an engine evaluates queries.

use std::time::Duration;

use promenade_model::Features;

/// How an engine evaluates queries.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct EngineOptions {
    /// Feature flags; all off by default, as in Prometheus.
    pub features: Features,
    /// How long a sample stays visible to an instant selector. 5 minutes by default.
    pub lookback_delta: Duration,
    /// The step of a subquery that names none. 1 minute by default.
    pub default_subquery_step: Duration,
    /// The most samples that a query may hold at once, results included, as Prometheus counts them (`query.max-samples`).
    /// 50 million by default.
    pub max_samples: u64,
    /// The most series that a query may select (`query_max_series`). No limit by default.
    pub max_series: Option<u64>,
    /// The most samples that a query may read (`query_max_samples_read`). No limit by default.
    pub max_samples_read: Option<u64>,
    /// Whether the statistics of each query are complete. Off by default, as that takes time: rows that the result does not
    /// need, such as those without a partner in a join, are then not read and not counted, and samples held at once are
    /// counted only for queries that might meet the limit.
    pub full_stats: bool,
    /// The most bytes of memory that a query may have. 4 GiB by default.
    pub max_bytes: u64,
    /// How long a query may take (`query_max_duration`). 2 minutes by default; `None` if there is no limit.
    pub timeout: Option<Duration>,
    /// The number of threads; none for one per core, shared with all engines of the process.
    pub threads: Option<usize>,
    /// Whether the optimizer's passes run. On by default; results are the same either way.
    pub optimize: bool,
}

promenade_model::setters!(EngineOptions {
    features: Features,
    lookback_delta: Duration,
    default_subquery_step: Duration,
    max_samples: u64,
    max_series: Option<u64>,
    max_samples_read: Option<u64>,
    full_stats: bool,
    max_bytes: u64,
    timeout: Option<Duration>,
    threads: Option<usize>,
    optimize: bool,
});

impl Default for EngineOptions {
    fn default() -> Self {
        Self {
            features: Features::default(),
            lookback_delta: Duration::from_mins(5),
            default_subquery_step: Duration::from_mins(1),
            max_samples: 50_000_000,
            max_series: None,
            max_samples_read: None,
            full_stats: false,
            max_bytes: 4 << 30,
            timeout: Some(Duration::from_mins(2)),
            threads: None,
            optimize: true,
        }
    }
}
