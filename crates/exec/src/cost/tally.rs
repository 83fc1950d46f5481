//! Counts of the samples that a function over windows reads and holds for the rows of a tile.

use promenade_functions::samples::Windows;
use promenade_model::SharedHistogram;
use promenade_model::histogram::PointSizes;

use super::{Reads, RowLoad, RowWindows, TileReads, WindowCounts, WindowLoads};
use crate::{Block, ExecError, QueryContext};

/// Counts samples read from a store, and samples held at once if these are needed.
pub(crate) struct Tally<'a> {
    reads: Option<TileReads<'a>>,
    held: Option<(&'a WindowLoads, Vec<(u32, RowLoad)>)>,
    /// An upper bound of the samples in any window.
    largest: u64,
}

impl<'a> Tally<'a> {
    /// Zero counts.
    pub(crate) fn new(reads: Option<&'a Reads>, held: Option<&'a WindowLoads>) -> Self {
        Self { reads: reads.map(Reads::tile), held: held.map(|held| (held, Vec::new())), largest: 0 }
    }

    /// Counts the windows of a row. `known` are the counts of the previous row if that has the same timestamps.
    pub(crate) fn add_windows(
        &mut self,
        row: u32,
        windows: &Windows<'_>,
        histograms: &[SharedHistogram],
        known: &mut Option<WindowCounts>,
    ) {
        let is_new = self.reads.as_ref().is_some_and(|reads| reads.is_new(row));
        if !is_new && self.held.is_none() {
            return;
        }
        let windows = RowWindows::new((windows.floats, windows.histograms), histograms, windows.fixed_end_ms.is_some());
        self.largest = self.largest.max(windows.n_at_most());
        if let Some(reads) = self.reads.as_mut().filter(|_| is_new) {
            let counts =
                if windows.is_plain() { *known.get_or_insert_with(|| windows.counts()) } else { windows.counts() };
            reads.add_windows(&windows, counts);
        }
        if let Some((_, loads)) = &mut self.held {
            loads.push((row, windows.load()));
        }
    }

    /// Counts the result of the row counted last.
    pub(crate) fn add_result(&mut self, block: &Block, row_idx: usize) {
        if let Some((_, load)) = self.held.as_mut().and_then(|(_, loads)| loads.last_mut()) {
            let histograms = block.histogram_row(row_idx);
            let n_floats = (block.n_present(row_idx) - histograms.len()) as u64;
            load.result = n_floats + PointSizes::sum(histograms.iter().map(|(_, histogram)| histogram));
        }
    }

    /// Adds the counts to those of the query.
    ///
    /// # Errors
    /// Returns an error if the query exceeds its limit of samples read.
    pub(crate) fn finish(self, ctx: &QueryContext) -> Result<(), ExecError> {
        if let Some((held, loads)) = self.held {
            held.set(&loads);
        }
        ctx.note_window(self.largest);
        self.reads.map_or(Ok(()), |reads| reads.finish(ctx))
    }
}
