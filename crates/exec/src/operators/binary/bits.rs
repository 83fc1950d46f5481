//! Bitmaps over steps that record where samples are present.

use promenade_functions::samples::{ABSENT, is_absent};

use crate::budget::Reservation;
use crate::{Block, Budget, ExecError};

/// A bitmap over the steps for each of several slots.
#[derive(Debug)]
pub(crate) struct StepBits {
    n_words: usize,
    words: Vec<u64>,
    _memory: Reservation,
}

impl StepBits {
    /// Bitmaps without set bits.
    ///
    /// # Errors
    /// Returns an error if the query exceeds its memory limit.
    pub(crate) fn new(n_slots: usize, n_steps: usize, budget: &Budget) -> Result<Self, ExecError> {
        let n_words = n_steps.div_ceil(64);
        let memory = budget.reserve((n_slots * n_words).saturating_mul(size_of::<u64>()))?;
        Ok(Self { n_words, words: vec![0; n_slots * n_words], _memory: memory })
    }

    /// The words of one bitmap.
    pub(crate) fn slot(&self, slot_idx: usize) -> &[u64] {
        &self.words[slot_idx * self.n_words..][..self.n_words]
    }

    /// Sets the bit of a step.
    pub(crate) fn set(&mut self, slot_idx: usize, step_idx: usize) {
        self.words[slot_idx * self.n_words + step_idx / 64] |= 1 << (step_idx % 64);
    }

    /// Whether the bit of a step is set.
    pub(crate) fn get(&self, slot_idx: usize, step_idx: usize) -> bool {
        self.slot(slot_idx)[step_idx / 64] >> (step_idx % 64) & 1 == 1
    }

    /// Sets the bits that are set in `words`.
    pub(crate) fn merge(&mut self, slot_idx: usize, words: &[u64]) {
        let own = &mut self.words[slot_idx * self.n_words..][..self.n_words];
        own.iter_mut().zip(words).for_each(|(own, word)| *own |= word);
    }

    /// Sets the bits of the steps at which a row has a sample.
    pub(crate) fn merge_row(&mut self, slot_idx: usize, block: &Block, row_idx: usize) {
        let own = &mut self.words[slot_idx * self.n_words..][..self.n_words];
        for (word, cells) in own.iter_mut().zip(block.row(row_idx).chunks(64)) {
            for (bit, value) in cells.iter().enumerate() {
                *word |= u64::from(!is_absent(*value)) << bit;
            }
        }
        for (step, _) in block.histogram_row(row_idx) {
            own[*step as usize / 64] |= 1 << (step % 64);
        }
    }
}

/// Clears the cells of a row whose bit is not `keep`.
pub(crate) fn mask_row(block: &mut Block, row_idx: usize, words: &[u64], keep: bool) {
    for (cells, word) in block.row_mut(row_idx).chunks_mut(64).zip(words) {
        let kept = if keep { *word } else { !*word };
        if kept == u64::MAX {
            continue;
        }
        for (bit, cell) in cells.iter_mut().enumerate() {
            *cell = if kept >> bit & 1 == 1 { *cell } else { ABSENT };
        }
    }
    if !block.histogram_row(row_idx).is_empty() {
        let mut cells = block.take_histogram_row(row_idx);
        cells.retain(|(step, _)| (words[*step as usize / 64] >> (step % 64) & 1 == 1) == keep);
        block.set_histogram_row(row_idx, cells);
    }
}
