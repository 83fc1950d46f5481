//! The operator: labels first, then blocks of rows.

use std::sync::Arc;

use promenade_model::{Annotation, Labels};
use promenade_plan::NodeId;
use promenade_storage::{MaybeSend, MaybeSync, SampleBuffer};

use crate::{Block, ExecError, QueryContext};

/// A source of rows. It knows the labels of all its rows, and computes the cells of any of them when asked.
pub trait Operator: MaybeSend + MaybeSync {
    /// What is known of each row beside its cells. Several rows may have the same labels as long as no two of them
    /// have a sample at the same step.
    fn series(&self) -> &Arc<[RowMeta]>;

    /// Number of rows. Operators that need not know the labels for it say so without them.
    fn n_rows(&self) -> usize {
        self.series().len()
    }

    /// Number of steps of each block.
    fn n_steps(&self) -> usize;

    /// Computes the rows `rows`, in that order: a block of `rows.len()` by [`n_steps`](Operator::n_steps).
    ///
    /// # Errors
    /// Whatever goes wrong on the way.
    fn block(&self, rows: &[u32], task: &mut Task<'_>) -> Result<Block, ExecError>;

    /// The block of all rows, where it is computed already.
    fn whole(&self) -> Option<&Block> {
        None
    }

    /// The same rows as lists of the few cells that hold anything, where that is how they are kept.
    fn sparse(&self) -> Option<&dyn SparseRows> {
        None
    }

    /// How many times heavier than a float a cell of these rows may be. The heavier cells are, the fewer rows are
    /// computed at once. It follows from the data and the query alone.
    fn cell_weight(&self) -> usize {
        1
    }

    /// Whether it is plain to see that no two rows have the same labels.
    fn has_distinct_labels(&self) -> bool {
        false
    }

    /// Whether computing rows raises no annotation, so that rows that nobody reads need not be computed.
    fn is_silent(&self) -> bool {
        false
    }
}

/// Rows that have floats at few of the steps and no histograms.
pub trait SparseRows: MaybeSend + MaybeSync {
    /// Appends the steps at which a row has a float, in their order, with the floats.
    fn cells(&self, row: u32, out: &mut Vec<(u32, f64)>);

    /// The most cells that all rows together hold.
    fn max_cells(&self) -> usize;
}

/// What is known of a row beside its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowMeta {
    /// The labels.
    pub labels: Labels,
    /// Whether the metric name is to be dropped at the end of the query (`promql-delayed-name-removal`).
    pub drop_name: bool,
}

impl RowMeta {
    /// A row with these labels, whose name stays.
    pub fn new(labels: Labels) -> Self {
        Self { labels, drop_name: false }
    }

    /// The row of a function that drops the metric name: at once, or at the end of the query.
    #[must_use]
    pub fn without_name(&self, ctx: &QueryContext) -> Self {
        let labels = if ctx.delays_name_removal() { self.labels.clone() } else { self.labels.without_metadata() };
        Self { labels, drop_name: true }
    }
}

/// An annotation and the node that raised it.
#[derive(Debug, Clone, PartialEq)]
pub struct NodeAnnotation {
    /// The node.
    pub node: NodeId,
    /// What it says.
    pub annotation: Annotation,
    /// The steps at which it is the last of its tile, where a node reports the last of each step only; else empty.
    pub places: Vec<StepPlace>,
}

impl NodeAnnotation {
    /// An annotation that is reported whatever else its node raises.
    pub fn new(node: NodeId, annotation: Annotation) -> Self {
        Self { node, annotation, places: Vec::new() }
    }
}

/// The place of a row within a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepPlace {
    /// The step.
    pub step: u32,
    /// The place, in the order in which Prometheus takes rows.
    pub place: u32,
}

/// What the computation of one tile carries along: the query's context, memory to decode into, annotations so far.
#[derive(Debug)]
pub struct Task<'a> {
    /// What all operators of the query share.
    pub ctx: &'a QueryContext,
    /// Memory to decode samples into.
    pub buffer: SampleBuffer,
    /// Annotations raised so far.
    pub annotations: Vec<NodeAnnotation>,
}

impl<'a> Task<'a> {
    /// A task with nothing done.
    pub fn new(ctx: &'a QueryContext) -> Self {
        Self { ctx, buffer: SampleBuffer::default(), annotations: Vec::new() }
    }

    /// Raises an annotation; one like the one before it becomes one with it.
    pub fn annotate(&mut self, node: NodeId, annotation: Annotation) {
        let last = self.annotations.last_mut().filter(|last| last.node == node);
        if !last.is_some_and(|last| last.annotation.absorb(&annotation)) {
            self.annotations.push(NodeAnnotation::new(node, annotation));
        }
    }
}
