//! Counts the samples that a selector reads.

use std::sync::{MutexGuard, PoisonError};

use promenade_functions::samples::is_absent;
use promenade_model::histogram::PointSizes;
use promenade_storage::{MaybeSend, MaybeSync};

use super::frames::SharedCounts;
use super::marks::RowMarks;
use super::{Counts, RowWindows, WindowCounts};
use crate::block::HistogramCell;
use crate::parallel::prelude::*;
use crate::tiles::{in_pool, tile_rows};
use crate::{Block, ExecError, QueryContext, Task};

/// Counts of the samples that a selector reads, each row once.
pub struct Reads {
    counts: SharedCounts,
    counted: RowMarks,
    /// Whether counts by step are kept.
    has_steps: bool,
}

impl Reads {
    /// Zero counts for `n_rows` rows.
    pub(crate) fn new(counts: SharedCounts, n_rows: usize) -> Self {
        let has_steps = counts.lock().unwrap_or_else(PoisonError::into_inner).has_steps();
        Self { counts, counted: RowMarks::new(n_rows), has_steps }
    }

    /// Starts the counts of a tile, which [`TileReads::finish`] adds to the total.
    pub(crate) fn tile(&self) -> TileReads<'_> {
        TileReads { reads: self, queryable: 0, read: 0 }
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The samples that the rows of a tile read.
pub(crate) struct TileReads<'a> {
    reads: &'a Reads,
    queryable: u64,
    read: u64,
}

impl TileReads<'_> {
    /// Marks a row as counted. Returns `true` the first time.
    pub(crate) fn is_new(&self, row: u32) -> bool {
        self.reads.counted.mark(row)
    }

    /// Whether counts by step are kept.
    pub(crate) fn has_steps(&self) -> bool {
        self.reads.has_steps
    }

    /// Counts the cells of a row of an instant selector; each cell is a sample.
    #[inline]
    pub(crate) fn add_cells(&mut self, block: &Block, row_idx: usize) {
        let n_floats = block.row(row_idx).iter().filter(|v| !is_absent(**v)).count() as u64;
        self.add(n_floats, n_floats);
        if !block.histogram_row(row_idx).is_empty() {
            self.add_histograms(block.histogram_row(row_idx));
        }
        if self.has_steps() {
            self.add_cells_to_steps(block, row_idx);
        }
    }

    fn add_histograms(&mut self, histograms: &[HistogramCell]) {
        let n = PointSizes::sum(histograms.iter().map(|(_, histogram)| histogram));
        self.add(n, n);
    }

    fn add_cells_to_steps(&self, block: &Block, row_idx: usize) {
        let mut counts = self.reads.counts();
        for (step_idx, _) in block.row(row_idx).iter().enumerate().filter(|(_, v)| !is_absent(**v)) {
            counts.add_to_step(step_idx, 1, 1);
        }
        let mut size = PointSizes::default();
        for (step_idx, histogram) in block.histogram_row(row_idx) {
            let n = size.of(histogram);
            counts.add_to_step(*step_idx as usize, n, n);
        }
    }

    /// Counts the windows of a row.
    pub(crate) fn add_windows(&mut self, windows: &RowWindows<'_>, counts: WindowCounts) {
        self.add(counts.queryable, counts.read);
        if self.has_steps() {
            let mut of_steps = self.reads.counts();
            windows.each(|step_idx, n_in_window, n_new| of_steps.add_to_step(step_idx, n_in_window, n_new));
        }
    }

    /// Counts samples of the only step.
    pub(crate) fn add_once(&mut self, n: u64) {
        self.add(n, n);
        self.reads.counts().add_to_step(0, n, n);
    }

    /// Adds samples to the total, not to a step.
    pub(crate) fn add(&mut self, queryable: u64, read: u64) {
        self.queryable += queryable;
        self.read += read;
    }

    /// Adds the counts to those of the selector.
    ///
    /// # Errors
    /// Returns an error if the query exceeds its limit of samples read.
    pub(crate) fn finish(self, ctx: &QueryContext) -> Result<(), ExecError> {
        let mut counts = self.reads.counts();
        counts.queryable += self.queryable;
        counts.read += self.read;
        ctx.check_samples_read(self.read)
    }
}

/// A selector of which the result may not need all rows.
pub(crate) trait Unread: MaybeSend + MaybeSync {
    /// The counts of the selector.
    fn reads(&self) -> &Reads;

    /// Reads rows only to count them.
    ///
    /// # Errors
    /// Returns any error of reading or counting the rows.
    fn count(&self, rows: &[u32], task: &mut Task<'_>) -> Result<(), ExecError>;
}

/// Counts the rows that were not read; Prometheus reads them all.
///
/// # Errors
/// Returns any error of reading or counting the rows.
pub(crate) fn count_unread(unread: &dyn Unread, n_steps: usize, ctx: &QueryContext) -> Result<(), ExecError> {
    let rows = unread.reads().counted.unmarked();
    if rows.is_empty() {
        return Ok(());
    }
    let tiles: Vec<&[u32]> = rows.chunks(tile_rows(n_steps)).collect();
    let count = |tile: &&[u32]| ctx.check().and_then(|()| unread.count(tile, &mut Task::new(ctx)));
    in_pool(ctx, || tiles.par_iter().try_for_each(count))
}
