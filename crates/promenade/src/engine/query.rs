//! A query over a store, then with its times, then its result.

use std::future::IntoFuture;
use std::sync::Arc;

use promenade_exec::{
    CancelHandle, ErrorKind, ExecError, ExecOptions, Observer, QueryOutput, execute, execute_blocking, wait,
};
use promenade_model::TimestampMs;
use promenade_model::value::SourceRange;
use promenade_plan::{LogicalPlan, QueryTime};
use promenade_storage::{BoxFuture, Storage};
use promenade_syntax::Diagnostic;

use super::{emptiness, failure};
use crate::{CostEstimate, EmptyReason, PreparedQuery, QueryError, QueryResult};

/// A query over a store, whose times are not given yet.
#[derive(Debug, Clone)]
pub struct Query<S> {
    /// The query, or what is wrong with its text.
    prepared: Result<PreparedQuery, Vec<Diagnostic>>,
    storage: S,
}

impl<S: Storage> Query<S> {
    pub(crate) fn new(prepared: Result<PreparedQuery, Vec<Diagnostic>>, storage: S) -> Self {
        Self { prepared, storage }
    }

    /// An instant query at a time in milliseconds.
    pub fn at(self, time_ms: TimestampMs) -> TimedQuery<S> {
        TimedQuery::new(self, QueryTime::Instant { at_ms: time_ms })
    }

    /// A range query from `start_ms` to `end_ms`, both inclusive, every `step_ms` milliseconds.
    pub fn range(self, start_ms: TimestampMs, end_ms: TimestampMs, step_ms: i64) -> TimedQuery<S> {
        TimedQuery::new(self, QueryTime::Range { start_ms, end_ms, step_ms })
    }
}

/// A query over a store with its times. Await it, or [`wait`](TimedQuery::wait) for it.
#[derive(Debug, Clone)]
pub struct TimedQuery<S> {
    query: Query<S>,
    time: QueryTime,
    cancel: CancelHandle,
}

/// A query that is planned: all that its evaluation takes.
pub(crate) struct PlannedQuery<S> {
    pub(crate) plan: Arc<LogicalPlan>,
    pub(crate) storage: S,
    pub(crate) options: ExecOptions,
    pub(crate) cancel: CancelHandle,
}

impl<S: Storage> TimedQuery<S> {
    fn new(query: Query<S>, time: QueryTime) -> Self {
        Self { query, time, cancel: CancelHandle::default() }
    }

    /// A handle that ends the query from another thread.
    pub fn cancel_handle(&self) -> CancelHandle {
        self.cancel.clone()
    }

    /// The query with an observer, which receives the number of samples read and may cancel the query.
    #[must_use]
    pub fn observed_by(self, observer: Arc<dyn Observer>) -> Self {
        Self { cancel: CancelHandle::observed(observer), ..self }
    }

    /// The logical plan, which `explain` prints.
    ///
    /// # Errors
    /// Returns an error if the text is not a query, or cannot be planned for these times.
    pub fn plan(&self) -> Result<LogicalPlan, QueryError> {
        self.prepared()?.plan(self.time)
    }

    /// What the query is going to read, before it does. The store counts its series and shows samples of some of them.
    ///
    /// # Errors
    /// Returns an error if the text is not a query, or the store fails.
    pub async fn estimate(&self) -> Result<CostEstimate, QueryError> {
        CostEstimate::of(&self.plan()?, &self.query.storage).await
    }

    /// As [`estimate`](TimedQuery::estimate), blocking the thread.
    ///
    /// # Errors
    /// As [`estimate`](TimedQuery::estimate).
    pub fn wait_for_estimate(&self) -> Result<CostEstimate, QueryError> {
        wait(self.estimate()).map_err(QueryError::of_nothing)?
    }

    /// Why the query has no result: the parts without samples, in the order of the query. For a query with a result, what
    /// is said is meaningless.
    ///
    /// # Errors
    /// Returns an error if the text is not a query, a part cannot be evaluated, or the store fails.
    pub async fn empty_reasons(&self) -> Result<Vec<EmptyReason>, QueryError> {
        let prepared = self.prepared()?;
        let plan = prepared.unoptimized_plan(self.time)?;
        emptiness::reasons(prepared, &plan, &self.query.storage).await
    }

    /// As [`empty_reasons`](TimedQuery::empty_reasons), blocking the thread.
    ///
    /// # Errors
    /// As [`empty_reasons`](TimedQuery::empty_reasons).
    pub fn wait_for_empty_reasons(&self) -> Result<Vec<EmptyReason>, QueryError> {
        wait(self.empty_reasons()).map_err(QueryError::of_nothing)?
    }

    /// The place in the query of the part that raised an error of this query: of a binary operation that of its operator.
    /// `None` where no part is to blame, as for limits.
    pub async fn error_range(&self, error: &QueryError) -> Option<SourceRange> {
        if !matches!(error, QueryError::Exec { error, .. } if error.kind() == ErrorKind::Execution) {
            return None;
        }
        let prepared = self.prepared().ok()?;
        let plan = prepared.unoptimized_plan(self.time).ok()?;
        let range = failure::range(prepared.engine(), &plan, &self.query.storage, error).await?;
        Some(prepared.operator_range(&range))
    }

    /// As [`error_range`](TimedQuery::error_range), blocking the thread.
    pub fn wait_for_error_range(&self, error: &QueryError) -> Option<SourceRange> {
        wait(self.error_range(error)).ok()?
    }

    /// Evaluates the query. The future waits while the engine's threads compute, so that it holds up no executor; where it
    /// is dropped, the query is cancelled. It is `Send` where the store is, and `'static` where it owns the store, as an
    /// `Arc`.
    ///
    /// # Errors
    /// Returns an error if the text is not a query, or its evaluation fails.
    pub async fn run(self) -> Result<QueryResult, QueryError> {
        let PlannedQuery { plan, storage, options, cancel } = self.planned()?;
        QueryResult::of(execute(&plan, &storage, &options, &cancel).await)
    }

    /// Evaluates the query and blocks the thread until it is done.
    ///
    /// # Errors
    /// As [`run`](TimedQuery::run); and on WebAssembly, whose only thread cannot wait, where the store is not ready at once.
    pub fn wait(self) -> Result<QueryResult, QueryError> {
        let PlannedQuery { plan, storage, options, cancel } = self.planned()?;
        QueryResult::of(execute_blocking(&plan, &storage, &options, &cancel))
    }

    /// The query with its plan.
    pub(crate) fn planned(self) -> Result<PlannedQuery<S>, QueryError> {
        let plan = Arc::new(self.plan()?);
        let options = self.prepared()?.engine().exec_options();
        Ok(PlannedQuery { plan, storage: self.query.storage, options, cancel: self.cancel })
    }

    fn prepared(&self) -> Result<&PreparedQuery, QueryError> {
        self.query.prepared.as_ref().map_err(|diagnostics| QueryError::Parse(diagnostics.clone()))
    }
}

impl QueryResult {
    pub(crate) fn of(output: QueryOutput) -> Result<Self, QueryError> {
        let QueryOutput { value, annotations, stats } = output;
        match value {
            Ok(value) => Ok(Self { value, annotations, stats }),
            Err(error) => Err(QueryError::Exec { error, annotations, stats: Box::new(stats) }),
        }
    }
}

impl QueryError {
    /// An error of a query that read nothing.
    pub(crate) fn of_nothing(error: ExecError) -> Self {
        Self::Exec { error, annotations: promenade_model::Annotations::default(), stats: Box::default() }
    }
}

impl<'a, S: Storage + ?Sized> IntoFuture for TimedQuery<&'a S> {
    type Output = Result<QueryResult, QueryError>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<S: Storage + ?Sized + 'static> IntoFuture for TimedQuery<Arc<S>> {
    type Output = Result<QueryResult, QueryError>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
