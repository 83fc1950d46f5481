//! State shared by all operators of a query: options, limits, counters.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use promenade_model::{Annotations, Features, value::SourceRange};
use promenade_plan::{Grid, NodeId};
use promenade_storage::{MaybeSend, MaybeSync};
use web_time::Instant;

use crate::budget::Reservation;
use crate::operator::{NodeAnnotation, StepPlace};
use crate::parallel::Threads;
use crate::{Budget, ExecError};

/// Options of evaluation.
#[derive(Debug, Clone)]
pub struct ExecOptions {
    /// The maximum number of samples that a query may hold at once, results included.
    pub max_samples: u64,
    /// The maximum number of series that a query may select.
    pub max_series: Option<u64>,
    /// The maximum number of samples that a query may read.
    pub max_samples_read: Option<u64>,
    /// Whether to count samples that the result does not need, and samples held at once even if the query is far from
    /// the limit.
    pub full_stats: bool,
    /// The memory limit of a query in bytes.
    pub max_bytes: u64,
    /// The time limit of a query.
    pub timeout: Option<Duration>,
    /// The threads to use; by default those of the process.
    pub threads: Threads,
}

impl Default for ExecOptions {
    /// Prometheus's defaults: 50 million samples, 2 minutes. 4 GiB of memory.
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

/// Cancels a query. Clones cancel the same query.
#[derive(Debug, Clone, Default)]
pub struct CancelHandle {
    is_canceled: Arc<AtomicBool>,
    observer: Option<Arc<dyn Observer>>,
}

/// Watches a query from the threads that compute it, where no other thread can: in WebAssembly there is one alone.
pub trait Observer: MaybeSend + MaybeSync {
    /// Called before each block, with the number of samples read so far. Returns whether the query is to be cancelled.
    fn observe(&self, n_samples_read: u64) -> bool;
}

impl std::fmt::Debug for dyn Observer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Observer")
    }
}

impl CancelHandle {
    /// A handle of a query that is observed.
    pub fn observed(observer: Arc<dyn Observer>) -> Self {
        Self { is_canceled: Arc::default(), observer: Some(observer) }
    }

    /// Cancels the query at the next block.
    pub fn cancel(&self) {
        self.is_canceled.store(true, Ordering::Relaxed);
    }

    /// Whether the query was cancelled.
    pub fn is_canceled(&self) -> bool {
        self.is_canceled.load(Ordering::Relaxed)
    }

    /// Whether the query was cancelled, or its observer cancels it now.
    fn is_canceled_at(&self, n_samples_read: &AtomicU64) -> bool {
        if self.observer.as_ref().is_some_and(|observer| observer.observe(n_samples_read.load(Ordering::Relaxed))) {
            self.cancel();
        }
        self.is_canceled()
    }
}

/// State shared by all operators of a query.
#[derive(Debug)]
pub struct QueryContext {
    /// The options of evaluation.
    pub options: ExecOptions,
    /// The feature flags of the plan.
    pub features: Features,
    /// The steps of the whole query; subqueries have their own.
    pub query_grid: Grid,
    /// The memory budget.
    pub budget: Budget,
    /// Memory in use until the query ends.
    held: Mutex<Option<Reservation>>,
    cancel: CancelHandle,
    deadline: Option<Instant>,
    /// The number of samples read, including steps of subqueries that no window uses.
    n_samples_read: AtomicU64,
    n_series: AtomicU64,
    /// An upper bound of the number of samples in any window so far.
    n_window: AtomicU64,
}

impl QueryContext {
    /// Creates the context of a query that starts now.
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

    /// The handle to cancel the query.
    pub(crate) fn cancel_handle(&self) -> CancelHandle {
        self.cancel.clone()
    }

    /// A context of the same query to evaluate it again for counting the samples held at once.
    pub(crate) fn counting_peak(&self) -> Self {
        let options = ExecOptions { full_stats: true, ..self.options.clone() };
        Self { deadline: self.deadline, ..Self::new(options, self.query_grid, self.features, self.cancel.clone()) }
    }

    /// Whether rows are counted that the result does not need.
    pub(crate) fn counts_all_rows(&self) -> bool {
        let options = &self.options;
        options.full_stats || self.features.per_step_stats || options.max_samples_read.is_some()
    }

    /// Whether metric names are dropped at the end of the query.
    pub fn delays_name_removal(&self) -> bool {
        self.features.delayed_name_removal
    }

    /// Returns an error if the query was cancelled or has timed out. Operators call it before each block.
    ///
    /// # Errors
    /// [`ExecError::Canceled`] or [`ExecError::Timeout`].
    pub fn check(&self) -> Result<(), ExecError> {
        if self.cancel.is_canceled_at(&self.n_samples_read) {
            return Err(ExecError::Canceled);
        }
        match self.deadline {
            Some(deadline) if Instant::now() > deadline => {
                Err(ExecError::Timeout { limit: self.options.timeout.unwrap_or_default() })
            }
            _ => Ok(()),
        }
    }

    /// Reserves memory until the query ends.
    ///
    /// # Errors
    /// Returns an error if the query exceeds its memory limit.
    pub(crate) fn hold(&self, n_bytes: usize) -> Result<(), ExecError> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        match held.as_mut() {
            Some(held) => held.grow(n_bytes),
            None => self.budget.reserve(n_bytes).map(|reservation| *held = Some(reservation)),
        }
    }

    /// Returns an error if a query holds more samples at once than allowed.
    pub(crate) fn check_samples(&self, n: u64) -> Result<(), ExecError> {
        let limit = self.options.max_samples;
        if n > limit { Err(ExecError::TooManySamples { limit }) } else { Ok(()) }
    }

    /// Counts samples that were read; returns an error if the limit is exceeded.
    pub(crate) fn check_samples_read(&self, n: u64) -> Result<(), ExecError> {
        let total = self.n_samples_read.fetch_add(n, Ordering::Relaxed).saturating_add(n);
        match self.options.max_samples_read {
            Some(limit) if total > limit => Err(ExecError::TooManySamplesRead { limit }),
            _ => Ok(()),
        }
    }

    /// Counts selected series; returns an error if the limit is exceeded.
    pub(crate) fn count_series(&self, n: usize) -> Result<(), ExecError> {
        let total = self.n_series.fetch_add(n as u64, Ordering::Relaxed).saturating_add(n as u64);
        match self.options.max_series {
            Some(limit) if total > limit => Err(ExecError::TooManySeries { limit }),
            _ => Ok(()),
        }
    }

    /// Records the maximum number of samples in a window.
    pub(crate) fn note_window(&self, n: u64) {
        self.n_window.fetch_max(n, Ordering::Relaxed);
    }

    /// An upper bound of the number of samples in any window.
    pub(crate) fn largest_window(&self) -> u64 {
        self.n_window.load(Ordering::Relaxed)
    }

    /// The number of selected series so far.
    pub(crate) fn n_series(&self) -> u64 {
        self.n_series.load(Ordering::Relaxed)
    }
}

/// Counts many small allocations that live until the query ends, in batches.
pub(crate) struct Holding<'a> {
    ctx: &'a QueryContext,
    n_bytes: usize,
}

/// The size of a batch in bytes.
const HOLDING_BYTES: usize = 16 << 10;

impl<'a> Holding<'a> {
    /// Nothing counted.
    pub(crate) fn new(ctx: &'a QueryContext) -> Self {
        Self { ctx, n_bytes: 0 }
    }

    /// Counts an allocation.
    ///
    /// # Errors
    /// Returns an error if the query exceeds its memory limit.
    pub(crate) fn add(&mut self, n_bytes: usize) -> Result<(), ExecError> {
        self.n_bytes += n_bytes;
        if self.n_bytes >= HOLDING_BYTES { self.finish() } else { Ok(()) }
    }

    /// Counts the rest of the batch.
    ///
    /// # Errors
    /// Same as [`add`](Self::add).
    pub(crate) fn finish(&mut self) -> Result<(), ExecError> {
        self.ctx.hold(std::mem::take(&mut self.n_bytes))
    }
}

/// Sorts annotations in Prometheus's order and merges them.
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

/// The reported annotations of a node: those without steps, and those that are the last of any step.
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

/// The plan node of an operator, to which its annotations belong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeRef {
    /// The id of the node, in the order of evaluation.
    pub id: NodeId,
    /// Its position in the query.
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
