//! What all operators of one query share: options, limits, counters.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use promenade_model::{Annotations, Features, value::SourceRange};
use promenade_plan::{Grid, NodeId};
use web_time::Instant;

use crate::budget::Reservation;
use crate::operator::{NodeAnnotation, StepPlace};
use crate::parallel::Threads;
use crate::{Budget, ExecError};

/// How queries are evaluated.
#[derive(Debug, Clone)]
pub struct ExecOptions {
    /// The most samples that a query may hold at once, results included.
    pub max_samples: u64,
    /// The most series that a query may select.
    pub max_series: Option<u64>,
    /// The most samples that a query may read.
    pub max_samples_read: Option<u64>,
    /// Whether samples are counted that the result does not need, and samples held at once for queries that stay far from
    /// the limit too.
    pub full_stats: bool,
    /// The most bytes of memory that a query may have.
    pub max_bytes: u64,
    /// How long a query may take.
    pub timeout: Option<Duration>,
    /// The threads to use; those of the process by default.
    pub threads: Threads,
}

impl Default for ExecOptions {
    /// Prometheus's defaults: 50 million samples, 2 minutes of time. 4 GiB of memory.
    fn default() -> Self {
        Self {
            max_samples: 50_000_000,
            max_series: None,
            max_samples_read: None,
            full_stats: false,
            max_bytes: 4 << 30,
            timeout: Some(Duration::from_mins(2)),
            threads: Threads::default(),
        }
    }
}

/// Ends a query from outside. Clones end the same query.
#[derive(Debug, Clone, Default)]
pub struct CancelHandle(Arc<AtomicBool>);

impl CancelHandle {
    /// Ends the query at the next block.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the query was ended.
    pub fn is_canceled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What all operators of one query share.
#[derive(Debug)]
pub struct QueryContext {
    /// How the query is evaluated.
    pub options: ExecOptions,
    /// Feature flags, which the plan says.
    pub features: Features,
    /// The steps of the whole query; a subquery has steps of its own.
    pub query_grid: Grid,
    /// The query's memory.
    pub budget: Budget,
    /// Memory that is in use as long as the query runs.
    held: Mutex<Option<Reservation>>,
    cancel: CancelHandle,
    deadline: Option<Instant>,
    /// Samples that were read, those of steps of subqueries that no window takes included.
    n_samples_read: AtomicU64,
    n_series: AtomicU64,
    /// No fewer samples than any window has had so far.
    n_window: AtomicU64,
}

impl QueryContext {
    /// The context of a query that begins now.
    pub fn new(options: ExecOptions, query_grid: Grid, features: Features, cancel: CancelHandle) -> Self {
        let deadline = options.timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        let budget = Budget::new(options.max_bytes);
        Self {
            options,
            features,
            query_grid,
            budget,
            held: Mutex::default(),
            cancel,
            deadline,
            n_samples_read: AtomicU64::new(0),
            n_series: AtomicU64::new(0),
            n_window: AtomicU64::new(0),
        }
    }

    /// The handle that ends the query.
    pub(crate) fn cancel_handle(&self) -> CancelHandle {
        self.cancel.clone()
    }

    /// The context of the same query, evaluated once more to count the samples that are held at once.
    pub(crate) fn counting_peak(&self) -> Self {
        let options = ExecOptions { full_stats: true, ..self.options.clone() };
        Self { deadline: self.deadline, ..Self::new(options, self.query_grid, self.features, self.cancel.clone()) }
    }

    /// Whether rows are counted that the result does not need.
    pub(crate) fn counts_all_rows(&self) -> bool {
        let options = &self.options;
        options.full_stats || self.features.per_step_stats || options.max_samples_read.is_some()
    }

    /// Whether metric names are dropped at the end of the query only.
    pub fn delays_name_removal(&self) -> bool {
        self.features.delayed_name_removal
    }

    /// Fails where the query was cancelled or its deadline has passed. Operators ask before each block.
    ///
    /// # Errors
    /// [`ExecError::Canceled`] or [`ExecError::Timeout`].
    pub fn check(&self) -> Result<(), ExecError> {
        if self.cancel.is_canceled() {
            return Err(ExecError::Canceled);
        }
        match self.deadline {
            Some(deadline) if Instant::now() > deadline => {
                Err(ExecError::Timeout { limit: self.options.timeout.unwrap_or_default() })
            }
            _ => Ok(()),
        }
    }

    /// Takes memory for as long as the query runs.
    ///
    /// # Errors
    /// Where the query's memory does not suffice.
    pub(crate) fn hold(&self, n_bytes: usize) -> Result<(), ExecError> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        match held.as_mut() {
            Some(held) => held.grow(n_bytes),
            None => self.budget.reserve(n_bytes).map(|reservation| *held = Some(reservation)),
        }
    }

    /// Fails where a query holds more samples at once than it may.
    pub(crate) fn check_samples(&self, n: u64) -> Result<(), ExecError> {
        let limit = self.options.max_samples;
        if n > limit { Err(ExecError::TooManySamples { limit }) } else { Ok(()) }
    }

    /// Counts samples that were read; fails where there are more than the query may read.
    pub(crate) fn check_samples_read(&self, n: u64) -> Result<(), ExecError> {
        let total = self.n_samples_read.fetch_add(n, Ordering::Relaxed).saturating_add(n);
        match self.options.max_samples_read {
            Some(limit) if total > limit => Err(ExecError::TooManySamplesRead { limit }),
            _ => Ok(()),
        }
    }

    /// Counts series that a selector selected; fails where there are more than the query may select.
    pub(crate) fn count_series(&self, n: usize) -> Result<(), ExecError> {
        let total = self.n_series.fetch_add(n as u64, Ordering::Relaxed).saturating_add(n as u64);
        match self.options.max_series {
            Some(limit) if total > limit => Err(ExecError::TooManySeries { limit }),
            _ => Ok(()),
        }
    }

    /// Notes that windows have at most so many samples.
    pub(crate) fn note_window(&self, n: u64) {
        self.n_window.fetch_max(n, Ordering::Relaxed);
    }

    /// No fewer samples than any window has had.
    pub(crate) fn largest_window(&self) -> u64 {
        self.n_window.load(Ordering::Relaxed)
    }

    /// Series that selectors selected so far.
    pub(crate) fn n_series(&self) -> u64 {
        self.n_series.load(Ordering::Relaxed)
    }
}

/// Counts many small things that are in use as long as the query runs, some at once.
pub(crate) struct Holding<'a> {
    ctx: &'a QueryContext,
    n_bytes: usize,
}

/// Bytes that are counted at once.
const HOLDING_BYTES: usize = 16 << 10;

impl<'a> Holding<'a> {
    /// Nothing counted yet.
    pub(crate) fn new(ctx: &'a QueryContext) -> Self {
        Self { ctx, n_bytes: 0 }
    }

    /// Counts something.
    ///
    /// # Errors
    /// Where the query's memory does not suffice.
    pub(crate) fn add(&mut self, n_bytes: usize) -> Result<(), ExecError> {
        self.n_bytes += n_bytes;
        if self.n_bytes >= HOLDING_BYTES { self.finish() } else { Ok(()) }
    }

    /// Counts what is left.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub(crate) fn finish(&mut self) -> Result<(), ExecError> {
        self.ctx.hold(std::mem::take(&mut self.n_bytes))
    }
}

/// Puts annotations into the order in which Prometheus would have raised them, and merges them in it.
pub(crate) fn merge_annotations(mut annotations: Vec<NodeAnnotation>) -> Annotations {
    annotations.sort_by_key(|of_node| of_node.node);
    let mut merged = Annotations::default();
    for of_node in annotations.chunk_by(|a, b| a.node == b.node) {
        let mut of_node: Annotations = reported(of_node).map(|of_node| of_node.annotation.clone()).collect();
        of_node.settle();
        merged.merge(of_node);
    }
    merged
}

/// The annotations of a node that are reported: those that are not about steps, and those that are the last of any step.
fn reported(of_node: &[NodeAnnotation]) -> impl Iterator<Item = &NodeAnnotation> {
    let mut last: Vec<u32> = Vec::new();
    for StepPlace { step, place } in of_node.iter().flat_map(|annotation| &annotation.places) {
        let step = *step as usize;
        last.resize(last.len().max(step + 1), 0);
        last[step] = last[step].max(*place);
    }
    of_node.iter().filter(move |annotation| {
        annotation.places.is_empty() || annotation.places.iter().any(|at| last[at.step as usize] == at.place)
    })
}

/// The node that an operator stands for: where its annotations belong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeRef {
    /// Number of the node in the order of evaluation.
    pub id: NodeId,
    /// Its place in the query.
    pub range: SourceRange,
}

#[cfg(test)]
mod tests {
    use promenade_model::Annotation;

    use super::*;

    #[test]
    fn the_last_of_each_step_is_reported() {
        let raised = |text: &str, places: &[(u32, u32)]| NodeAnnotation {
            places: places.iter().map(|(step, place)| StepPlace { step: *step, place: *place }).collect(),
            ..NodeAnnotation::new(1, Annotation::external_warning(text))
        };
        let all =
            vec![raised("b", &[(0, 3)]), raised("a", &[(0, 5), (2, 7)]), raised("c", &[(2, 1)]), raised("d", &[])];
        assert_eq!(merge_annotations(all).warnings(""), ["a", "d"]);
    }
}
