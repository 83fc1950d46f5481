//! How rules are evaluated.

use std::collections::BTreeMap;
use std::time::Duration;

use promenade_exec::{ExecOptions, Threads};
use promenade_model::Features;

/// How rules are evaluated.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RuleOptions {
    /// Feature flags of the language.
    pub features: Features,
    /// How long a sample stays visible to an instant selector.
    pub lookback_delta: Duration,
    /// The step of a subquery that names none.
    pub default_subquery_step: Duration,
    /// Limits and threads of queries.
    pub exec: ExecOptions,
    /// The labels of the server, which templates see as `$externalLabels`.
    pub external_labels: BTreeMap<String, String>,
    /// The URL of the server, which templates see as `$externalURL`.
    pub external_url: String,
    /// The URL that the functions `externalURL` and `pathPrefix` of templates speak of. `None` if there is no server, as in
    /// promtool; there these functions fail.
    pub server_url: Option<String>,
}

promenade_model::setters!(RuleOptions {
    features: Features,
    lookback_delta: Duration,
    default_subquery_step: Duration,
    exec: ExecOptions,
    external_labels: BTreeMap<String, String>,
    external_url: String,
    server_url: Option<String>,
});

impl RuleOptions {
    /// The same with queries on so many threads of their own.
    #[must_use]
    pub fn threads(mut self, n_threads: usize) -> Self {
        self.exec.threads = Threads::new(n_threads);
        self
    }
}

impl Default for RuleOptions {
    /// Prometheus's defaults: lookback 5m, subquery step 1m, no features, no external labels.
    fn default() -> Self {
        Self {
            features: Features::default(),
            lookback_delta: Duration::from_mins(5),
            default_subquery_step: Duration::from_mins(1),
            exec: ExecOptions::default(),
            external_labels: BTreeMap::new(),
            external_url: String::new(),
            server_url: None,
        }
    }
}
