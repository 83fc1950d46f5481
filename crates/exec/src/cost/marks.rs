//! Marks of the rows that were counted.

use std::sync::atomic::{AtomicBool, Ordering};

/// A mark for each row, set when the row is counted.
pub(super) struct RowMarks(Box<[AtomicBool]>);

impl RowMarks {
    /// Unset marks for `n_rows` rows.
    pub(super) fn new(n_rows: usize) -> Self {
        Self((0..n_rows).map(|_| AtomicBool::new(false)).collect())
    }

    /// Marks a row. Returns `false` if it is already marked or out of range.
    pub(super) fn mark(&self, row: u32) -> bool {
        self.0.get(row as usize).is_some_and(|is_counted| !is_counted.swap(true, Ordering::Relaxed))
    }

    /// The rows without a mark.
    pub(super) fn unmarked(&self) -> Vec<u32> {
        let is_unmarked = |(row, is_counted): (u32, &AtomicBool)| (!is_counted.load(Ordering::Relaxed)).then_some(row);
        (0..).zip(&self.0).filter_map(is_unmarked).collect()
    }
}
