//! The result of a query as record batches that are computed when they are taken.

use std::collections::{HashMap, VecDeque};

use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, SchemaRef};
use promenade_exec::{ExecError, QueryOutput, QueryStats, QueryValue, ResultParts};
use promenade_model::Annotations;
use promenade_storage::Storage;

use super::{Layout, RecordBatches};
use crate::engine::PlannedQuery;
use crate::{QueryError, QueryResult, TimedQuery};

/// The record batches of a query over a store, computed when they are taken: some series at a time, in the order of their
/// labels. A result of any size takes the memory of some batches. Take them with [`next_batch`](Self::next_batch), or as
/// an iterator that blocks the thread. Where it is dropped before its end, or a future of it is, the query is cancelled.
///
/// ```
/// use promenade::{Engine, EngineOptions, MemoryStorageBuilder, StartTimestamp, labels};
///
/// let mut builder = MemoryStorageBuilder::new();
/// let up = builder.series(&labels! {"__name__" => "up", "job" => "node"});
/// builder.append_float(up, 1_000, 1.0, StartTimestamp::UNKNOWN);
/// let storage = builder.build();
///
/// let engine = Engine::new(EngineOptions::default());
/// let mut batches = engine.query(&storage, "up + 1").range(0, 60_000, 15_000).wait_for_batches()?;
/// let mut n_rows = 0;
/// for batch in &mut batches {
///     n_rows += batch?.num_rows();
/// }
/// assert_eq!(n_rows, 5);
/// assert!(batches.annotations().is_empty());
/// # Ok::<(), promenade::BatchError>(())
/// ```
pub struct QueryBatches<S> {
    storage: S,
    parts: ResultParts,
    layout: Layout,
    /// Batches of the part that was computed last.
    ready: VecDeque<RecordBatch>,
}

/// Why a batch cannot be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BatchError {
    /// The query failed. Some of its result may have been taken already.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// Arrow refuses the columns.
    #[error(transparent)]
    Arrow(#[from] ArrowError),
}

impl<S: Storage> TimedQuery<S> {
    /// Begins the query, whose result is then taken as record batches while it is computed.
    ///
    /// # Errors
    /// Returns an error if the text is not a query, or its evaluation fails before the first row is computed.
    pub async fn batches(self) -> Result<QueryBatches<S>, QueryError> {
        let PlannedQuery { plan, storage, options, cancel } = self.planned()?;
        let parts = ResultParts::start(&plan, &storage, &options, &cancel).await;
        QueryBatches::new(storage, parts)
    }

    /// As [`batches`](TimedQuery::batches), blocking the thread until the query has begun.
    ///
    /// # Errors
    /// As [`batches`](TimedQuery::batches).
    pub fn wait_for_batches(self) -> Result<QueryBatches<S>, QueryError> {
        let PlannedQuery { plan, storage, options, cancel } = self.planned()?;
        let parts = ResultParts::start_blocking(&plan, &storage, &options, &cancel);
        QueryBatches::new(storage, parts)
    }
}

impl<S: Storage> QueryBatches<S> {
    fn new(storage: S, parts: Result<ResultParts, QueryOutput>) -> Result<Self, QueryError> {
        let parts = match parts {
            Ok(parts) => parts,
            Err(output) => return Err(failed(output)),
        };
        let layout = match parts.whole() {
            Some(value) => Layout::of(value),
            None => Layout::of_labels(parts.rows().iter().map(|row| &row.labels), true, HashMap::new()),
        };
        Ok(Self { storage, parts, layout, ready: VecDeque::new() })
    }

    /// The schema of all batches, as that of [`record_batches`](QueryResult::record_batches); of a range query it has the
    /// labels of all series, those included that turn out to be empty, and the column `histogram` in any case.
    pub fn schema(&self) -> SchemaRef {
        SchemaRef::clone(&self.layout.schema)
    }

    /// The next batch; none after the last, and after an error.
    pub async fn next_batch(&mut self) -> Option<Result<RecordBatch, BatchError>> {
        loop {
            if let Some(batch) = self.ready.pop_front() {
                return Some(Ok(batch));
            }
            let part = self.parts.next(&self.storage).await?;
            if let Err(error) = self.make_ready(part) {
                return Some(Err(error));
            }
        }
    }

    fn make_ready(&mut self, part: Result<QueryValue, ExecError>) -> Result<(), BatchError> {
        let value = part.map_err(|error| {
            let (annotations, stats) = (self.parts.annotations().clone(), self.parts.stats().clone());
            QueryError::Exec { error, annotations, stats: Box::new(stats) }
        })?;
        let batches = RecordBatches::new(&value, self.layout.clone());
        self.ready = batches.collect::<Result<_, _>>()?;
        Ok(())
    }

    /// Warnings and infos, once the last batch was taken; empty before.
    pub fn annotations(&self) -> &Annotations {
        self.parts.annotations()
    }

    /// What the query cost, once the last batch was taken; zeros before.
    pub fn stats(&self) -> &QueryStats {
        self.parts.stats()
    }
}

impl<S: Storage> Iterator for QueryBatches<S> {
    type Item = Result<RecordBatch, BatchError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(batch) = self.ready.pop_front() {
                return Some(Ok(batch));
            }
            let part = self.parts.next_blocking(&self.storage)?;
            if let Err(error) = self.make_ready(part) {
                return Some(Err(error));
            }
        }
    }
}

/// The error of a query that did not begin.
fn failed(output: QueryOutput) -> QueryError {
    match QueryResult::of(output) {
        Err(error) => error,
        Ok(_) => QueryError::of_nothing(ExecError::Canceled),
    }
}
