//! `or`: the left side, and the samples of the right side without a match on the left.

use std::sync::Arc;

use promenade_functions::samples::is_absent;
use promenade_plan::VectorMatching;
use rustc_hash::{FxHashMap, FxHashSet};

use super::set::{Masked, Presence};
use super::signature::Signatures;
use super::union::Union;
use crate::evaluator::{Evaluator, Scope};
use crate::operators::Materialized;
use crate::tiles::materialize;
use crate::{Block, ExecError, Operator, RowMeta, Task};

/// Returns the samples of the left side, and those of the right side whose signature the left side does not have at
/// the step.
///
/// Rows of the left side whose signature occurs on the right side are computed here, all others on request.
///
/// # Errors
/// Returns any error of computing the left side.
pub(super) fn or(
    evaluator: &mut Evaluator<'_>,
    matching: &VectorMatching,
    (lhs, rhs): (Arc<dyn Operator>, Arc<dyn Operator>),
    scope: Scope,
) -> Result<Arc<dyn Operator>, ExecError> {
    let signatures = Signatures::new(evaluator.ctx, matching, lhs.series(), rhs.series())?;
    let on_the_right: FxHashSet<u32> = signatures.second.iter().copied().collect();
    let is_shared = |row: &u32| on_the_right.contains(&signatures.first[*row as usize]);
    let shared: Vec<u32> = (0..lhs.series().len() as u32).filter(is_shared).collect();
    let left = Left::read(evaluator, lhs, shared)?;
    let shared_signatures: Vec<u32> = left.shared.iter().map(|row| signatures.first[*row as usize]).collect();
    let computed: Arc<dyn Operator> = left.computed.clone();
    let present = Presence::of(evaluator, (&computed, &shared_signatures), &shared_signatures)?;
    let slots = present.slots(&signatures.second);
    let right = Arc::new(Masked { input: rhs, slots, bits: present.bits, keep: false });
    // With delayed name removal, an evaluation at a single step does not merge rows with equal labels.
    let keeps_equal_rows = evaluator.ctx.delays_name_removal() && scope.grid.is_single();
    left.or(evaluator, right, keeps_equal_rows)
}

/// The left side.
struct Left {
    lazy: Arc<dyn Operator>,
    /// The rows whose signature occurs on the right side, already computed.
    computed: Arc<Materialized>,
    /// The indices of these rows.
    shared: Vec<u32>,
}

/// Indices of the union's parts.
const LAZY: u32 = 0;
const COMPUTED: u32 = 1;
const RIGHT: u32 = 2;
const OVERLAY: u32 = 3;

impl Left {
    fn read(evaluator: &mut Evaluator<'_>, lazy: Arc<dyn Operator>, shared: Vec<u32>) -> Result<Self, ExecError> {
        let picked = Union::pick(&lazy, &shared);
        let block = materialize(&picked, evaluator.ctx, &mut evaluator.annotations)?;
        Ok(Self { computed: Arc::new(Materialized::new(picked.series().clone(), block)), lazy, shared })
    }

    /// Combines all rows of this side with those of the other side. Rows with equal labels are merged unless
    /// `keeps_equal_rows`.
    fn or(
        self,
        evaluator: &Evaluator<'_>,
        right: Arc<Masked>,
        keeps_equal_rows: bool,
    ) -> Result<Arc<dyn Operator>, ExecError> {
        let overlay = self.overlay(evaluator, &right, keeps_equal_rows)?;
        let mut source: Vec<(u32, u32)> = (0..self.lazy.series().len() as u32).map(|row| (LAZY, row)).collect();
        for (i, row) in (0..).zip(&self.shared) {
            source[*row as usize] = (COMPUTED, i);
        }
        let mut meta = self.lazy.series().to_vec();
        let mut is_taken = vec![false; right.series().len()];
        for (i, (computed, under)) in (0..).zip(&overlay.rows) {
            let row = self.shared[*computed as usize] as usize;
            source[row] = (OVERLAY, i);
            meta[row] = overlay.meta[i as usize].clone();
            is_taken[*under as usize] = true;
        }
        for row in (0..is_taken.len()).filter(|row| !is_taken[*row]) {
            source.push((RIGHT, row as u32));
            meta.push(right.series()[row].clone());
        }
        let n_steps = right.n_steps();
        let parts: Vec<Arc<dyn Operator>> = vec![self.lazy, self.computed, right, Arc::new(overlay)];
        Ok(Arc::new(Union::new(parts, n_steps, source.into_iter().zip(meta))))
    }

    /// The rows with the same labels on both sides. Equal labels have equal signatures, so the left row is already
    /// computed.
    fn overlay(
        &self,
        evaluator: &Evaluator<'_>,
        right: &Arc<Masked>,
        keeps_equal_rows: bool,
    ) -> Result<Overlay, ExecError> {
        let mut rows: Vec<(u32, u32)> = Vec::new();
        if !keeps_equal_rows {
            let computed = (0..).zip(self.computed.series().iter());
            let mut by_labels: FxHashMap<_, u32> = computed.map(|(row, meta)| (&meta.labels, row)).collect();
            let partner = |(row, meta): (u32, &RowMeta)| Some((by_labels.remove(&meta.labels)?, row));
            rows = (0..).zip(right.series().iter()).filter_map(partner).collect();
        }
        let mut meta: Vec<RowMeta> =
            rows.iter().map(|(row, _)| self.computed.series()[*row as usize].clone()).collect();
        if evaluator.ctx.delays_name_removal() {
            for (meta, (computed, under)) in meta.iter_mut().zip(&rows) {
                let other = right.series()[*under as usize].drop_name;
                if other != meta.drop_name && self.begins_later(evaluator, *computed, right, *under)? {
                    meta.drop_name = other;
                }
            }
        }
        Ok(Overlay { over: self.computed.clone(), under: right.clone(), rows, meta: meta.into() })
    }

    /// Whether the first sample of a computed row comes after the first one of a row of the right side. The earlier
    /// row decides whether the name of the merged row is dropped.
    fn begins_later(
        &self,
        evaluator: &Evaluator<'_>,
        computed: u32,
        right: &Arc<Masked>,
        under: u32,
    ) -> Result<bool, ExecError> {
        let under = right.block(&[under], &mut Task::new(evaluator.ctx))?;
        let whole = self.computed.rows();
        let first = |block: &Block, row| (0..block.n_steps()).find(|step| block.is_present(row, *step));
        let none = usize::MAX;
        Ok(first(&under, 0).unwrap_or(none) < first(whole, computed as usize).unwrap_or(none))
    }
}

/// Computed rows whose empty cells are taken from rows of the right side.
struct Overlay {
    over: Arc<Materialized>,
    under: Arc<Masked>,
    /// The row of `over` and the row of `under`.
    rows: Vec<(u32, u32)>,
    meta: Arc<[RowMeta]>,
}

impl Operator for Overlay {
    fn series(&self) -> &Arc<[RowMeta]> {
        &self.meta
    }

    fn n_steps(&self) -> usize {
        self.over.n_steps()
    }

    fn block(&self, rows: &[u32], task: &mut Task<'_>) -> Result<Block, ExecError> {
        let under: Vec<u32> = rows.iter().map(|row| self.rows[*row as usize].1).collect();
        let mut out = self.under.block(&under, task)?;
        for (i, row) in rows.iter().enumerate() {
            put_over(&mut out, i, self.over.rows(), self.rows[*row as usize].0 as usize);
        }
        Ok(out)
    }

    fn is_silent(&self) -> bool {
        self.under.is_silent()
    }
}

/// Copies the cells of a row that are not empty over those of another row.
fn put_over(out: &mut Block, row_idx: usize, over: &Block, over_row_idx: usize) {
    for (cell, v) in out.row_mut(row_idx).iter_mut().zip(over.row(over_row_idx)) {
        *cell = if is_absent(*v) { *cell } else { *v };
    }
    let histograms = over.histogram_row(over_row_idx);
    if !histograms.is_empty() {
        let mut all = out.take_histogram_row(row_idx);
        all.extend_from_slice(histograms);
        all.sort_by_key(|(step, _)| *step);
        out.set_histogram_row(row_idx, all);
    }
}
