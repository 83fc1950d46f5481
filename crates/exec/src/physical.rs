//! The physical planner: a tree of operators from the logical plan, bottom up.

use std::sync::Arc;

use promenade_functions::Kernel;
use promenade_functions::samples::{RangeMode, ScalarColumn};
use promenade_model::TimestampMs;
use promenade_model::stack::deeper;
use promenade_plan::{Grid, Node, NodeId, NodeKind};
use promenade_storage::TimeRange;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::budget::Reservation;
use crate::context::NodeRef;
use crate::cost::{Frames, Held, Unread, WindowLoads};
use crate::operator::Note;
use crate::operators::{Landing, aggregate, binary, call, invariant, landing, negate};
use crate::scan::{self, RangeSource, Selected};
use crate::{ExecError, Operator, QueryContext, RowMeta};

/// What a node of the plan becomes.
#[derive(Clone)]
pub enum Value {
    /// One float at each step.
    Scalar(ScalarColumn),
    /// A string.
    String(String),
    /// Rows of an instant vector.
    Vector(Arc<dyn Operator>),
    /// Series with all samples of their windows.
    Matrix(Arc<dyn RangeSource>),
}

/// Builds operators. One builder serves one query.
pub struct Builder<'a> {
    /// What all operators of the query share.
    pub ctx: &'a QueryContext,
    /// What each selector selected.
    pub(crate) selected: FxHashMap<NodeId, Selected>,
    /// The times that each selector reads, whatever else is read of its series for others.
    pub(crate) times: FxHashMap<NodeId, TimeRange>,
    /// The evaluations so far, where selectors count what they read.
    pub(crate) frames: Frames,
    /// The samples of the results of all nodes, where they are counted.
    pub(crate) held: Option<Held>,
    /// Selectors whose rows may not all have been read.
    pub(crate) unread: Vec<(Arc<dyn Unread>, usize)>,
    /// Selectors whose series were counted.
    touched: FxHashSet<NodeId>,
    /// Annotations raised so far.
    pub notes: Vec<Note>,
    /// Whether the node that is being built is evaluated at a single time. A grid that ends after its only step is not: as
    /// in Prometheus rows of one step are in no order there, and rows of equal labels are an error at once.
    pub(crate) is_single: bool,
    /// By how much `@` misses its time in the subquery that is being built; 0 but where
    /// [`subquery`](scan::subquery) says so.
    pub(crate) at_shift_ms: i64,
    /// How many nodes around the one that is being built are.
    level: usize,
    /// What columns and windows of all grids take, until the query ends.
    grids: Option<Reservation>,
}

/// Bytes that an operator holds for each of its rows beside blocks: what is known of it, and where it comes from.
const ROW_BYTES: usize = size_of::<RowMeta>() + 8;

/// Bytes that operators hold for each step beside their blocks: a scalar column, the bounds of windows, a flag.
const STEP_BYTES: usize = 48;

impl<'a> Builder<'a> {
    /// A builder over the series that the plan's selectors selected.
    pub(crate) fn new(ctx: &'a QueryContext, selected: FxHashMap<NodeId, Selected>) -> Self {
        Self {
            ctx,
            selected,
            times: FxHashMap::default(),
            frames: Frames::new(ctx.query_grid),
            held: None,
            unread: Vec::new(),
            touched: FxHashSet::default(),
            notes: Vec::new(),
            is_single: false,
            at_shift_ms: 0,
            level: 0,
            grids: None,
        }
    }

    /// The first time at which a reader of a selector can meet a sample. It meets one at the very start of its window,
    /// though that does not count, but nothing before what the selector reads.
    pub(crate) fn first_met_ms(&self, node: &Node) -> TimestampMs {
        self.times_of(node).start_ms
    }

    fn times_of(&self, node: &Node) -> TimeRange {
        self.times.get(&node.id).copied().unwrap_or(TimeRange::ALL)
    }

    /// The series of a selector, which count as touched.
    ///
    /// # Errors
    /// Where the query may not select so many.
    pub(crate) fn touch(&mut self, node: &Node) -> Result<Selected, ExecError> {
        let selected = self.selected.get(&node.id).cloned().unwrap_or_default();
        let n = selected.n_series_in(self.times_of(node));
        self.touch_some(node, n)?;
        Ok(selected)
    }

    /// Counts some of a selector's series as touched, once.
    ///
    /// # Errors
    /// Where the query may not select so many.
    pub(crate) fn touch_some(&mut self, node: &Node, n_series: usize) -> Result<(), ExecError> {
        if self.touched.insert(node.id) { self.ctx.count_series(n_series) } else { Ok(()) }
    }

    /// Takes the memory that operators need for each step of a grid. A grid of too many steps ends here.
    ///
    /// # Errors
    /// Where there are more steps than can be counted, or the query's memory does not suffice.
    pub(crate) fn enter_grid(&mut self, grid: Grid) -> Result<(), ExecError> {
        // Steps are counted in 32 bits, however much memory there is.
        let (n_steps, limit) = (grid.step_count(), u64::from(u32::MAX));
        if n_steps > limit {
            return Err(ExecError::TooManySteps { n_steps, limit });
        }
        let bytes = grid.n_steps().saturating_mul(STEP_BYTES);
        match &mut self.grids {
            Some(grids) => grids.grow(bytes),
            None => self.ctx.budget.reserve(bytes).map(|grids| self.grids = Some(grids)),
        }
    }

    /// Takes the memory that the steps of the whole query need.
    ///
    /// # Errors
    /// Where the query's memory does not suffice.
    pub(crate) fn enter_query(&mut self) -> Result<(), ExecError> {
        self.enter_grid(self.ctx.query_grid)?;
        if self.ctx.options.features.per_step_stats { self.frames.count_by_step(self.ctx) } else { Ok(()) }
    }

    /// Builds a node over the steps of `grid`. Operators that look across series compute their result here.
    ///
    /// # Errors
    /// Whatever goes wrong while they do.
    pub fn build(&mut self, node: &Node, grid: Grid) -> Result<Value, ExecError> {
        self.ctx.check()?;
        let around = std::mem::replace(&mut self.is_single, grid.start_ms == grid.end_ms);
        self.level += 1;
        let value = deeper(|| self.build_kind(node, grid));
        self.level -= 1;
        self.is_single = around;
        let value = self.landed(value?);
        if let Value::Scalar(ScalarColumn::PerStep(column)) = &value {
            self.ctx.hold(size_of_val(&column[..]))?;
        }
        if let Value::Vector(operator) = &value {
            self.ctx.hold(operator.n_rows() * ROW_BYTES)?;
        }
        match &mut self.held {
            Some(held) => held.watch(node, value, (grid.n_steps(), is_held(node)), self.ctx),
            None => Ok(value),
        }
    }

    /// The same, with a landing where the level is one for it.
    fn landed(&self, value: Value) -> Value {
        match value {
            Value::Vector(operator) if self.level % landing::LEVELS == landing::LEVELS - 1 => {
                Value::Vector(Arc::new(Landing::new(operator)))
            }
            value => value,
        }
    }

    fn build_kind(&mut self, node: &Node, grid: Grid) -> Result<Value, ExecError> {
        match &node.kind {
            NodeKind::Number(v) => Ok(Value::Scalar(ScalarColumn::Const(*v))),
            NodeKind::String(s) => Ok(Value::String(s.clone())),
            NodeKind::VectorSelector(selector) => scan::instant::build(self, node, selector, grid),
            NodeKind::MatrixSelector(selector) => scan::range::build(self, node, selector, grid),
            NodeKind::Subquery(subquery) => scan::subquery::build(self, subquery, grid),
            NodeKind::Call(call) => call::build(self, node, call, grid),
            NodeKind::Aggregate(aggregate) => aggregate::build(self, node, aggregate, grid),
            NodeKind::Binary(binary) => binary::build(self, node, binary, grid),
            NodeKind::Plus(expr) => self.build(expr, grid),
            NodeKind::Negate(expr) => negate::build(self, expr, grid),
            NodeKind::StepInvariant(expr) => invariant::build(self, expr, grid),
        }
    }

    /// Builds a node whose type is an instant vector.
    ///
    /// # Errors
    /// As [`build`](Builder::build).
    pub fn vector(&mut self, node: &Node, grid: Grid) -> Result<Arc<dyn Operator>, ExecError> {
        match self.build(node, grid)? {
            Value::Vector(operator) => Ok(operator),
            _ => Err(ill_typed(node)),
        }
    }

    /// Builds a node whose type is a scalar.
    ///
    /// # Errors
    /// As [`build`](Builder::build).
    pub fn scalar(&mut self, node: &Node, grid: Grid) -> Result<ScalarColumn, ExecError> {
        match self.build(node, grid)? {
            Value::Scalar(column) => Ok(column),
            _ => Err(ill_typed(node)),
        }
    }

    /// Builds a node whose type is a range vector.
    ///
    /// # Errors
    /// As [`build`](Builder::build).
    pub fn matrix(&mut self, node: &Node, grid: Grid) -> Result<Arc<dyn RangeSource>, ExecError> {
        match self.build(node, grid)? {
            Value::Matrix(source) => Ok(source),
            _ => Err(ill_typed(node)),
        }
    }

    /// Counts the samples of an operator that is built in place of a node's own, where they are counted. `is_whole` says
    /// whether Prometheus's evaluator has all of them at once.
    ///
    /// # Errors
    /// Where there are more samples than the query may hold.
    pub(crate) fn watch_vector(
        &mut self,
        node: &Node,
        operator: Arc<dyn Operator>,
        is_whole: bool,
    ) -> Result<Arc<dyn Operator>, ExecError> {
        let Some(held) = &mut self.held else { return Ok(operator) };
        let shape = (operator.n_steps(), is_whole);
        match held.watch(node, Value::Vector(operator), shape, self.ctx)? {
            Value::Vector(operator) => Ok(operator),
            _ => Err(ill_typed(node)),
        }
    }

    /// Where a function over windows notes the samples that it holds, where they are counted.
    ///
    /// # Errors
    /// Where the query's memory does not suffice.
    pub(crate) fn held_windows(
        &mut self,
        node: &Node,
        source: &dyn RangeSource,
    ) -> Result<Option<Arc<WindowLoads>>, ExecError> {
        self.held.as_mut().map(|held| held.windows(node.id, source.series().len(), self.ctx)).transpose()
    }

    /// Notes the samples of a range vector that is the whole query, where they are counted.
    ///
    /// # Errors
    /// Where there are more than the query may hold.
    pub(crate) fn hold_matrix(&mut self, node: &Node, n_samples: u64) -> Result<(), ExecError> {
        let Some(held) = &mut self.held else { return Ok(()) };
        held.add_matrix(node, n_samples, self.ctx)
    }

    /// The text of a string literal.
    ///
    /// # Errors
    /// As [`build`](Builder::build).
    pub fn string(&mut self, node: &Node, grid: Grid) -> Result<String, ExecError> {
        match self.build(node, grid)? {
            Value::String(text) => Ok(text),
            _ => Err(ill_typed(node)),
        }
    }
}

/// Whether Prometheus's evaluator counts the result of a node as held: not that of a smoothed selector, nor that of
/// `absent_over_time`.
fn is_held(node: &Node) -> bool {
    match &node.kind {
        NodeKind::VectorSelector(selector) => selector.mode != RangeMode::Smoothed,
        NodeKind::Call(call) => !matches!(call.def.kernel, Kernel::AbsentOverTime),
        _ => true,
    }
}

/// The number and place of a node, for the annotations of its operator.
pub fn node_ref(node: &Node) -> NodeRef {
    NodeRef { id: node.id, range: node.range.clone() }
}

/// The type checker lets no such plan through; a plan made by hand can be so.
fn ill_typed(node: &Node) -> ExecError {
    ExecError::IllTypedPlan { operation: node.value_type.documented_name() }
}
