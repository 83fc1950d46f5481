//! The unit of work: some series at all steps of a grid.

use arrow_buffer::ScalarBuffer;
use promenade_functions::samples::{ABSENT, is_absent};
use promenade_model::SharedHistogram;

use crate::ExecError;
use crate::budget::{Budget, Reservation};
use crate::cells::Cells;

/// A histogram at a step: a row of a matrix that neighbours of equal layout share.
pub type HistogramCell = (u32, SharedHistogram);

/// Some rows (series) at all steps, row-major, in Arrow's memory.
///
/// A cell holds a float, a histogram, or nothing. A cell without a float holds the stale marker ([`ABSENT`]), which
/// selectors filter and arithmetic cannot produce; Arrow's validity bitmap is derived from it when a result leaves the
/// engine, so that kernels read one column instead of two. Histograms are stored separately, for each row sorted by
/// step.
#[derive(Debug)]
pub struct Block {
    n_rows: usize,
    n_steps: usize,
    values: Cells,
    /// Empty if the block has no histograms, otherwise a list for each row.
    histograms: Vec<Vec<HistogramCell>>,
    memory: Reservation,
    /// The counted memory of histograms.
    histogram_memory: Reservation,
}

impl Drop for Block {
    fn drop(&mut self) {
        let budget = self.memory.budget().clone();
        budget.give_back(std::mem::take(&mut self.values), &mut self.memory);
    }
}

impl Block {
    /// A block of empty cells.
    ///
    /// # Errors
    /// Returns an error if the query exceeds its memory limit.
    pub fn empty(n_rows: usize, n_steps: usize, budget: &Budget) -> Result<Self, ExecError> {
        let n_cells = n_rows.checked_mul(n_steps).unwrap_or(usize::MAX / 8);
        let (values, memory) = budget.cells(n_cells, ABSENT)?;
        let histogram_memory = budget.reserve(0)?;
        Ok(Self { n_rows, n_steps, values, histograms: Vec::new(), memory, histogram_memory })
    }

    /// Number of rows.
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// Number of steps.
    pub fn n_steps(&self) -> usize {
        self.n_steps
    }

    /// Floats of all cells, row by row.
    pub fn values(&self) -> &[f64] {
        self.values.as_slice()
    }

    /// Floats of all cells, mutable.
    pub fn values_mut(&mut self) -> &mut [f64] {
        self.values.as_mut_slice()
    }

    /// Floats of one row.
    pub fn row(&self, row_idx: usize) -> &[f64] {
        &self.values.as_slice()[row_idx * self.n_steps..][..self.n_steps]
    }

    /// Floats of one row, mutable.
    pub fn row_mut(&mut self, row_idx: usize) -> &mut [f64] {
        &mut self.values.as_mut_slice()[row_idx * self.n_steps..][..self.n_steps]
    }

    /// Whether any row has a histogram.
    pub fn has_histograms(&self) -> bool {
        self.histograms.iter().any(|row| !row.is_empty())
    }

    /// Histograms of one row, sorted by step.
    pub fn histogram_row(&self, row_idx: usize) -> &[HistogramCell] {
        self.histograms.get(row_idx).map_or(&[], Vec::as_slice)
    }

    /// Floats and histograms of one row, mutable. Histograms must stay sorted by step, and the float of a cell with a
    /// histogram must stay [`ABSENT`].
    pub fn row_parts_mut(&mut self, row_idx: usize) -> (&mut [f64], &mut Vec<HistogramCell>) {
        if self.histograms.is_empty() {
            self.histograms.resize_with(self.n_rows, Vec::new);
        }
        (&mut self.values.as_mut_slice()[row_idx * self.n_steps..][..self.n_steps], &mut self.histograms[row_idx])
    }

    /// Replaces the histograms of one row; an empty list does not allocate.
    pub fn set_histogram_row(&mut self, row_idx: usize, cells: Vec<HistogramCell>) {
        if cells.is_empty() && self.histograms.is_empty() {
            return;
        }
        *self.row_parts_mut(row_idx).1 = cells;
    }

    /// Takes the histograms of one row.
    pub fn take_histogram_row(&mut self, row_idx: usize) -> Vec<HistogramCell> {
        self.histograms.get_mut(row_idx).map(std::mem::take).unwrap_or_default()
    }

    /// Takes the floats of all cells as an Arrow buffer, with their reservation. Histograms stay.
    pub(crate) fn take_values(&mut self) -> Result<(ScalarBuffer<f64>, Reservation), ExecError> {
        let none = self.memory.budget().reserve(0)?;
        Ok((std::mem::take(&mut self.values).into_buffer(), std::mem::replace(&mut self.memory, none)))
    }

    /// Drops all histograms.
    pub fn clear_histograms(&mut self) {
        self.histograms = Vec::new();
    }

    /// Counts the memory of a row's histograms, except those of a store.
    ///
    /// # Errors
    /// Returns an error if the query exceeds its memory limit.
    pub fn count_row(&mut self, row_idx: usize) -> Result<(), ExecError> {
        let n_bytes = n_row_bytes(self.histogram_row(row_idx));
        if n_bytes == 0 { Ok(()) } else { self.histogram_memory.grow(n_bytes) }
    }

    /// Counts the memory of all histograms, replacing the previous count.
    ///
    /// # Errors
    /// Same as [`count_row`](Self::count_row).
    pub fn count_histograms(&mut self) -> Result<(), ExecError> {
        let (now, before) = (self.histogram_bytes(), self.histogram_memory.bytes());
        self.histogram_memory.shrink(before.saturating_sub(now));
        self.histogram_memory.grow(now.saturating_sub(before))
    }

    /// Bytes of the histograms, except those of a store.
    pub fn histogram_bytes(&self) -> usize {
        let lists = self.histograms.capacity() * size_of::<Vec<HistogramCell>>();
        lists + self.histograms.iter().map(|cells| n_row_bytes(cells)).sum::<usize>()
    }

    /// The histogram in a cell.
    pub fn histogram(&self, row_idx: usize, step_idx: usize) -> Option<&SharedHistogram> {
        let cells = self.histogram_row(row_idx);
        let i = cells.binary_search_by_key(&(step_idx as u32), |(step, _)| *step).ok()?;
        Some(&cells[i].1)
    }

    /// Copies a row of another block with the same number of steps.
    pub fn copy_row(&mut self, row_idx: usize, from: &Self, from_row_idx: usize) {
        self.row_mut(row_idx).copy_from_slice(from.row(from_row_idx));
        self.set_histogram_row(row_idx, from.histogram_row(from_row_idx).to_vec());
    }

    /// Number of cells of a row that hold a float or a histogram.
    pub fn n_present(&self, row_idx: usize) -> usize {
        self.row(row_idx).iter().filter(|v| !is_absent(**v)).count() + self.histogram_row(row_idx).len()
    }

    /// Whether a cell holds a float or a histogram.
    pub fn is_present(&self, row_idx: usize, step_idx: usize) -> bool {
        !is_absent(self.row(row_idx)[step_idx]) || self.histogram(row_idx, step_idx).is_some()
    }

    /// Whether all cells of a row are empty.
    pub fn is_row_empty(&self, row_idx: usize) -> bool {
        self.histogram_row(row_idx).is_empty() && self.row(row_idx).iter().all(|v| is_absent(*v))
    }
}

/// Bytes of a row's cells and of the runs that contain its histograms.
fn n_row_bytes(cells: &[HistogramCell]) -> usize {
    let of_run = |same: &[HistogramCell]| same.first().map_or(0, |(_, histogram)| histogram.run().n_query_bytes());
    let of_runs: usize = cells.chunk_by(|a, b| a.1.shares_run(&b.1)).map(of_run).sum();
    of_runs + size_of_val(cells)
}
