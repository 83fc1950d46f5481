//! A query: text over a store, then times, then a result.

use std::future::{Future, IntoFuture};
use std::pin::Pin;

use promenade_exec::{CancelHandle, QueryOutput, execute};
use promenade_model::TimestampMs;
use promenade_plan::{LogicalPlan, Optimizer, PlanOptions, QueryTime, lower};
use promenade_semantic::parse_and_check;
use promenade_storage::Storage;

use crate::engine::millis;
use crate::{CostEstimate, Engine, QueryError, QueryResult};

/// A query whose times are not given yet.
#[derive(Clone, Copy)]
pub struct Query<'a> {
    engine: &'a Engine,
    storage: &'a dyn Storage,
    text: &'a str,
}

impl<'a> Query<'a> {
    pub(crate) fn new(engine: &'a Engine, storage: &'a dyn Storage, text: &'a str) -> Self {
        Self { engine, storage, text }
    }

    /// An instant query at a time in milliseconds.
    pub fn at(self, time_ms: TimestampMs) -> PreparedQuery<'a> {
        PreparedQuery::new(self, QueryTime::Instant { at_ms: time_ms })
    }

    /// A range query from `start_ms` to `end_ms`, both inclusive, every `step_ms` milliseconds.
    pub fn range(self, start_ms: TimestampMs, end_ms: TimestampMs, step_ms: i64) -> PreparedQuery<'a> {
        PreparedQuery::new(self, QueryTime::Range { start_ms, end_ms, step_ms })
    }
}

/// A query with its times. Await it, or [`wait`](PreparedQuery::wait) for it.
#[derive(Clone)]
pub struct PreparedQuery<'a> {
    query: Query<'a>,
    time: QueryTime,
    cancel: CancelHandle,
}

impl<'a> PreparedQuery<'a> {
    fn new(query: Query<'a>, time: QueryTime) -> Self {
        Self { query, time, cancel: CancelHandle::default() }
    }

    /// A handle that ends the query from another thread.
    pub fn cancel_handle(&self) -> CancelHandle {
        self.cancel.clone()
    }

    /// The logical plan, which `explain` prints.
    ///
    /// # Errors
    /// Where the text is not a query, or cannot be planned for these times.
    pub fn plan(&self) -> Result<LogicalPlan, QueryError> {
        let engine = self.query.engine;
        let checked = parse_and_check(self.query.text, &engine.language());
        let typed = checked.into_result().map_err(QueryError::Parse)?;
        let plan = lower(&typed, &self.plan_options())?;
        Ok(if engine.options().optimize { Optimizer::default().optimize(plan) } else { plan })
    }

    /// What the query is going to read, before it does. The store counts its series and shows samples of some of them.
    ///
    /// # Errors
    /// Where the text is not a query, or the store fails.
    pub async fn estimate(&self) -> Result<CostEstimate, QueryError> {
        CostEstimate::of(&self.plan()?, self.query.storage).await
    }

    /// As [`estimate`](PreparedQuery::estimate), blocking the thread.
    ///
    /// # Errors
    /// As [`estimate`](PreparedQuery::estimate).
    pub fn wait_for_estimate(&self) -> Result<CostEstimate, QueryError> {
        futures_executor::block_on(self.estimate())
    }

    /// Evaluates the query.
    ///
    /// # Errors
    /// Where the text is not a query, or its evaluation fails.
    pub async fn run(self) -> Result<QueryResult, QueryError> {
        let plan = self.plan()?;
        let output = execute(&plan, self.query.storage, &self.query.engine.exec_options(), &self.cancel).await;
        let QueryOutput { value, annotations, stats } = output;
        match value {
            Ok(value) => Ok(QueryResult { value, annotations, stats }),
            Err(error) => Err(QueryError::Exec { error, annotations }),
        }
    }

    /// Evaluates the query and blocks the thread until it is done.
    ///
    /// # Errors
    /// As [`run`](PreparedQuery::run).
    pub fn wait(self) -> Result<QueryResult, QueryError> {
        futures_executor::block_on(self.run())
    }

    fn plan_options(&self) -> PlanOptions {
        let options = self.query.engine.options();
        PlanOptions {
            time: self.time,
            lookback_delta_ms: millis(options.lookback_delta),
            default_subquery_step_ms: millis(options.default_subquery_step),
            features: options.features,
        }
    }
}

impl<'a> IntoFuture for PreparedQuery<'a> {
    type Output = Result<QueryResult, QueryError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
