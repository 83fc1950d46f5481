//! The operator trait: labels first, then blocks of rows.

use std::sync::Arc;

use promenade_model::{Annotation, Labels};
use promenade_plan::NodeId;
use promenade_storage::{MaybeSend, MaybeSync, SampleBuffer};

use crate::{Block, ExecError, QueryContext};

/// A source of rows. It knows the labels of all rows, and computes the cells of rows on request.
pub trait Operator: MaybeSend + MaybeSync {
    /// Labels and other metadata of each row. Several rows may have the same labels if no two of them have a sample at
    /// the same step.
    fn series(&self) -> &Arc<[RowMeta]>;

    /// Number of rows. Operators may know it without their labels.
    fn n_rows(&self) -> usize {
        self.series().len()
    }

    /// Number of steps of each block.
    fn n_steps(&self) -> usize;

    /// Computes the given rows in order: a block of `rows.len()` by [`n_steps`](Operator::n_steps).
    ///
    /// # Errors
    /// Returns any error of the computation.
    fn block(&self, rows: &[u32], task: &mut Task<'_>) -> Result<Block, ExecError>;

    /// The block of all rows, if it is already computed.
    fn whole(&self) -> Option<&Block> {
        None
    }

    /// The rows as lists of their nonempty cells, if stored in that form.
    fn sparse(&self) -> Option<&dyn SparseRows> {
        None
    }

    /// How many times larger than a float a cell of these rows may be. The larger it is, the fewer rows are computed at
    /// once. Depends only on the data and the query.
    fn cell_weight(&self) -> usize {
        1
    }

    /// Whether all rows are known to have different labels.
    fn has_distinct_labels(&self) -> bool {
        false
    }

    /// Whether computing rows raises no annotations, so that unused rows need not be computed.
    fn is_silent(&self) -> bool {
        false
    }
}

/// Rows with floats at few steps and without histograms.
pub trait SparseRows: MaybeSend + MaybeSync {
    /// Appends the steps at which a row has a float, sorted, with the floats.
    fn cells(&self, row: u32, out: &mut Vec<(u32, f64)>);

    /// An upper bound of the cells of all rows.
    fn max_cells(&self) -> usize;
}

/// Metadata of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowMeta {
    /// The labels.
    pub labels: Labels,
    /// Whether the metric name is to be dropped at the end of the query (`promql-delayed-name-removal`).
    pub drop_name: bool,
}

impl RowMeta {
    /// A row with these labels that keeps its name.
    pub fn new(labels: Labels) -> Self {
        Self { labels, drop_name: false }
    }

    /// The row of a function that drops the metric name: immediately, or at the end of the query.
    #[must_use]
    pub fn without_name(&self, ctx: &QueryContext) -> Self {
        let labels = if ctx.delays_name_removal() { self.labels.clone() } else { self.labels.without_metadata() };
        Self { labels, drop_name: true }
    }
}

/// An annotation and its node.
#[derive(Debug, Clone, PartialEq)]
pub struct NodeAnnotation {
    /// The node.
    pub node: NodeId,
    /// The annotation.
    pub annotation: Annotation,
    /// The steps at which it is the last of its tile, if a node reports only the last of each step; otherwise empty.
    pub places: Vec<StepPlace>,
}

impl NodeAnnotation {
    /// An annotation that is reported regardless of others of its node.
    pub fn new(node: NodeId, annotation: Annotation) -> Self {
        Self { node, annotation, places: Vec::new() }
    }
}

/// The position of a row within a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepPlace {
    /// The step.
    pub step: u32,
    /// The position, in Prometheus's order of rows.
    pub place: u32,
}

/// The state of the computation of one tile: context, sample buffer, annotations.
#[derive(Debug)]
pub struct Task<'a> {
    /// The context of the query.
    pub ctx: &'a QueryContext,
    /// Buffer for decoded samples.
    pub buffer: SampleBuffer,
    /// Annotations raised so far.
    pub annotations: Vec<NodeAnnotation>,
}

impl<'a> Task<'a> {
    /// A new task.
    pub fn new(ctx: &'a QueryContext) -> Self {
        Self { ctx, buffer: SampleBuffer::default(), annotations: Vec::new() }
    }

    /// Raises an annotation; merges it with an equal previous one.
    pub fn annotate(&mut self, node: NodeId, annotation: Annotation) {
        let last = self.annotations.last_mut().filter(|last| last.node == node);
        if !last.is_some_and(|last| last.annotation.absorb(&annotation)) {
            self.annotations.push(NodeAnnotation::new(node, annotation));
        }
    }
}
