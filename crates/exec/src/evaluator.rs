//! The value of a plan node, and the shared state of an evaluation while operators are built.

use std::sync::Arc;

use promenade_functions::Kernel;
use promenade_functions::samples::{RangeMode, ScalarColumn};
use promenade_plan::{Grid, Node, NodeId, NodeKind, SelectorTimes};
use promenade_storage::TimeRange;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::budget::Reservation;
use crate::context::NodeRef;
use crate::cost::{FrameId, Frames, Held, Unread, WindowLoads};
use crate::operator::NodeAnnotation;
use crate::operators::{Landing, landing};
use crate::scan::{RangeSource, Selected};
use crate::{ExecError, Operator, QueryContext, RowMeta};

/// The value of a plan node.
#[derive(Clone)]
pub enum Evaluated {
    /// One float per step.
    Scalar(ScalarColumn),
    /// A string.
    String(String),
    /// Rows of an instant vector.
    Vector(Arc<dyn Operator>),
    /// Series with all samples of their windows.
    Matrix(Arc<dyn RangeSource>),
}

/// The scope in which a node is evaluated.
#[derive(Clone, Copy)]
pub struct Scope {
    /// The steps of the query or of the innermost subquery, or only the first of them.
    pub grid: Grid,
    /// The counters of the selectors.
    pub(crate) frame: FrameId,
    /// The nesting depth.
    level: usize,
}

impl Scope {
    /// The scope of the children of a node, with the same steps.
    pub(crate) fn below(self) -> Self {
        Self { level: self.level + 1, ..self }
    }

    /// The scope of a part that is evaluated only at the first step.
    pub(crate) fn once(self, frames: &mut Frames) -> Self {
        let grid = self.grid.first_step();
        Self { grid, frame: frames.add_once(grid, self.frame), ..self }
    }

    /// The scope of a part with other steps and other counters.
    pub(crate) fn of_subquery(self, grid: Grid, frame: FrameId) -> Self {
        Self { grid, frame, ..self }
    }
}

impl Evaluated {
    /// The same number at all steps.
    pub(crate) const fn constant(value: f64) -> Self {
        Self::Scalar(ScalarColumn::Const(value))
    }

    /// The rows of `node`, which must be an instant vector.
    ///
    /// # Errors
    /// Returns an error if it is another value, possible in a hand-made plan.
    pub(crate) fn into_vector(self, node: &Node) -> Result<Arc<dyn Operator>, ExecError> {
        if let Self::Vector(operator) = self { Ok(operator) } else { Err(ill_typed(node)) }
    }

    /// The column of `node`, which must be a scalar.
    ///
    /// # Errors
    /// Same as [`into_vector`](Self::into_vector).
    pub(crate) fn into_scalar(self, node: &Node) -> Result<ScalarColumn, ExecError> {
        if let Self::Scalar(column) = self { Ok(column) } else { Err(ill_typed(node)) }
    }

    /// The series of `node`, which must be a range vector.
    ///
    /// # Errors
    /// Same as [`into_vector`](Self::into_vector).
    pub(crate) fn into_matrix(self, node: &Node) -> Result<Arc<dyn RangeSource>, ExecError> {
        if let Self::Matrix(source) = self { Ok(source) } else { Err(ill_typed(node)) }
    }

    /// The text of `node`, which must be a string.
    ///
    /// # Errors
    /// Same as [`into_vector`](Self::into_vector).
    pub(crate) fn into_string(self, node: &Node) -> Result<String, ExecError> {
        if let Self::String(text) = self { Ok(text) } else { Err(ill_typed(node)) }
    }
}

/// The state of the evaluation of one query.
pub struct Evaluator<'a> {
    /// The context of the query.
    pub ctx: &'a QueryContext,
    /// The selected series of each selector.
    pub(crate) selected: FxHashMap<NodeId, Selected>,
    /// The evaluations so far, with the counters of selectors.
    pub(crate) frames: Frames,
    /// The samples of the results of all nodes, if they are counted.
    pub(crate) held: Option<Held>,
    /// Selectors whose rows may not all have been read.
    pub(crate) unread: Vec<(Arc<dyn Unread>, usize)>,
    /// Selectors whose series were counted.
    touched: FxHashSet<NodeId>,
    /// Annotations raised so far.
    pub annotations: Vec<NodeAnnotation>,
    /// The memory of columns and windows, held until the query ends.
    grids: Option<Reservation>,
}

/// State of an evaluation that is needed after its operators are built.
pub(crate) struct Built {
    /// The evaluations, in which selectors count what they read.
    pub(crate) frames: Frames,
    /// The samples in the results of all nodes, if they are counted.
    pub(crate) held: Option<Held>,
    /// Selectors whose rows may not all have been read.
    pub(crate) unread: Vec<(Arc<dyn Unread>, usize)>,
    /// Annotations raised so far.
    pub(crate) annotations: Vec<NodeAnnotation>,
    /// Memory of the columns and windows of all grids.
    _grids: Option<Reservation>,
}

/// Bytes that an operator needs per row in addition to blocks.
const ROW_BYTES: usize = size_of::<RowMeta>() + 8;

/// Bytes that operators need per step in addition to blocks: scalar columns, window bounds, flags.
const STEP_BYTES: usize = 48;

impl<'a> Evaluator<'a> {
    /// An evaluator over the selected series of the plan's selectors.
    pub(crate) fn new(ctx: &'a QueryContext, selected: FxHashMap<NodeId, Selected>) -> Self {
        Self {
            ctx,
            selected,
            frames: Frames::new(ctx.query_grid),
            held: None,
            unread: Vec::new(),
            touched: FxHashSet::default(),
            annotations: Vec::new(),
            grids: None,
        }
    }

    /// Converts to the state that is needed after all operators are built.
    pub(crate) fn into_built(self) -> Built {
        let Self { frames, held, unread, annotations, grids, .. } = self;
        Built { frames, held, unread, annotations, _grids: grids }
    }

    /// The series of a selector, counted as touched.
    ///
    /// # Errors
    /// Returns an error if the limit of series is exceeded.
    pub(crate) fn touch(&mut self, node: &Node, times: &SelectorTimes) -> Result<Selected, ExecError> {
        let selected = self.selected.get(&node.id).cloned().unwrap_or_default();
        let n = selected.n_series_in(TimeRange { start_ms: times.start_ms, end_ms: times.end_ms });
        self.touch_some(node, n)?;
        Ok(selected)
    }

    /// Counts some of a selector's series as touched, once.
    ///
    /// # Errors
    /// Returns an error if the limit of series is exceeded.
    pub(crate) fn touch_some(&mut self, node: &Node, n_series: usize) -> Result<(), ExecError> {
        if self.touched.insert(node.id) { self.ctx.count_series(n_series) } else { Ok(()) }
    }

    /// Reserves the memory that operators need per step of a grid. Rejects grids with too many steps.
    ///
    /// # Errors
    /// Returns an error if there are too many steps, or the query exceeds its memory limit.
    pub(crate) fn enter_grid(&mut self, grid: Grid) -> Result<(), ExecError> {
        // Steps are counted in 32 bits.
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

    /// Reserves the memory for the steps of the whole query.
    ///
    /// # Errors
    /// Returns an error if the query exceeds its memory limit.
    pub(crate) fn enter_query(&mut self) -> Result<Scope, ExecError> {
        let scope = Scope { grid: self.ctx.query_grid, frame: Frames::OF_QUERY, level: 0 };
        self.enter_grid(scope.grid)?;
        if self.ctx.features.per_step_stats {
            self.frames.count_by_step(scope.frame, self.ctx)?;
        }
        Ok(scope)
    }

    /// Reserves the memory of a node's rows and counts its samples, once it has a value.
    ///
    /// # Errors
    /// Returns an error if the query exceeds its memory limit, or the limit of samples.
    pub(crate) fn finish(&mut self, node: &Node, scope: Scope, value: Evaluated) -> Result<Evaluated, ExecError> {
        let value = landed(value, scope);
        if matches!(node.kind, NodeKind::Merge(_) | NodeKind::DropNames(_)) {
            // The rows and samples belong to the node below.
            return Ok(value);
        }
        if let Evaluated::Scalar(ScalarColumn::PerStep(column)) = &value {
            self.ctx.hold(size_of_val(&column[..]))?;
        }
        if let Evaluated::Vector(operator) = &value {
            self.ctx.hold(operator.n_rows() * ROW_BYTES)?;
        }
        match &mut self.held {
            Some(held) => held.watch(node, value, (scope.grid.n_steps(), is_held(node)), self.ctx),
            None => Ok(value),
        }
    }

    /// Counts the samples of an operator that replaces a node's own, if they are counted. `is_whole` is whether
    /// Prometheus's evaluator holds all of them at once.
    ///
    /// # Errors
    /// Returns an error if the limit of samples is exceeded.
    pub(crate) fn watch_vector(
        &mut self,
        node: &Node,
        operator: Arc<dyn Operator>,
        is_whole: bool,
    ) -> Result<Arc<dyn Operator>, ExecError> {
        let Some(held) = &mut self.held else { return Ok(operator) };
        let shape = (operator.n_steps(), is_whole);
        match held.watch(node, Evaluated::Vector(operator), shape, self.ctx)? {
            Evaluated::Vector(operator) => Ok(operator),
            _ => Err(ill_typed(node)),
        }
    }

    /// The counter of the samples that a function over windows holds, if they are counted.
    ///
    /// # Errors
    /// Returns an error if the query exceeds its memory limit.
    pub(crate) fn held_windows(
        &mut self,
        node: &Node,
        source: &dyn RangeSource,
    ) -> Result<Option<Arc<WindowLoads>>, ExecError> {
        self.held.as_mut().map(|held| held.windows(node.id, source.series().len(), self.ctx)).transpose()
    }

    /// Counts the samples of a range vector that is the whole query, if they are counted.
    ///
    /// # Errors
    /// Returns an error if the limit of samples is exceeded.
    pub(crate) fn hold_matrix(&mut self, node: &Node, n_samples: u64) -> Result<(), ExecError> {
        let Some(held) = &mut self.held else { return Ok(()) };
        held.add_matrix(node, n_samples, self.ctx)
    }
}

/// Adds a landing to a vector if its level needs one. Two adjacent levels have landings, since in nested subqueries
/// every second node is a range vector, which cannot have one.
fn landed(value: Evaluated, scope: Scope) -> Evaluated {
    match value {
        Evaluated::Vector(operator) if scope.level % landing::LEVELS >= landing::LEVELS - 2 => {
            Evaluated::Vector(Arc::new(Landing::new(operator)))
        }
        value => value,
    }
}

/// Whether Prometheus's evaluator counts the result of a node as held: all but those of smoothed selectors and
/// `absent_over_time`.
fn is_held(node: &Node) -> bool {
    match &node.kind {
        NodeKind::VectorSelector(selector) => selector.mode != RangeMode::Smoothed,
        NodeKind::Call(call) => !matches!(call.def.kernel, Kernel::AbsentOverTime),
        _ => true,
    }
}

/// Id and position of a node, for the annotations of its operator.
pub fn node_ref(node: &Node) -> NodeRef {
    NodeRef { id: node.id, range: node.range.clone() }
}

/// Rejected by the type checker, but possible in a hand-made plan.
pub(crate) fn ill_typed(node: &Node) -> ExecError {
    ExecError::IllTypedPlan { operation: node.value_type.documented_name() }
}
