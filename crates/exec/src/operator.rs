//! The operator: labels first, then blocks of rows.

use std::sync::Arc;

use promenade_model::{Annotation, Labels};
use promenade_plan::NodeId;
use promenade_storage::SampleBuffer;

use crate::{Block, ExecError, QueryContext};

/// A source of rows. It knows the labels of all its rows, and computes the cells of any of them when asked.
pub trait Operator: Send + Sync {
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

    /// Whether computing rows raises no annotation, so that rows that nobody reads need not be computed.
    fn is_silent(&self) -> bool {
        false
    }
}

/// Rows that have floats at few of the steps and no histograms.
pub trait SparseRows: Send + Sync {
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
pub struct Note {
    /// The node.
    pub node: NodeId,
    /// What it has to say.
    pub annotation: Annotation,
}

/// What the computation of one tile carries along: the query's context, memory to decode into, annotations so far.
#[derive(Debug)]
pub struct Task<'a> {
    /// What all operators of the query share.
    pub ctx: &'a QueryContext,
    /// Memory to decode samples into.
    pub buffer: SampleBuffer,
    /// Annotations raised so far.
    pub notes: Vec<Note>,
}

impl<'a> Task<'a> {
    /// A task with nothing done.
    pub fn new(ctx: &'a QueryContext) -> Self {
        Self { ctx, buffer: SampleBuffer::default(), notes: Vec::new() }
    }

    /// Raises an annotation; one like the one before it becomes one with it.
    pub fn annotate(&mut self, node: NodeId, annotation: Annotation) {
        let last = self.notes.last_mut().filter(|last| last.node == node);
        if !last.is_some_and(|last| last.annotation.absorb(&annotation)) {
            self.notes.push(Note { node, annotation });
        }
    }
}
