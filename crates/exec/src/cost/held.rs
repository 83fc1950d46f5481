//! Counts of the samples held by the results of all nodes.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use promenade_functions::samples::is_absent;
use promenade_plan::{LogicalPlan, Node, NodeId};
use rustc_hash::FxHashMap;

use super::marks::RowMarks;
use super::{Counted, bound, peak};
use crate::evaluator::Evaluated;
use crate::scan::Selected;
use crate::{Block, ExecError, QueryContext, SparseRows};

/// The samples held by the results of all nodes of a query.
#[derive(Default)]
pub(crate) struct Held {
    nodes: FxHashMap<NodeId, Arc<NodeHeld>>,
    /// Counts of functions over windows.
    windows: FxHashMap<NodeId, Arc<WindowLoads>>,
    /// Operators that compute rows on request, inner ones first.
    lazy: Vec<Arc<Counted>>,
}

impl Held {
    /// Returns the counters if held samples are to be counted: if the options ask for it, or if the query may exceed
    /// its limit, including windows of at most `n_window` samples.
    pub(crate) fn where_needed(
        plan: &LogicalPlan,
        selected: &FxHashMap<NodeId, Selected>,
        n_window: u64,
        ctx: &QueryContext,
    ) -> Option<Self> {
        let options = &ctx.options;
        let is_needed = options.full_stats || bound::of(plan, selected).saturating_add(n_window) > options.max_samples;
        is_needed.then(Self::default)
    }

    /// The counts of a node; `None` if the node was not evaluated.
    pub(crate) fn node(&self, id: NodeId) -> Option<&NodeHeld> {
        self.nodes.get(&id).map(Arc::as_ref)
    }

    /// The counts of a function over windows, by row.
    pub(super) fn loads(&self, id: NodeId) -> Vec<RowLoad> {
        self.windows.get(&id).map(|loads| loads.all().clone()).unwrap_or_default()
    }

    /// The counter of a node with this number of rows and steps, created at the first call.
    ///
    /// # Errors
    /// Returns an error if the query exceeds its memory limit.
    fn entry(
        &mut self,
        id: NodeId,
        (n_rows, n_steps): (usize, usize),
        is_whole: bool,
        ctx: &QueryContext,
    ) -> Result<Arc<NodeHeld>, ExecError> {
        if let Some(node) = self.nodes.get(&id) {
            return Ok(node.clone());
        }
        ctx.hold(n_steps * size_of::<u64>() + n_rows)?;
        let node = Arc::new(NodeHeld::new(n_rows, n_steps, is_whole));
        self.nodes.insert(id, node.clone());
        Ok(node)
    }

    /// Adds the counter of a function over windows with this number of rows.
    ///
    /// # Errors
    /// Returns an error if the query exceeds its memory limit.
    pub(crate) fn windows(
        &mut self,
        id: NodeId,
        n_rows: usize,
        ctx: &QueryContext,
    ) -> Result<Arc<WindowLoads>, ExecError> {
        ctx.hold(n_rows * size_of::<RowLoad>())?;
        let loads = Arc::new(WindowLoads(Mutex::new(vec![RowLoad::default(); n_rows])));
        self.windows.insert(id, loads.clone());
        Ok(loads)
    }

    /// Counts the samples of a node's value, or arranges that they are counted when they are computed. `is_whole` is
    /// whether Prometheus's evaluator holds all of them at once.
    ///
    /// # Errors
    /// Returns an error if the query exceeds its limit of samples or of memory.
    pub(crate) fn watch(
        &mut self,
        node: &Node,
        value: Evaluated,
        (n_steps, is_whole): (usize, bool),
        ctx: &QueryContext,
    ) -> Result<Evaluated, ExecError> {
        let operator = match value {
            Evaluated::Scalar(column) => {
                self.entry(node.id, (0, n_steps), is_whole, ctx)?.add_scalar(ctx)?;
                return Ok(Evaluated::Scalar(column));
            }
            Evaluated::Vector(operator) => operator,
            other => return Ok(other),
        };
        let held = self.entry(node.id, (operator.n_rows(), n_steps), is_whole, ctx)?;
        if let Some(block) = operator.whole() {
            let rows: Vec<u32> = (0..block.n_rows() as u32).collect();
            held.add_block(&rows, block, ctx)?;
        } else if let Some(sparse) = operator.sparse() {
            held.add_sparse(operator.n_rows(), sparse, ctx)?;
        } else {
            let counted = Arc::new(Counted { input: operator, held });
            self.lazy.push(counted.clone());
            return Ok(Evaluated::Vector(counted));
        }
        Ok(Evaluated::Vector(operator))
    }

    /// Counts the samples of a range vector that is the whole query.
    ///
    /// # Errors
    /// Returns an error if the query exceeds its limit of samples or of memory.
    pub(crate) fn add_matrix(&mut self, node: &Node, n: u64, ctx: &QueryContext) -> Result<(), ExecError> {
        self.entry(node.id, (0, 1), true, ctx)?.add_samples(n, ctx)
    }

    /// Returns the peak of samples that Prometheus's evaluator would hold at once. Computes the rows that were never
    /// requested.
    ///
    /// # Errors
    /// Returns an error if the query exceeds its limit of samples, or any error of computing the rows.
    pub(crate) fn peak(&self, plan: &LogicalPlan, ctx: &QueryContext) -> Result<u64, ExecError> {
        for counted in self.lazy.iter().rev() {
            counted.count_rest(ctx)?;
        }
        let peak = peak::of(&plan.root, self);
        ctx.check_samples(peak).map(|()| peak)
    }
}

/// The samples of a node's result.
pub(crate) struct NodeHeld {
    /// Whether Prometheus's evaluator holds all samples at once.
    is_whole: bool,
    counted: RowMarks,
    cells: Mutex<Cells>,
}

/// The samples that a function over windows holds, by row.
pub(crate) struct WindowLoads(Mutex<Vec<RowLoad>>);

impl WindowLoads {
    fn all(&self) -> MutexGuard<'_, Vec<RowLoad>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the loads of rows.
    pub(super) fn set(&self, rows: &[(u32, RowLoad)]) {
        let mut all = self.all();
        for (row, load) in rows {
            if let Some(of_row) = all.get_mut(*row as usize) {
                *of_row = *load;
            }
        }
    }
}

/// Samples by step and in total.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cells {
    /// The number of series with a sample at each step.
    pub(crate) n_points: Vec<u64>,
    /// The samples of the histograms of each step in addition to one per series; empty if there are none.
    pub(crate) n_more: Vec<u64>,
    /// The samples of all series.
    pub(crate) total: u64,
}

/// The samples that a function over windows holds for a row.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RowLoad {
    /// The samples in its largest window.
    pub(crate) largest: u64,
    /// The samples in its last window.
    pub(crate) last: u64,
    /// The samples in its result.
    pub(crate) result: u64,
}

impl NodeHeld {
    fn new(n_rows: usize, n_steps: usize, is_whole: bool) -> Self {
        let cells = Cells { n_points: vec![0; n_steps], ..Cells::default() };
        Self { is_whole, counted: RowMarks::new(n_rows), cells: Mutex::new(cells) }
    }

    /// The samples counted so far.
    pub(crate) fn cells(&self) -> Cells {
        self.cells.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The rows not counted yet.
    pub(super) fn uncounted(&self) -> Vec<u32> {
        self.counted.unmarked()
    }

    /// Counts the samples of computed rows, each row once.
    ///
    /// # Errors
    /// Returns an error if the query exceeds its limit of samples.
    pub(super) fn add_block(&self, rows: &[u32], block: &Block, ctx: &QueryContext) -> Result<(), ExecError> {
        let mut tile = Cells { n_points: vec![0; block.n_steps()], ..Cells::default() };
        for (i, row) in rows.iter().enumerate() {
            if self.counted.mark(*row) {
                tile.add_row(block, i);
            }
        }
        self.add(&tile, ctx)
    }

    fn add_sparse(&self, n_rows: usize, rows: &dyn SparseRows, ctx: &QueryContext) -> Result<(), ExecError> {
        let mut all = Cells { n_points: vec![0; self.cells().n_points.len()], ..Cells::default() };
        let mut cells = Vec::new();
        for row in 0..n_rows as u32 {
            cells.clear();
            rows.cells(row, &mut cells);
            for (step, _) in &cells {
                all.n_points[*step as usize] += 1;
            }
        }
        all.total = all.n_points.iter().sum();
        self.add(&all, ctx)
    }

    fn add_scalar(&self, ctx: &QueryContext) -> Result<(), ExecError> {
        let n_steps = self.cells().n_points.len();
        self.add(&Cells { n_points: vec![1; n_steps], n_more: Vec::new(), total: n_steps as u64 }, ctx)
    }

    fn add_samples(&self, n: u64, ctx: &QueryContext) -> Result<(), ExecError> {
        self.add(&Cells { total: n, ..Cells::default() }, ctx)
    }

    fn add(&self, more: &Cells, ctx: &QueryContext) -> Result<(), ExecError> {
        let mut cells = self.cells.lock().unwrap_or_else(PoisonError::into_inner);
        cells.add(more);
        if self.is_whole { ctx.check_samples(cells.total) } else { Ok(()) }
    }
}

impl Cells {
    fn add_row(&mut self, block: &Block, row_idx: usize) {
        for (n, v) in self.n_points.iter_mut().zip(block.row(row_idx)) {
            let is_present = u64::from(!is_absent(*v));
            *n += is_present;
            self.total += is_present;
        }
        let histograms = block.histogram_row(row_idx);
        if histograms.is_empty() {
            return;
        }
        self.n_more.resize(self.n_points.len(), 0);
        for (step, histogram) in histograms {
            self.n_points[*step as usize] += 1;
            self.n_more[*step as usize] += histogram.n_vector_samples() - 1;
            self.total += histogram.n_point_samples();
        }
    }

    fn add(&mut self, more: &Self) {
        self.total += more.total;
        self.n_points.iter_mut().zip(&more.n_points).for_each(|(n, more)| *n += more);
        if !more.n_more.is_empty() {
            self.n_more.resize(self.n_points.len(), 0);
            self.n_more.iter_mut().zip(&more.n_more).for_each(|(n, more)| *n += more);
        }
    }

    /// The number of samples in the vector of a step.
    pub(super) fn n_vector_samples(&self, step_idx: usize) -> u64 {
        self.n_points.get(step_idx).copied().unwrap_or(0) + self.n_more.get(step_idx).copied().unwrap_or(0)
    }

    /// The number of series in the vector of a step.
    pub(super) fn n_points_at(&self, step_idx: usize) -> u64 {
        self.n_points.get(step_idx).copied().unwrap_or(0)
    }
}
