//! How many samples the results of all nodes hold.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use promenade_functions::samples::is_absent;
use promenade_plan::{LogicalPlan, Node, NodeId};
use rustc_hash::FxHashMap;

use super::marks::RowMarks;
use super::{Counted, bound, peak};
use crate::evaluator::Evaluated;
use crate::scan::Selected;
use crate::{Block, ExecError, QueryContext, SparseRows};

/// The samples of the results of all nodes of a query.
#[derive(Default)]
pub(crate) struct Held {
    nodes: FxHashMap<NodeId, Arc<NodeHeld>>,
    /// Of functions over windows.
    windows: FxHashMap<NodeId, Arc<WindowLoads>>,
    /// Operators that compute rows when asked, inner ones first.
    lazy: Vec<Arc<Counted>>,
}

impl Held {
    /// Where the samples are to be counted: where that is asked for, and where the query may hold more than it is
    /// allowed to, its windows of at most `n_window` samples included.
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

    /// The counts of a node; nothing was counted of one that was not evaluated.
    pub(crate) fn node(&self, id: NodeId) -> Option<&NodeHeld> {
        self.nodes.get(&id).map(Arc::as_ref)
    }

    /// The counter of what the function over windows of a node holds.
    pub(super) fn loads(&self, id: NodeId) -> Vec<RowLoad> {
        self.windows.get(&id).map(|loads| loads.all().clone()).unwrap_or_default()
    }

    /// The counter of the samples of a node with this number of rows and steps.
    ///
    /// # Errors
    /// Returns an error if the query's memory does not suffice.
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

    /// The counter of what the function over windows of a node holds for this number of rows.
    ///
    /// # Errors
    /// Returns an error if the query's memory does not suffice.
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

    /// Ensures that the samples of a node's value are counted. `is_whole` is whether Prometheus's evaluator holds all
    /// of them at once.
    ///
    /// # Errors
    /// Returns an error if there are more of them than the query may hold.
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
    /// Returns an error if there are more than the query may hold.
    pub(crate) fn add_matrix(&mut self, node: &Node, n: u64, ctx: &QueryContext) -> Result<(), ExecError> {
        self.entry(node.id, (0, 1), true, ctx)?.add_samples(n, ctx)
    }

    /// The most samples that Prometheus's evaluator would hold at once. Rows that nobody has asked for are computed
    /// here.
    ///
    /// # Errors
    /// Returns an error if there are more than the query may hold.
    pub(crate) fn peak(&self, plan: &LogicalPlan, ctx: &QueryContext) -> Result<u64, ExecError> {
        for counted in self.lazy.iter().rev() {
            counted.count_rest(ctx)?;
        }
        let peak = peak::of(&plan.root, self);
        ctx.check_samples(peak).map(|()| peak)
    }
}

/// The samples of the result of a node.
pub(crate) struct NodeHeld {
    /// Whether all samples are held at once.
    is_whole: bool,
    counted: RowMarks,
    cells: Mutex<Cells>,
}

/// What a function over windows holds of each row.
pub(crate) struct WindowLoads(Mutex<Vec<RowLoad>>);

impl WindowLoads {
    fn all(&self) -> MutexGuard<'_, Vec<RowLoad>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes the loads of rows.
    pub(super) fn set(&self, rows: &[(u32, RowLoad)]) {
        let mut all = self.all();
        for (row, load) in rows {
            if let Some(of_row) = all.get_mut(*row as usize) {
                *of_row = *load;
            }
        }
    }
}

/// Samples by step and in sum.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cells {
    /// Series that have a sample at each step.
    pub(crate) n_points: Vec<u64>,
    /// What the histograms of each step count for beyond that; empty where there are none.
    pub(crate) n_more: Vec<u64>,
    /// Samples of all series.
    pub(crate) total: u64,
}

/// What a function over windows holds of a row.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RowLoad {
    /// Samples of its largest window.
    pub(crate) largest: u64,
    /// Samples of its last window.
    pub(crate) last: u64,
    /// Samples of its result.
    pub(crate) result: u64,
}

impl NodeHeld {
    fn new(n_rows: usize, n_steps: usize, is_whole: bool) -> Self {
        let cells = Cells { n_points: vec![0; n_steps], ..Cells::default() };
        Self { is_whole, counted: RowMarks::new(n_rows), cells: Mutex::new(cells) }
    }

    /// The samples so far.
    pub(crate) fn cells(&self) -> Cells {
        self.cells.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The rows that were not counted.
    pub(super) fn uncounted(&self) -> Vec<u32> {
        self.counted.unmarked()
    }

    /// Counts computed rows, each once.
    ///
    /// # Errors
    /// Returns an error if there are more samples than the query may hold.
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

    /// Samples of the vector of a step.
    pub(super) fn n_vector_samples(&self, step_idx: usize) -> u64 {
        self.n_points.get(step_idx).copied().unwrap_or(0) + self.n_more.get(step_idx).copied().unwrap_or(0)
    }

    /// Series of the vector of a step.
    pub(super) fn n_points_at(&self, step_idx: usize) -> u64 {
        self.n_points.get(step_idx).copied().unwrap_or(0)
    }
}
