//! `and` and `unless`: keep samples by whether the other side has a sample with the same signature.

use std::sync::Arc;

use promenade_plan::VectorMatching;
use rustc_hash::{FxHashMap, FxHashSet};

use super::bits::{StepBits, mask_row};
use super::signature::Signatures;
use super::union::Union;
use crate::evaluator::Evaluator;
use crate::tiles::{evaluate_for_annotations, run_tiles};
use crate::{Block, ExecError, Operator, RowMeta, Task};

/// Returns the samples of the left side whose signature the right side has.
///
/// # Errors
/// Returns any error of computing the right side.
pub(super) fn and(
    evaluator: &mut Evaluator<'_>,
    matching: &VectorMatching,
    lhs: &Arc<dyn Operator>,
    rhs: &Arc<dyn Operator>,
) -> Result<Arc<dyn Operator>, ExecError> {
    let signatures = Signatures::new(evaluator.ctx, matching, lhs.series(), rhs.series())?;
    let present = Presence::of(evaluator, (rhs, &signatures.second), &signatures.first)?;
    let slots = present.slots(&signatures.first);
    let (read, unread): (Vec<u32>, Vec<u32>) = (0..slots.len() as u32).partition(|row| slots[*row as usize].is_some());
    evaluate_for_annotations(lhs.as_ref(), &unread, evaluator.ctx, &mut evaluator.annotations)?;
    let input: Arc<dyn Operator> = if unread.is_empty() { lhs.clone() } else { Arc::new(Union::pick(lhs, &read)) };
    let slots = read.iter().map(|row| slots[*row as usize]).collect();
    Ok(Arc::new(Masked { input, slots, bits: present.bits, keep: true }))
}

/// Returns the samples of the left side whose signature the right side does not have.
///
/// # Errors
/// Same as [`and`].
pub(super) fn unless(
    evaluator: &mut Evaluator<'_>,
    matching: &VectorMatching,
    lhs: &Arc<dyn Operator>,
    rhs: &Arc<dyn Operator>,
) -> Result<Arc<dyn Operator>, ExecError> {
    let signatures = Signatures::new(evaluator.ctx, matching, lhs.series(), rhs.series())?;
    let present = Presence::of(evaluator, (rhs, &signatures.second), &signatures.first)?;
    let slots = present.slots(&signatures.first);
    Ok(Arc::new(Masked { input: lhs.clone(), slots, bits: present.bits, keep: false }))
}

/// Rows with some cells cleared.
pub(crate) struct Masked {
    /// The source of the rows.
    pub(crate) input: Arc<dyn Operator>,
    /// The bitmap of each row; rows without one are unchanged.
    pub(crate) slots: Vec<Option<u32>>,
    /// The bitmaps.
    pub(crate) bits: StepBits,
    /// Whether to keep the cells whose bit is set, or those whose bit is not.
    pub(crate) keep: bool,
}

impl Operator for Masked {
    fn series(&self) -> &Arc<[RowMeta]> {
        self.input.series()
    }

    fn n_steps(&self) -> usize {
        self.input.n_steps()
    }

    fn block(&self, rows: &[u32], task: &mut Task<'_>) -> Result<Block, ExecError> {
        let mut block = self.input.block(rows, task)?;
        for (i, row) in rows.iter().enumerate() {
            if let Some(slot) = self.slots[*row as usize] {
                mask_row(&mut block, i, self.bits.slot(slot as usize), self.keep);
            }
        }
        Ok(block)
    }

    fn is_silent(&self) -> bool {
        self.input.is_silent()
    }
}

/// The steps at which a side has a sample with a signature.
pub(super) struct Presence {
    /// A bitmap for each signature that both sides have.
    pub(super) bits: StepBits,
    /// The index of each signature's bitmap.
    slot_of: FxHashMap<u32, u32>,
}

impl Presence {
    /// Finds the steps of a side's signatures that occur in `wanted`.
    ///
    /// # Errors
    /// Returns any error of computing the side.
    pub(super) fn of(
        evaluator: &mut Evaluator<'_>,
        (side, signatures): (&Arc<dyn Operator>, &[u32]),
        wanted: &[u32],
    ) -> Result<Self, ExecError> {
        let wanted: FxHashSet<u32> = wanted.iter().copied().collect();
        let mut slot_of = FxHashMap::default();
        let (mut read, mut unread, mut slots) = (Vec::new(), Vec::new(), Vec::new());
        for (row, signature) in (0..).zip(signatures) {
            if wanted.contains(signature) {
                let n = slot_of.len() as u32;
                slots.push(*slot_of.entry(*signature).or_insert(n));
                read.push(row);
            } else {
                unread.push(row);
            }
        }
        evaluate_for_annotations(side.as_ref(), &unread, evaluator.ctx, &mut evaluator.annotations)?;
        let bits = presence_of_rows(evaluator, side, (&read, &slots), slot_of.len())?;
        Ok(Self { bits, slot_of })
    }

    /// The bitmap of each row, given the signatures of the rows.
    pub(super) fn slots(&self, signatures: &[u32]) -> Vec<Option<u32>> {
        signatures.iter().map(|signature| self.slot_of.get(signature).copied()).collect()
    }
}

fn presence_of_rows(
    evaluator: &mut Evaluator<'_>,
    side: &Arc<dyn Operator>,
    (rows, slots): (&[u32], &[u32]),
    n_slots: usize,
) -> Result<StepBits, ExecError> {
    let ctx = evaluator.ctx;
    let n_steps = side.n_steps();
    let mut bits = StepBits::new(n_slots, n_steps, &ctx.budget)?;
    if let Some(whole) = side.whole() {
        rows.iter().zip(slots).for_each(|(row, slot)| bits.merge_row(*slot as usize, whole, *row as usize));
        return Ok(bits);
    }
    let of_tile = |tile: &[u32], block: Block, _: &mut Task<'_>| {
        let mut of_rows = StepBits::new(tile.len(), n_steps, &ctx.budget)?;
        (0..tile.len()).for_each(|i| of_rows.merge_row(i, &block, i));
        Ok((tile.to_vec(), of_rows))
    };
    run_tiles(&Union::pick(side, rows), ctx, &mut evaluator.annotations, of_tile, |(tile, of_rows)| {
        for (i, row) in tile.into_iter().enumerate() {
            bits.merge(slots[row as usize] as usize, of_rows.slot(i));
        }
        Ok(())
    })?;
    Ok(bits)
}
