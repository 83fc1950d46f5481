//! What a node of a plan becomes, and the state of one evaluation that operators share while they are built.

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

/// What a node of the plan becomes.
#[derive(Clone)]
pub enum Evaluated {
    /// One float at each step.
    Scalar(ScalarColumn),
    /// A string.
    String(String),
    /// Rows of an instant vector.
    Vector(Arc<dyn Operator>),
    /// Series with all samples of their windows.
    Matrix(Arc<dyn RangeSource>),
}

/// Where a node is evaluated.
#[derive(Clone, Copy)]
pub struct Scope {
    /// The steps of the query, of the subquery right around the node, or the first of them alone.
    pub grid: Grid,
    /// Where selectors count what they read.
    pub(crate) frame: FrameId,
    /// How many nodes there are around this one.
    level: usize,
}

impl Scope {
    /// The scope of the children of a node, its steps being the same.
    pub(crate) fn below(self) -> Self {
        Self { level: self.level + 1, ..self }
    }

    /// The scope of a part that is evaluated at the first step only.
    pub(crate) fn once(self, frames: &mut Frames) -> Self {
        let grid = self.grid.first_step();
        Self { grid, frame: frames.add_once(grid, self.frame), ..self }
    }

    /// The scope of what is evaluated at other steps, where what is read counts elsewhere.
    pub(crate) fn of_subquery(self, grid: Grid, frame: FrameId) -> Self {
        Self { grid, frame, ..self }
    }
}

impl Evaluated {
    /// The same number at all steps.
    pub(crate) const fn constant(value: f64) -> Self {
        Self::Scalar(ScalarColumn::Const(value))
    }

    /// The rows of `node`, whose type is an instant vector.
    ///
    /// # Errors
    /// Where it is another value, as it can be in a plan made by hand.
    pub(crate) fn into_vector(self, node: &Node) -> Result<Arc<dyn Operator>, ExecError> {
        if let Self::Vector(operator) = self { Ok(operator) } else { Err(ill_typed(node)) }
    }

    /// The column of `node`, whose type is a scalar.
    ///
    /// # Errors
    /// As [`into_vector`](Self::into_vector).
    pub(crate) fn into_scalar(self, node: &Node) -> Result<ScalarColumn, ExecError> {
        if let Self::Scalar(column) = self { Ok(column) } else { Err(ill_typed(node)) }
    }

    /// The series of `node`, whose type is a range vector.
    ///
    /// # Errors
    /// As [`into_vector`](Self::into_vector).
    pub(crate) fn into_matrix(self, node: &Node) -> Result<Arc<dyn RangeSource>, ExecError> {
        if let Self::Matrix(source) = self { Ok(source) } else { Err(ill_typed(node)) }
    }

    /// The text of `node`, which is a string.
    ///
    /// # Errors
    /// As [`into_vector`](Self::into_vector).
    pub(crate) fn into_string(self, node: &Node) -> Result<String, ExecError> {
        if let Self::String(text) = self { Ok(text) } else { Err(ill_typed(node)) }
    }
}

/// The state of one evaluation. One evaluator serves one query.
pub struct Evaluator<'a> {
    /// What all operators of the query share.
    pub ctx: &'a QueryContext,
    /// What each selector selected.
    pub(crate) selected: FxHashMap<NodeId, Selected>,
    /// The evaluations so far, where selectors count what they read.
    pub(crate) frames: Frames,
    /// The samples of the results of all nodes, where they are counted.
    pub(crate) held: Option<Held>,
    /// Selectors whose rows may not all have been read.
    pub(crate) unread: Vec<(Arc<dyn Unread>, usize)>,
    /// Selectors whose series were counted.
    touched: FxHashSet<NodeId>,
    /// Annotations raised so far.
    pub annotations: Vec<NodeAnnotation>,
    /// What columns and windows of all grids take, until the query ends.
    grids: Option<Reservation>,
}

/// What is left of an evaluation once its operators are built, for when their rows have been computed.
pub(crate) struct Built {
    /// The evaluations, where selectors count what they read.
    pub(crate) frames: Frames,
    /// The samples of the results of all nodes, where they are counted.
    pub(crate) held: Option<Held>,
    /// Selectors whose rows may not all have been read.
    pub(crate) unread: Vec<(Arc<dyn Unread>, usize)>,
    /// Annotations raised so far.
    pub(crate) annotations: Vec<NodeAnnotation>,
    /// What columns and windows of all grids take.
    _grids: Option<Reservation>,
}

/// Bytes that an operator holds for each of its rows beside blocks: what is known of it, and where it comes from.
const ROW_BYTES: usize = size_of::<RowMeta>() + 8;

/// Bytes that operators hold for each step beside their blocks: a scalar column, the bounds of windows, a flag.
const STEP_BYTES: usize = 48;

impl<'a> Evaluator<'a> {
    /// A evaluator over the series that the plan's selectors selected.
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

    /// What is left once all operators are built.
    pub(crate) fn into_built(self) -> Built {
        let Self { frames, held, unread, annotations, grids, .. } = self;
        Built { frames, held, unread, annotations, _grids: grids }
    }

    /// The series of a selector, which count as touched.
    ///
    /// # Errors
    /// Where the query may not select so many.
    pub(crate) fn touch(&mut self, node: &Node, times: &SelectorTimes) -> Result<Selected, ExecError> {
        let selected = self.selected.get(&node.id).cloned().unwrap_or_default();
        let n = selected.n_series_in(TimeRange { start_ms: times.start_ms, end_ms: times.end_ms });
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
    pub(crate) fn enter_query(&mut self) -> Result<Scope, ExecError> {
        let scope = Scope { grid: self.ctx.query_grid, frame: Frames::OF_QUERY, level: 0 };
        self.enter_grid(scope.grid)?;
        if self.ctx.features.per_step_stats {
            self.frames.count_by_step(scope.frame, self.ctx)?;
        }
        Ok(scope)
    }

    /// What is due once a node has become a value: memory of its rows is taken, and its samples are counted.
    ///
    /// # Errors
    /// Where the query's memory does not suffice, or there are more samples than it may hold.
    pub(crate) fn finish(&mut self, node: &Node, scope: Scope, value: Evaluated) -> Result<Evaluated, ExecError> {
        let value = landed(value, scope);
        if matches!(node.kind, NodeKind::Merge(_) | NodeKind::DropNames(_)) {
            // The rows and samples are those of the node below.
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
        match held.watch(node, Evaluated::Vector(operator), shape, self.ctx)? {
            Evaluated::Vector(operator) => Ok(operator),
            _ => Err(ill_typed(node)),
        }
    }

    /// Where a function over windows annotations the samples that it holds, where they are counted.
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
}

/// The same, with a landing where the level is one for it. Two neighbouring levels are: in nested subqueries every second
/// node is a range vector, which has none.
fn landed(value: Evaluated, scope: Scope) -> Evaluated {
    match value {
        Evaluated::Vector(operator) if scope.level % landing::LEVELS >= landing::LEVELS - 2 => {
            Evaluated::Vector(Arc::new(Landing::new(operator)))
        }
        value => value,
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
pub(crate) fn ill_typed(node: &Node) -> ExecError {
    ExecError::IllTypedPlan { operation: node.value_type.documented_name() }
}
