//! Binary operators between vectors. The rows to match are determined once, before any cell is computed.
//!
//! A signature with one series on the "one" side, whose results cannot collide, yields rows that are computed on
//! request ([`pairs`](super::pairs)). If several series share a signature so that matches depend on the step, the
//! rows of that signature are computed immediately ([`ambiguous_match`]).

use std::sync::Arc;

use promenade_model::Labels;
use promenade_plan::{BinaryNode, VectorMatchCardinality, VectorMatching};
use rustc_hash::FxHashSet;

use super::ambiguous_match::{self, AmbiguousMatches};
use super::cell::CellOp;
use super::pairs::{Pair, PairOp, Pairs};
use super::result_labels::ResultLabels;
use super::signature::{Groups, Signatures};
use super::union::Union;
use crate::context::NodeRef;
use crate::evaluator::Evaluator;
use crate::operators::merge;
use crate::tiles::{evaluate_for_annotations, materialize};
use crate::{ExecError, Operator, QueryContext, RowMeta};

/// Builds an arithmetic or comparison operator between two vectors.
///
/// # Errors
/// Returns an error if samples have more than one match, or any error of computing the rows.
pub(super) fn build(
    evaluator: &mut Evaluator<'_>,
    node: NodeRef,
    binary: &BinaryNode,
    matching: VectorMatching,
    (lhs, rhs): (Arc<dyn Operator>, Arc<dyn Operator>),
) -> Result<Arc<dyn Operator>, ExecError> {
    let drops_name = binary.changes_schema() || (binary.return_bool && !evaluator.ctx.delays_name_removal());
    let join = Join::new(evaluator.ctx, node, binary, matching, (lhs, rhs), drops_name)?;
    let plan = join.plan(evaluator.ctx)?;
    for (side, rows) in [(&join.many, &plan.unread_many), (&join.one, &plan.unread_one)] {
        evaluate_for_annotations(side.as_ref(), rows, evaluator.ctx, &mut evaluator.annotations)?;
    }
    let mut ambiguous = ambiguous_match::compute(evaluator, &join, &plan.ambiguous)?;
    let collision = ambiguous.collision.take();
    let operator = join.operator(evaluator, plan.rows, ambiguous)?;
    match collision {
        Some((step_idx, _)) if has_met_before(evaluator, operator.as_ref(), step_idx)? => {
            Err(ExecError::DuplicateLabelset)
        }
        Some((_, error)) => Err(error),
        None => Ok(operator),
    }
}

/// Whether two rows with equal labels have a sample at the same step before `step_idx`. Prometheus reports that error
/// first.
fn has_met_before(evaluator: &mut Evaluator<'_>, operator: &dyn Operator, step_idx: usize) -> Result<bool, ExecError> {
    if step_idx == 0 || !merge::has_duplicates(operator.series()) {
        return Ok(false);
    }
    let block = materialize(operator, evaluator.ctx, &mut evaluator.annotations)?;
    let mut seen: FxHashSet<(&Labels, usize)> = FxHashSet::default();
    let rows = operator.series().iter().enumerate();
    let mut met = rows.flat_map(|(i, row)| {
        let present = (0..step_idx).filter(|step| block.is_present(i, *step));
        present.map(|step| (&row.labels, step)).collect::<Vec<_>>()
    });
    Ok(met.any(|cell| !seen.insert(cell)))
}

/// Two vectors, and how they are matched.
pub(super) struct Join {
    pub(super) many: Arc<dyn Operator>,
    pub(super) one: Arc<dyn Operator>,
    pub(super) cardinality: VectorMatchCardinality,
    pub(super) labels: ResultLabels,
    pub(super) op: PairOp,
    pub(super) node: NodeRef,
    pub(super) many_groups: Groups,
    pub(super) one_groups: Groups,
    return_bool: bool,
    n_signatures: usize,
}

/// A row of the result with its position.
pub(super) struct PlacedRow<T> {
    /// The index of the row's "many" side; rows whose "many" side is filled in come after all others.
    pub(super) place: u32,
    /// The metadata of the row.
    pub(super) meta: RowMeta,
    /// The source of its cells.
    pub(super) source: T,
}

/// The rows that match.
#[derive(Default)]
struct JoinPlan {
    rows: Vec<PlacedRow<Pair>>,
    /// Signatures whose matches depend on the step.
    ambiguous: Vec<u32>,
    unread_many: Vec<u32>,
    unread_one: Vec<u32>,
}

impl Join {
    fn new(
        ctx: &QueryContext,
        node: NodeRef,
        binary: &BinaryNode,
        matching: VectorMatching,
        (lhs, rhs): (Arc<dyn Operator>, Arc<dyn Operator>),
        drops_name: bool,
    ) -> Result<Self, ExecError> {
        let is_swapped = matching.cardinality == VectorMatchCardinality::OneToMany;
        let (many, one) = if is_swapped { (rhs, lhs) } else { (lhs, rhs) };
        let signatures = Signatures::new(ctx, &matching, many.series(), one.series())?;
        let (fill_many, fill_one) = matching.fill.of_many_and_one(matching.cardinality);
        let op = PairOp {
            op: CellOp::new(binary.op, binary.return_bool),
            is_swapped,
            fill_many,
            fill_one,
            n_many: many.series().len() as u32,
        };
        Ok(Self {
            many_groups: Groups::new(&signatures.first, signatures.n),
            one_groups: Groups::new(&signatures.second, signatures.n),
            n_signatures: signatures.n,
            return_bool: binary.return_bool,
            cardinality: matching.cardinality,
            labels: ResultLabels::new(matching, drops_name),
            many,
            one,
            op,
            node,
        })
    }

    /// The metadata of the result row of two rows.
    pub(super) fn meta(&self, pair: Pair) -> RowMeta {
        let many = pair.many.map(|row| &self.many.series()[row as usize].labels);
        let one = pair.one.map(|row| &self.one.series()[row as usize].labels);
        let labels = match (many, one) {
            (Some(many), Some(one)) => self.labels.pair(many, one),
            (Some(many), None) => self.labels.many_alone(many),
            (None, Some(one)) => self.labels.one_alone(one),
            (None, None) => Labels::empty(),
        };
        RowMeta { labels, drop_name: self.return_bool }
    }

    fn plan(&self, ctx: &QueryContext) -> Result<JoinPlan, ExecError> {
        let mut plan = JoinPlan::default();
        for signature in 0..self.n_signatures as u32 {
            self.plan_group(signature, &mut plan, ctx)?;
        }
        plan.rows.sort_by_key(|row| row.place);
        plan.unread_many.sort_unstable();
        plan.unread_one.sort_unstable();
        Ok(plan)
    }

    fn plan_group(&self, signature: u32, plan: &mut JoinPlan, ctx: &QueryContext) -> Result<(), ExecError> {
        let (many, one) = (self.many_groups.of(signature), self.one_groups.of(signature));
        if one.len() > 1 {
            plan.ambiguous.push(signature);
            return Ok(());
        }
        let one = one.first().copied();
        let mut rows = Vec::new();
        if one.is_some() || self.op.fill_one.is_some() {
            for row in many {
                rows.push(self.placed(Pair { many: Some(*row), one }, ctx)?);
            }
        } else {
            plan.unread_many.extend_from_slice(many);
        }
        if self.op.fill_many.is_some() && one.is_some() {
            let filled = self.placed(Pair { many: None, one }, ctx)?;
            // A row with the same labels in either case can be filled in on both sides.
            if !(many.len() == 1 && rows[0].meta == filled.meta) {
                rows.push(filled);
            }
        } else if many.is_empty() {
            plan.unread_one.extend(one);
        }
        if self.changes_when_filled(&rows) || self.may_collide(many.len(), &rows) {
            plan.ambiguous.push(signature);
        } else {
            plan.rows.append(&mut rows);
        }
        Ok(())
    }

    /// Whether any row has other labels at steps where the "one" side is filled in.
    fn changes_when_filled(&self, rows: &[PlacedRow<Pair>]) -> bool {
        let changes = |row: &PlacedRow<Pair>| {
            let filled = Pair { one: None, ..row.source };
            filled.many.is_some() && self.meta(filled) != row.meta
        };
        self.op.fill_one.is_some() && self.labels.includes_any() && rows.iter().any(changes)
    }

    /// Whether several of the rows may have a result at a step where only one is allowed.
    fn may_collide(&self, n_many: usize, rows: &[PlacedRow<Pair>]) -> bool {
        if rows.len() < 2 {
            return false;
        }
        let is_filled_too = n_many > 0 && rows.iter().any(|row| row.source.many.is_none());
        let mut labels = FxHashSet::default();
        self.cardinality == VectorMatchCardinality::OneToOne
            || is_filled_too
            || !rows.iter().all(|row| labels.insert(&row.meta.labels))
    }

    fn placed(&self, pair: Pair, ctx: &QueryContext) -> Result<PlacedRow<Pair>, ExecError> {
        let meta = self.meta(pair);
        // A long label value of the "one" side may be copied to all series of the "many" side.
        let n_label_bytes = if self.labels.includes_any() { meta.labels.n_bytes() } else { 0 };
        ctx.hold(n_label_bytes + size_of::<PlacedRow<Pair>>() + size_of::<RowMeta>())?;
        Ok(PlacedRow { place: self.op.place(pair), meta, source: pair })
    }

    /// The operator of all rows, in the order of their positions.
    fn operator(
        self,
        evaluator: &mut Evaluator<'_>,
        rows: Vec<PlacedRow<Pair>>,
        ambiguous: AmbiguousMatches,
    ) -> Result<Arc<dyn Operator>, ExecError> {
        let n_steps = self.many.n_steps();
        let mut places: Vec<(u32, (u32, u32))> = Vec::new();
        places.extend(rows.iter().enumerate().map(|(i, row)| (row.place, (0, i as u32))));
        places.extend(ambiguous.places.iter().enumerate().map(|(i, place)| (*place, (1, i as u32))));
        let pairs: Arc<dyn Operator> = Arc::new(Pairs::new(evaluator, self, rows)?);
        if ambiguous.places.is_empty() {
            return Ok(pairs);
        }
        places.sort_by_key(|(place, _)| *place);
        let parts: Vec<Arc<dyn Operator>> = vec![pairs, Arc::new(ambiguous.rows)];
        let meta = |part: u32, row: u32| parts[part as usize].series()[row as usize].clone();
        let rows: Vec<_> = places.into_iter().map(|(_, at)| (at, meta(at.0, at.1))).collect();
        Ok(Arc::new(Union::new(parts, n_steps, rows)))
    }
}
