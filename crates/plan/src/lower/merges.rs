//! Merges: dropping names or writing labels may produce rows with equal labels, which are merged.
//!
//! With delayed name removal, names stay until the end of the query. Until then an evaluation at a single time keeps
//! rows with equal labels, as does everything that Prometheus evaluates series by series.

use promenade_functions::Kernel;
use promenade_functions::aggregators::AggregatorKernel;
use promenade_model::labels::is_metadata_label;
use promenade_model::stack::{TreeBox, deeper};
use promenade_model::{Features, ValueType};

use crate::logical::{AggregateNode, BinaryNode, BinaryOp, CallNode, Grid, Grouping, Node, NodeKind};

/// Inserts a merge around each node whose rows may have equal labels, and with delayed name removal the name drop
/// around the whole query.
pub(super) fn place(root: &mut Node, features: Features, grid: Grid) {
    let is_delayed = features.delayed_name_removal;
    Placement { is_delayed }.visit(root, grid);
    if !is_delayed {
        return;
    }
    // The samples of a subquery at the root are those of its steps.
    let end = if let NodeKind::Subquery(subquery) = &mut root.kind { &mut *subquery.expr } else { root };
    if end.value_type == ValueType::Vector {
        wrap(end, NodeKind::DropNames);
    }
}

struct Placement {
    /// Whether names are dropped at the end of the query.
    is_delayed: bool,
}

/// How Prometheus evaluates an operation that may produce equal rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Evaluation {
    /// Step by step.
    Steps,
    /// Series by series.
    Series,
    /// The operation writes labels, regardless of names.
    Relabels,
}

/// Known properties of the rows of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rows {
    /// Labels are unique, even without metric names.
    Distinct,
    /// Labels may be equal except for metric names.
    Named,
}

impl Placement {
    /// Inserts merges in a node and around it.
    fn visit(&self, node: &mut Node, grid: Grid) -> Rows {
        deeper(|| self.node(node, grid))
    }

    fn node(&self, node: &mut Node, grid: Grid) -> Rows {
        let (evaluation, rows) = match &mut node.kind {
            NodeKind::Number(_) | NodeKind::String(_) | NodeKind::VectorSelector(_) | NodeKind::MatrixSelector(_) => {
                return Rows::Named;
            }
            NodeKind::Subquery(subquery) => {
                let inside = subquery.grid(grid);
                return self.visit(&mut subquery.expr, inside);
            }
            NodeKind::StepInvariant(inner) => return self.visit(inner, grid.first_step()),
            NodeKind::Plus(inner) | NodeKind::Merge(inner) | NodeKind::DropNames(inner) => {
                return self.visit(inner, grid);
            }
            NodeKind::Aggregate(aggregate) => return self.aggregate(aggregate, grid),
            NodeKind::Negate(inner) => match self.visit(inner, grid) {
                Rows::Distinct => return Rows::Distinct,
                Rows::Named => (Evaluation::Series, Rows::Distinct),
            },
            NodeKind::Call(call) => match self.call(call, grid) {
                (None, rows) => return rows,
                (Some(evaluation), rows) => (evaluation, rows),
            },
            NodeKind::Binary(binary) => match self.binary(binary, grid) {
                (None, rows) => return rows,
                (Some(evaluation), rows) => (evaluation, rows),
            },
        };
        if node.value_type != ValueType::Vector || !self.merges(evaluation, grid) {
            return Rows::Named;
        }
        wrap(node, NodeKind::Merge);
        if self.is_delayed { Rows::Named } else { rows }
    }

    fn merges(&self, evaluation: Evaluation, grid: Grid) -> bool {
        match evaluation {
            Evaluation::Relabels => true,
            Evaluation::Steps => !self.is_delayed || !grid.is_single(),
            Evaluation::Series => !self.is_delayed,
        }
    }

    fn aggregate(&self, aggregate: &mut AggregateNode, grid: Grid) -> Rows {
        if let Some(param) = &mut aggregate.param {
            self.visit(param, grid);
        }
        let input = self.visit(&mut aggregate.expr, grid);
        match aggregate.def.kernel {
            AggregatorKernel::Fold(_) | AggregatorKernel::Quantile => rows_of_groups(&aggregate.grouping),
            AggregatorKernel::Ranked(_) | AggregatorKernel::LimitK | AggregatorKernel::LimitRatio => input,
            AggregatorKernel::CountValues => Rows::Named,
        }
    }

    /// Returns how a call may produce equal rows, if at all, and the properties of its rows after merging.
    fn call(&self, call: &mut CallNode, grid: Grid) -> (Option<Evaluation>, Rows) {
        let args: Vec<Rows> = call.args.iter_mut().map(|arg| self.visit(arg, grid)).collect();
        let vector = call.args.iter().position(|arg| matches!(arg.value_type, ValueType::Vector | ValueType::Matrix));
        let input = vector.map(|idx| args[idx]);
        match effect(call.def.kernel) {
            Effect::DropsNames(_) if input != Some(Rows::Named) => (None, Rows::Distinct),
            Effect::DropsNames(evaluation) if call.def.behavior.keeps_name => {
                let is_selector = vector.is_some_and(|idx| matches!(call.args[idx].kind, NodeKind::MatrixSelector(_)));
                (if is_selector { None } else { Some(evaluation) }, Rows::Named)
            }
            Effect::DropsNames(evaluation) => (Some(evaluation), Rows::Distinct),
            Effect::WritesLabels(evaluation, rows) => (Some(evaluation), rows),
            Effect::Keeps => (None, input.unwrap_or(Rows::Named)),
            Effect::Makes(rows) => (None, rows),
        }
    }

    /// Same as [`call`](Self::call), for a binary operation.
    fn binary(&self, binary: &mut BinaryNode, grid: Grid) -> (Option<Evaluation>, Rows) {
        let (lhs, rhs) = (self.visit(&mut binary.lhs, grid), self.visit(&mut binary.rhs, grid));
        let drops_name = binary.changes_schema() || binary.return_bool;
        let side = match (binary.lhs.value_type, binary.rhs.value_type) {
            (ValueType::Vector, ValueType::Vector) => None,
            (ValueType::Vector, _) => Some(lhs),
            _ => Some(rhs),
        };
        match (side, binary.op) {
            (Some(Rows::Named), _) if drops_name => (Some(Evaluation::Steps), Rows::Distinct),
            (Some(rows), _) => (None, rows),
            (None, BinaryOp::And | BinaryOp::Unless) => (None, lhs),
            (None, BinaryOp::Or) => {
                let both = if lhs == Rows::Distinct { rhs } else { Rows::Named };
                (Some(Evaluation::Steps), both)
            }
            (None, _) => {
                let includes = binary.matching.iter().flat_map(|matching| &matching.include);
                let is_nameless = drops_name && !includes.map(String::as_str).any(is_metadata_label);
                (Some(Evaluation::Steps), if is_nameless { Rows::Distinct } else { Rows::Named })
            }
        }
    }
}

/// The effect of a function on the labels of its argument.
enum Effect {
    /// Drops the metric name, unless the function keeps names.
    DropsNames(Evaluation),
    /// Writes labels; with the properties of the rows after merging.
    WritesLabels(Evaluation, Rows),
    /// Keeps the rows.
    Keeps,
    /// Creates new rows, or none.
    Makes(Rows),
}

const fn effect(kernel: Kernel) -> Effect {
    match kernel {
        Kernel::Math(_)
        | Kernel::Elementwise(_)
        | Kernel::Date(_)
        | Kernel::Histogram(_)
        | Kernel::Timestamp
        | Kernel::StartTimestamp => Effect::DropsNames(Evaluation::Steps),
        Kernel::Range(_) => Effect::DropsNames(Evaluation::Series),
        Kernel::HistogramQuantile | Kernel::HistogramFraction => {
            Effect::WritesLabels(Evaluation::Steps, Rows::Distinct)
        }
        Kernel::HistogramQuantiles => Effect::WritesLabels(Evaluation::Steps, Rows::Named),
        Kernel::LabelReplace | Kernel::LabelJoin | Kernel::Info => {
            Effect::WritesLabels(Evaluation::Relabels, Rows::Named)
        }
        Kernel::Sort(_) | Kernel::SortByLabel(_) => Effect::Keeps,
        Kernel::Absent | Kernel::AbsentOverTime | Kernel::ToVector => Effect::Makes(Rows::Distinct),
        Kernel::Scalar(_) | Kernel::Time | Kernel::Context(_) | Kernel::ToScalar => Effect::Makes(Rows::Named),
    }
}

/// Groups have different labels; `without` removes names from them.
fn rows_of_groups(grouping: &Grouping) -> Rows {
    let keeps_name = !grouping.without && grouping.labels.iter().any(|label| is_metadata_label(label));
    if keeps_name { Rows::Named } else { Rows::Distinct }
}

fn wrap(node: &mut Node, around: fn(TreeBox<Node>) -> NodeKind) {
    let (range, value_type) = (node.range.clone(), node.value_type);
    let empty = Node { id: 0, range: range.clone(), value_type, kind: NodeKind::Number(0.0) };
    let inner = std::mem::replace(node, empty);
    *node = Node { id: 0, range, value_type, kind: around(TreeBox::new(inner)) };
}
