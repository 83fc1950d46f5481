//! A result that is taken in parts while it is computed.
//!
//! A part is computed on the query's threads when it is requested. Nothing is computed ahead, so a result of any size
//! takes the memory of one part, and a slow reader blocks no thread.

use std::sync::Arc;

use promenade_model::Annotations;
use promenade_plan::LogicalPlan;
use promenade_storage::Storage;

use crate::background;
use crate::cost::QueryStats;
use crate::execute::Evaluation;
use crate::loads::{self, Requests};
use crate::parallel::{COMPUTES_IN_BACKGROUND, Threads};
use crate::result::{QueryOutput, QueryValue};
use crate::running::Running;
use crate::wait::wait;
use crate::{CancelHandle, ExecError, ExecOptions, RowMeta};

/// The result of a query, taken in parts: a range query yields some series at a time, in the order of their labels;
/// any other value is one part. Dropping it, or the future of a part, cancels the query.
pub struct ResultParts {
    /// `None` after the last part, and while a part is computed.
    running: Option<Box<Running>>,
    requests: Requests,
    options: ExecOptions,
    cancel: CancelHandle,
    annotations: Annotations,
    stats: QueryStats,
}

impl ResultParts {
    /// Starts a query: selects series and builds operators. Aggregations and sorts are computed here.
    ///
    /// # Errors
    /// Returns the outcome of a query that fails here, with its annotations and costs so far.
    pub async fn start(
        plan: &Arc<LogicalPlan>,
        storage: &dyn Storage,
        options: &ExecOptions,
        cancel: &CancelHandle,
    ) -> Result<Self, QueryOutput> {
        let (loads, mut requests) = loads::channel();
        let loads = COMPUTES_IN_BACKGROUND.then_some(loads);
        let running = match Evaluation::select(plan, storage, (options, cancel), loads).await {
            Ok(evaluation) => {
                let threads = (&options.threads, cancel.clone());
                let running = background::run(|| Running::build(evaluation), threads, storage, &mut requests).await;
                running.map_err(QueryOutput::failed)?
            }
            Err(output) => Running::of_output(plan, output, (options, cancel)),
        };
        Ok(Self::new(running?, requests, (options, cancel)))
    }

    /// Same as [`start`](Self::start), but blocks the thread.
    ///
    /// # Errors
    /// Same as [`start`](Self::start).
    pub fn start_blocking(
        plan: &Arc<LogicalPlan>,
        storage: &dyn Storage,
        options: &ExecOptions,
        cancel: &CancelHandle,
    ) -> Result<Self, QueryOutput> {
        let (loads, mut requests) = loads::channel();
        // As in `execute_blocking`, a thread of a pool never waits for samples.
        let loads = (COMPUTES_IN_BACKGROUND && !Threads::is_one()).then_some(loads);
        let selected =
            wait(Evaluation::select(plan, storage, (options, cancel), loads)).map_err(QueryOutput::failed)?;
        let running = match selected {
            Ok(evaluation) if evaluation.is_to_be_loaded() => {
                let threads = (&options.threads, cancel.clone());
                let running = background::run(|| Running::build(evaluation), threads, storage, &mut requests);
                wait(running).and_then(|running| running).map_err(QueryOutput::failed)?
            }
            Ok(evaluation) => Running::build(evaluation),
            Err(output) => Running::of_output(plan, output, (options, cancel)),
        };
        Ok(Self::new(running?, requests, (options, cancel)))
    }

    fn new(running: Box<Running>, requests: Requests, (options, cancel): (&ExecOptions, &CancelHandle)) -> Self {
        let (options, cancel) = (options.clone(), cancel.clone());
        let (annotations, stats) = (Annotations::default(), QueryStats::default());
        Self { running: Some(running), requests, options, cancel, annotations, stats }
    }

    /// The next part; `None` after the last part and after an error.
    ///
    /// # Errors
    /// Returns any error of computing the part. Exceeding a limit may be detected only after the last part.
    pub async fn next(&mut self, storage: &dyn Storage) -> Option<Result<QueryValue, ExecError>> {
        let running = self.running.take()?;
        let threads = (&self.options.threads, self.cancel.clone());
        match background::run(|| running.step(), threads, storage, &mut self.requests).await {
            Ok((running, part)) => self.took(running, part),
            Err(error) => Some(Err(error)),
        }
    }

    /// Same as [`next`](Self::next), but blocks the thread.
    pub fn next_blocking(&mut self, storage: &dyn Storage) -> Option<Result<QueryValue, ExecError>> {
        if self.running.as_ref()?.is_to_be_loaded() {
            return wait(self.next(storage)).unwrap_or_else(|error| Some(Err(error)));
        }
        let (running, part) = self.running.take()?.step();
        self.took(running, part)
    }

    fn took(
        &mut self,
        running: Box<Running>,
        part: Result<Option<QueryValue>, ExecError>,
    ) -> Option<Result<QueryValue, ExecError>> {
        if let Ok(Some(value)) = part {
            self.running = Some(running);
            return Some(Ok(value));
        }
        (self.annotations, self.stats) = running.into_summary();
        part.transpose()
    }

    /// The value, if it is computed as a whole and not taken yet.
    pub fn whole(&self) -> Option<&QueryValue> {
        self.running.as_ref()?.whole()
    }

    /// The metadata of all rows, in no particular order, as long as there are more parts.
    pub fn rows(&self) -> &[RowMeta] {
        self.running.as_ref().map_or(&[], |running| running.rows())
    }

    /// Warnings and infos, available after the last part.
    pub fn annotations(&self) -> &Annotations {
        &self.annotations
    }

    /// The costs of the query, available after the last part.
    pub fn stats(&self) -> &QueryStats {
        &self.stats
    }
}

impl Drop for ResultParts {
    fn drop(&mut self) {
        if self.running.is_some() {
            self.cancel.cancel();
        }
    }
}
