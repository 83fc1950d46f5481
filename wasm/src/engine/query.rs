//! Queries evaluated.

use std::sync::Arc;
use std::time::Duration;

use js_sys::{Array, Function};
use promenade::storage::UnionStorage;
use promenade::{EngineOptions, ErrorKind, QueryError, QueryResult, TimedQuery};
use wasm_bindgen::prelude::wasm_bindgen;

use super::answer::Grid;
use super::watch::Watch;
use super::{Engine, answer, failure};
use crate::json::Json;
use crate::options;

/// Memory for a query: an instance has 4 GiB at most, in which data and results are too.
const MAX_BYTES: u64 = 3 << 29;

/// When a query is evaluated.
#[wasm_bindgen]
#[derive(Debug, Clone, Copy)]
pub struct QueryTimes {
    pub(super) start_ms: f64,
    /// None for an instant query.
    pub(super) end_and_step_ms: Option<(f64, f64)>,
}

#[wasm_bindgen]
impl QueryTimes {
    /// An instant query.
    pub fn instant(time_ms: f64) -> Self {
        Self { start_ms: time_ms, end_and_step_ms: None }
    }

    /// A range query, both ends included.
    pub fn range(start_ms: f64, end_ms: f64, step_ms: f64) -> Self {
        Self { start_ms, end_and_step_ms: Some((end_ms, step_ms)) }
    }
}

impl QueryTimes {
    /// The steps of a range query.
    pub(super) fn grid(self) -> Option<Grid> {
        let (start_ms, (end_ms, step_ms)) = (self.start_ms as i64, self.end_and_step_ms?);
        let (end_ms, step_ms) = (end_ms as i64, (step_ms as i64).max(1));
        let span_ms = i128::from(end_ms) - i128::from(start_ms);
        let n_steps = u64::try_from(span_ms / i128::from(step_ms) + 1).unwrap_or_default();
        Some(Grid { start_ms, step_ms, n_steps })
    }
}

/// Limits of a query and what it looks at. A number that is no positive one stands for the default.
#[wasm_bindgen]
#[derive(Debug, Clone)]
pub struct QuerySettings {
    features: String,
    lookback_ms: f64,
    timeout_ms: f64,
    max_samples: f64,
}

#[wasm_bindgen]
impl QuerySettings {
    /// Names of features separated by commas, how long a sample is visible, how long the query may take, and how many
    /// samples it may hold.
    #[wasm_bindgen(constructor)]
    pub fn new(features: String, lookback_ms: f64, timeout_ms: f64, max_samples: f64) -> Self {
        Self { features, lookback_ms, timeout_ms, max_samples }
    }
}

impl QuerySettings {
    fn engine_options(&self) -> EngineOptions {
        let mut options =
            EngineOptions::default().features(options::features(&self.features)).max_bytes(MAX_BYTES).threads(Some(1));
        if self.lookback_ms > 0.0 {
            options = options.lookback_delta(Duration::from_millis(self.lookback_ms as u64));
        }
        if self.timeout_ms > 0.0 {
            options = options.timeout(Some(Duration::from_millis(self.timeout_ms as u64)));
        }
        if self.max_samples > 0.0 {
            options = options.max_samples(self.max_samples as u64);
        }
        options
    }
}

#[wasm_bindgen]
impl Engine {
    /// Evaluates a query: a head as JSON and the numbers that it refers to, as `engine/answer.rs` lays them out. `watch` is
    /// called now and then with the fraction that is done, and stops the query by returning `true`.
    pub fn query(&self, text: &str, times: QueryTimes, settings: &QuerySettings, watch: Option<Function>) -> Array {
        answer::of(&self.evaluate(text, times, settings, watch), text, times)
    }

    /// As [`query`](Self::query), as Prometheus's HTTP API answers.
    #[wasm_bindgen(js_name = queryJson)]
    pub fn query_json(
        &self,
        text: &str,
        times: QueryTimes,
        settings: &QuerySettings,
        watch: Option<Function>,
    ) -> String {
        let evaluated = self.evaluate(text, times, settings, watch);
        let json = evaluated.map(|result| result.to_json(text, times.start_ms as i64));
        match json {
            Ok(Ok(json)) => json,
            Ok(Err(error)) => failure::api_error(ErrorKind::Execution, &error.to_string()),
            Err(error) => failure::api_error(error.kind(), &error.to_string()),
        }
    }

    /// How a query is evaluated, as text.
    pub fn explain(&self, text: &str, times: QueryTimes, settings: &QuerySettings) -> String {
        let plan = self.timed(text, times, settings).plan();
        Json::of(|json| {
            json.key("ok").bool(plan.is_ok());
            match &plan {
                Ok(plan) => json.key("text").text(&plan.explain().to_string()),
                Err(error) => failure::write_error(error, text, json.key("error")),
            }
        })
    }
}

impl Engine {
    pub(super) fn evaluate(
        &self,
        text: &str,
        times: QueryTimes,
        settings: &QuerySettings,
        watch: Option<Function>,
    ) -> Result<QueryResult, QueryError> {
        let query = self.timed(text, times, settings);
        let Some(watch) = watch else { return query.wait() };
        let n_samples = query.wait_for_estimate()?.n_samples;
        query.observed_by(Arc::new(Watch::new(watch, n_samples))).wait()
    }

    fn timed(&self, text: &str, times: QueryTimes, settings: &QuerySettings) -> TimedQuery<UnionStorage> {
        let engine = promenade::Engine::new(settings.engine_options());
        let query = engine.query(self.storage.clone(), text);
        match times.end_and_step_ms {
            Some((end_ms, step_ms)) => query.range(times.start_ms as i64, end_ms as i64, step_ms as i64),
            None => query.at(times.start_ms as i64),
        }
    }
}
