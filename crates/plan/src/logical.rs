//! The logical plan: plain data without references into the syntax tree, with all times resolved to milliseconds.

use promenade_functions::samples::RangeMode;
use promenade_functions::{AggregatorDef, FunctionDef, binary_operator};
use promenade_model::stack::TreeBox;
use promenade_model::{Features, Matcher, TimestampMs, ValueType, value::SourceRange};

pub use promenade_syntax::ast::{BinaryOp, FillValues, VectorMatchCardinality};

use crate::optimize::PassReport;
use crate::scan::Scan;
use crate::times::SelectorTimes;

/// A query that is ready for evaluation.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct LogicalPlan {
    /// The root of the tree.
    pub root: Node,
    /// The steps at which the query is evaluated.
    pub grid: Grid,
    /// Whether it is an instant query and not a range query with one step.
    pub is_instant: bool,
    /// The number of nodes; ids are smaller.
    pub n_nodes: usize,
    /// How far back an instant selector looks for a sample.
    pub lookback_delta_ms: i64,
    /// The feature flags for evaluation.
    pub features: Features,
    /// The reads from the store; every selector belongs to one of them.
    pub scans: Vec<Scan>,
    /// The changes made by optimizer passes.
    pub passes: Vec<PassReport>,
}

/// Evenly spaced evaluation times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Grid {
    /// First evaluation time in milliseconds.
    pub start_ms: TimestampMs,
    /// The last possible evaluation time, inclusive.
    pub end_ms: TimestampMs,
    /// Step in milliseconds; at least 1.
    pub step_ms: i64,
}

impl Grid {
    /// The grid of an instant query. Its step is 1 ms, as in Prometheus.
    pub const fn instant(at_ms: TimestampMs) -> Self {
        Self { start_ms: at_ms, end_ms: at_ms, step_ms: 1 }
    }

    /// The grid with only the first step.
    #[must_use]
    pub const fn first_step(self) -> Self {
        Self { end_ms: self.start_ms, ..self }
    }

    /// Whether it is the grid of an evaluation at a single time. A grid that ends after its only step is not: as in
    /// Prometheus, rows of one step are then unordered, and rows with equal labels are an error at once.
    pub const fn is_single(self) -> bool {
        self.start_ms == self.end_ms
    }

    /// Number of steps; 0 if the end is before the start.
    pub const fn step_count(&self) -> u64 {
        // The distance between any two times fits into an unsigned 64-bit integer.
        let length_ms = self.end_ms.wrapping_sub(self.start_ms) as u64;
        if self.end_ms < self.start_ms { 0 } else { (length_ms / self.step_ms as u64).saturating_add(1) }
    }

    /// Number of steps as a `usize`, saturating.
    pub const fn n_steps(&self) -> usize {
        let n_steps = self.step_count();
        if n_steps > usize::MAX as u64 { usize::MAX } else { n_steps as usize }
    }

    /// Evaluation time of a step.
    pub const fn at(&self, step_idx: usize) -> TimestampMs {
        // The product may overflow even if the sum does not.
        self.start_ms.wrapping_add(self.step_ms.wrapping_mul(step_idx as i64))
    }
}

/// The id of a node, numbered in Prometheus's order of evaluation: children first, left to right. Annotations are
/// merged in this order; equal ones show the position of the last.
pub type NodeId = u32;

/// One node of the plan.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Node {
    /// Its id.
    pub id: NodeId,
    /// Its position in the query.
    pub range: SourceRange,
    /// Type of its value.
    pub value_type: ValueType,
    /// Its operation.
    pub kind: NodeKind,
}

impl Node {
    /// The direct children, in the order of the query, except that a parameter precedes its expression.
    pub fn children(&self) -> impl Iterator<Item = &Self> {
        let (few, many): ([Option<&Self>; 2], &[Self]) = match &self.kind {
            NodeKind::Number(_) | NodeKind::String(_) | NodeKind::VectorSelector(_) | NodeKind::MatrixSelector(_) => {
                ([None, None], &[])
            }
            NodeKind::Subquery(subquery) => ([Some(&subquery.expr), None], &[]),
            NodeKind::Call(call) => ([None, None], &call.args),
            NodeKind::Aggregate(aggregate) => ([aggregate.param.as_deref(), Some(&aggregate.expr)], &[]),
            NodeKind::Binary(binary) => ([Some(&binary.lhs), Some(&binary.rhs)], &[]),
            NodeKind::Plus(inner)
            | NodeKind::Negate(inner)
            | NodeKind::StepInvariant(inner)
            | NodeKind::Merge(inner)
            | NodeKind::DropNames(inner) => ([Some(inner), None], &[]),
        };
        few.into_iter().flatten().chain(many)
    }

    /// The direct children, mutable.
    pub fn children_mut(&mut self) -> impl Iterator<Item = &mut Self> {
        let (few, many): ([Option<&mut Self>; 2], &mut [Self]) = match &mut self.kind {
            NodeKind::Number(_) | NodeKind::String(_) | NodeKind::VectorSelector(_) | NodeKind::MatrixSelector(_) => {
                ([None, None], &mut [])
            }
            NodeKind::Subquery(subquery) => ([Some(&mut subquery.expr), None], &mut []),
            NodeKind::Call(call) => ([None, None], &mut call.args),
            NodeKind::Aggregate(aggregate) => ([aggregate.param.as_deref_mut(), Some(&mut aggregate.expr)], &mut []),
            NodeKind::Binary(binary) => ([Some(&mut binary.lhs), Some(&mut binary.rhs)], &mut []),
            NodeKind::Plus(inner)
            | NodeKind::Negate(inner)
            | NodeKind::StepInvariant(inner)
            | NodeKind::Merge(inner)
            | NodeKind::DropNames(inner) => ([Some(inner), None], &mut []),
        };
        few.into_iter().flatten().chain(many)
    }

    /// The node that produces the samples: merges and dropped names only change labels.
    pub fn sampled(&self) -> &Self {
        let mut node = self;
        while let NodeKind::Merge(inner) | NodeKind::DropNames(inner) = &node.kind {
            node = inner;
        }
        node
    }
}

/// The operation of a node.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum NodeKind {
    /// A number.
    Number(#[cfg_attr(feature = "serde", serde(with = "promenade_model::float_text"))] f64),
    /// A string.
    String(String),
    /// An instant vector selector.
    VectorSelector(VectorSelector),
    /// A range vector selector: argument of a call, or the root of an instant query.
    MatrixSelector(MatrixSelector),
    /// A subquery: argument of a call, or the root of an instant query.
    Subquery(Subquery),
    /// A function call.
    Call(CallNode),
    /// An aggregation.
    Aggregate(AggregateNode),
    /// A binary operation.
    Binary(BinaryNode),
    /// Unary plus. It does nothing, but a function around it does not see a selector.
    Plus(TreeBox<Node>),
    /// Unary minus.
    Negate(TreeBox<Node>),
    /// A part with the same value at all steps, evaluated only at the first.
    StepInvariant(TreeBox<Node>),
    /// Merges rows with equal labels. Two such rows at the same step are an error.
    Merge(TreeBox<Node>),
    /// The end of a query with delayed name removal: drops the names of rows marked for it, and merges the rows.
    DropNames(TreeBox<Node>),
}

/// An instant vector selector.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct VectorSelector {
    /// All matchers, including the one on the metric name.
    pub matchers: Vec<Matcher>,
    /// The offset.
    pub offset_ms: i64,
    /// The time set by `@`, before the offset.
    pub at_ms: Option<TimestampMs>,
    /// `anchored` or `smoothed`.
    pub mode: RangeMode,
    /// Only count and sum of native histograms are needed.
    pub skip_buckets: bool,
    /// The times that it reads.
    pub times: SelectorTimes,
}

/// A range vector selector.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct MatrixSelector {
    /// The selector without its range.
    pub selector: VectorSelector,
    /// Length of the window in milliseconds.
    pub range_ms: i64,
}

/// A subquery. Its steps are multiples of `step_ms`, from the first strictly after the start of the first window to the
/// end of the last.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Subquery {
    /// The inner expression.
    pub expr: TreeBox<Node>,
    /// Length of the window in milliseconds.
    pub range_ms: i64,
    /// Step in milliseconds; the default is already applied.
    pub step_ms: i64,
    /// The offset.
    pub offset_ms: i64,
    /// The time set by `@`, before the offset.
    pub at_ms: Option<TimestampMs>,
}

impl Subquery {
    /// The steps of the inner expression if the subquery is evaluated at the steps of `around`.
    pub const fn grid(&self, around: Grid) -> Grid {
        let (first_ms, last_ms) = match (self.at_ms, around.n_steps()) {
            (Some(at_ms), _) => (at_ms, at_ms),
            (None, 0) => (around.start_ms, around.end_ms),
            (None, n_steps) => (around.start_ms, around.at(n_steps - 1)),
        };
        let open_ms = first_ms.saturating_sub(self.offset_ms).saturating_sub(self.range_ms);
        let start_ms = open_ms.saturating_sub(open_ms.rem_euclid(self.step_ms)).saturating_add(self.step_ms);
        Grid { start_ms, end_ms: last_ms.saturating_sub(self.offset_ms), step_ms: self.step_ms }
    }
}

/// A function call.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CallNode {
    /// The function.
    #[cfg_attr(feature = "serde", serde(with = "promenade_functions::by_name::function"))]
    pub def: &'static FunctionDef,
    /// The given arguments. A call of `info` always has its second argument, with all implied matchers.
    pub args: TreeBox<Vec<Node>>,
}

/// An aggregation.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AggregateNode {
    /// The aggregator.
    #[cfg_attr(feature = "serde", serde(with = "promenade_functions::by_name::aggregator"))]
    pub def: &'static AggregatorDef,
    /// The grouping.
    pub grouping: Grouping,
    /// The parameter, if the aggregator has one.
    pub param: Option<TreeBox<Node>>,
    /// The aggregated expression.
    pub expr: TreeBox<Node>,
}

/// The labels that define the groups.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Grouping {
    /// Label names, sorted and unique.
    pub labels: Vec<String>,
    /// Whether these labels are dropped (`without`) or kept (`by`).
    pub without: bool,
}

/// A binary operation.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct BinaryNode {
    /// The operator.
    pub op: BinaryOp,
    /// Left side.
    pub lhs: TreeBox<Node>,
    /// Right side.
    pub rhs: TreeBox<Node>,
    /// The matching of series, if both sides are vectors.
    pub matching: Option<VectorMatching>,
    /// `bool`: a comparison returns 0 or 1 instead of filtering.
    pub return_bool: bool,
}

impl BinaryNode {
    /// Whether the result is no longer a sample of the metric, so that its name is dropped.
    pub fn changes_schema(&self) -> bool {
        binary_operator(self.op).drops_name
    }
}

/// The matching of series of two vectors.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct VectorMatching {
    /// How many series of each side can have the same signature.
    pub cardinality: VectorMatchCardinality,
    /// The labels that are included in or excluded from the signature, sorted.
    pub labels: Vec<String>,
    /// Whether `labels` are included in the signature (`on`) or excluded from it (`ignoring`).
    pub on: bool,
    /// Labels copied from the "one" side, as listed in `group_left` or `group_right`.
    pub include: Vec<String>,
    /// Values for series without a match.
    pub fill: FillValues,
}
