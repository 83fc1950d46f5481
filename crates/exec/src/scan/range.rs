//! Range vectors: series with the samples of their windows, from a selector or a subquery.

use std::sync::Arc;

use promenade_functions::samples::RangeMode;
use promenade_model::{SharedHistogram, TimestampMs, is_stale_nan};
use promenade_plan::{Grid, MatrixSelector, Node};
use promenade_storage::{MaybeSend, MaybeSync, SampleBuffer, Samples, TimeRange};

use super::Selected;
use super::seek::window_bounds;
use super::series_rows::SeriesRows;
use super::stats::count_and_sum;
use crate::cost::{Reads, RowWindows, Unread};
use crate::evaluator::{Evaluated, Evaluator, Scope};
use crate::{ExecError, RowMeta, Task};

/// A range vector: the argument of a function over windows.
pub trait RangeSource: MaybeSend + MaybeSync {
    /// The metadata of each series.
    fn series(&self) -> &Arc<[RowMeta]>;

    /// Whether all series are known to have different labels.
    fn has_distinct_labels(&self) -> bool {
        false
    }

    /// Same as [`Operator::cell_weight`](crate::Operator::cell_weight).
    fn cell_weight(&self) -> usize {
        1
    }

    /// The windows.
    fn windows(&self) -> &WindowSpec;

    /// The counters of samples read, if the source reads a store.
    fn reads(&self) -> Option<&Reads> {
        None
    }

    /// Prepares to read the samples of some rows.
    ///
    /// # Errors
    /// Returns any error of reading the samples.
    fn reader<'a>(&'a self, rows: &'a [u32], task: &mut Task<'_>) -> Result<Box<dyn RowReader + 'a>, ExecError>;
}

/// Reads the samples of some rows of a [`RangeSource`].
pub trait RowReader {
    /// All samples of a row over all windows, without stale markers. `idx` is an index into the requested rows.
    ///
    /// # Errors
    /// Returns any error of reading the samples.
    fn read<'b>(
        &'b mut self,
        idx: usize,
        buffer: &'b mut SampleBuffer,
        task: &mut Task<'_>,
    ) -> Result<Samples<'b>, ExecError>;
}

/// The windows of a range vector.
#[derive(Debug, Clone, Copy)]
pub struct WindowSpec {
    /// The steps of the enclosing function.
    pub grid: Grid,
    /// The length of a window in milliseconds.
    pub range_ms: i64,
    /// The offset by which a window ends before the evaluation time, in milliseconds.
    pub offset_ms: i64,
    /// The time fixed by `@`, without the offset.
    pub at_ms: Option<TimestampMs>,
    /// The modifier: `anchored`, `smoothed` or none.
    pub mode: RangeMode,
    /// How far beyond the window these modifiers look, in milliseconds.
    pub lookback_ms: i64,
    /// How far before its end a window reads, in milliseconds, exclusive.
    pub before_ms: i64,
    /// How far after its end a window reads, in milliseconds, inclusive.
    pub after_ms: i64,
    /// Whether the samples are steps of a subquery, which may skip or repeat samples of the store.
    pub is_subquery: bool,
}

impl WindowSpec {
    /// The end of all windows, if `@` fixes it.
    pub fn fixed_end_ms(&self) -> Option<TimestampMs> {
        self.at_ms.map(|at| at.saturating_sub(self.offset_ms))
    }

    /// The end of the window of a step, inclusive.
    pub fn end_ms(&self, step_idx: usize) -> TimestampMs {
        self.fixed_end_ms().unwrap_or_else(|| self.grid.at(step_idx).saturating_sub(self.offset_ms))
    }

    /// The range of samples that a function reads at a step: start exclusive, end inclusive. For `anchored` and
    /// `smoothed` it extends beyond the window.
    pub fn read_ms(&self, step_idx: usize) -> (TimestampMs, TimestampMs) {
        let end = self.end_ms(step_idx);
        (end.saturating_sub(self.before_ms), end.saturating_add(self.after_ms))
    }

    /// The range of samples that any window reads.
    pub fn time_range(&self) -> TimeRange {
        let (after, _) = self.read_ms(0);
        let (_, until) = self.read_ms(self.grid.n_steps().saturating_sub(1));
        TimeRange { start_ms: after.saturating_add(1), end_ms: until }
    }
}

/// Builds the source of a range selector.
///
/// # Errors
/// Returns an error if the query exceeds its limit of series.
pub(crate) fn build(
    evaluator: &mut Evaluator<'_>,
    node: &Node,
    matrix: &MatrixSelector,
    scope: Scope,
) -> Result<Evaluated, ExecError> {
    let scan = Arc::new(source(evaluator, node, matrix, scope)?);
    evaluator.unread.push((scan.clone(), scope.grid.n_steps()));
    Ok(Evaluated::Matrix(scan))
}

/// The source of a range selector.
///
/// # Errors
/// Returns an error if the query exceeds its limit of series.
pub(super) fn source(
    evaluator: &mut Evaluator<'_>,
    node: &Node,
    matrix: &MatrixSelector,
    scope: Scope,
) -> Result<MatrixScan, ExecError> {
    let times = &matrix.selector.times;
    let selected = evaluator.touch(node, times)?;
    let reads = Reads::new(evaluator.frames.counts(scope.frame), selected.series().len());
    let windows = WindowSpec {
        grid: scope.grid,
        range_ms: matrix.range_ms,
        offset_ms: matrix.selector.offset_ms,
        at_ms: matrix.selector.at_ms,
        mode: matrix.selector.mode,
        lookback_ms: times.lookback_ms,
        before_ms: times.before_ms,
        after_ms: times.after_ms,
        is_subquery: false,
    };
    let skip_buckets = matrix.selector.skip_buckets;
    Ok(MatrixScan { selected, windows, first_met_ms: times.start_ms, skip_buckets, reads })
}

/// The series of a range selector.
pub(super) struct MatrixScan {
    selected: Selected,
    windows: WindowSpec,
    /// The earliest time at which the reader can find a sample. The reader sees a sample exactly at the start of its
    /// window, which is not in the window, but none before the range of the selector.
    first_met_ms: TimestampMs,
    /// Whether only count and sum of native histograms are read.
    skip_buckets: bool,
    reads: Reads,
}

impl RangeSource for MatrixScan {
    fn series(&self) -> &Arc<[RowMeta]> {
        self.selected.rows()
    }

    fn has_distinct_labels(&self) -> bool {
        true
    }

    fn cell_weight(&self) -> usize {
        if self.skip_buckets { 1 } else { self.selected.cell_weight() }
    }

    fn windows(&self) -> &WindowSpec {
        &self.windows
    }

    fn reads(&self) -> Option<&Reads> {
        Some(&self.reads)
    }

    fn reader<'a>(&'a self, rows: &'a [u32], _: &mut Task<'_>) -> Result<Box<dyn RowReader + 'a>, ExecError> {
        let mut range = self.windows.time_range();
        if self.skip_buckets {
            range.start_ms = range.start_ms.saturating_sub(1).max(self.first_met_ms);
        }
        let (reduced, fresh) = (SampleBuffer::default(), SampleBuffer::default());
        let series = SeriesRows::new(&self.selected, rows);
        Ok(Box::new(SeriesReader { scan: self, series, range, reduced, fresh }))
    }
}

impl Unread for MatrixScan {
    fn reads(&self) -> &Reads {
        &self.reads
    }

    fn count(&self, rows: &[u32], task: &mut Task<'_>) -> Result<(), ExecError> {
        let mut buffer = std::mem::take(&mut task.buffer);
        let mut reader = self.reader(rows, task)?;
        let mut tile = self.reads.tile();
        let (mut floats, mut histograms) = (Vec::new(), Vec::new());
        for (i, row) in rows.iter().enumerate() {
            let samples = reader.read(i, &mut buffer, task)?;
            for (timestamps, bounds) in
                [(samples.floats.timestamps, &mut floats), (samples.histograms.timestamps, &mut histograms)]
            {
                bounds.clear();
                window_bounds(timestamps, self.windows.grid.n_steps(), |step| self.windows.read_ms(step), bounds);
            }
            let is_fixed = self.windows.fixed_end_ms().is_some();
            let windows = RowWindows::new((&floats, &histograms), samples.histograms.histograms, is_fixed);
            if tile.is_new(*row) {
                tile.add_windows(&windows, windows.counts());
            }
        }
        tile.finish(task.ctx)
    }
}

/// Reads samples from the store and removes stale markers.
struct SeriesReader<'a> {
    scan: &'a MatrixScan,
    series: SeriesRows<'a>,
    range: TimeRange,
    /// Samples without buckets, if buckets are not needed.
    reduced: SampleBuffer,
    /// Samples without stale markers, if there were any.
    fresh: SampleBuffer,
}

impl RowReader for SeriesReader<'_> {
    fn read<'b>(
        &'b mut self,
        idx: usize,
        buffer: &'b mut SampleBuffer,
        task: &mut Task<'_>,
    ) -> Result<Samples<'b>, ExecError> {
        let mut samples = self.series.row(idx, buffer, task.ctx)?.samples(self.range, buffer)?;
        if self.scan.skip_buckets && !samples.histograms.timestamps.is_empty() {
            let windows = &self.scan.windows;
            count_and_sum(&samples, windows.grid.n_steps(), |step| windows.read_ms(step), &mut self.reduced);
            samples = self.reduced.as_samples();
        }
        if !has_stale(&samples) {
            return Ok(samples);
        }
        self.fresh.clear();
        copy_fresh(&samples, &mut self.fresh);
        Ok(self.fresh.as_samples())
    }
}

pub(super) fn has_stale(samples: &Samples<'_>) -> bool {
    // A fold without early exit, which the compiler vectorizes.
    let floats = samples.floats.values.iter().fold(false, |any, v| any | is_stale_nan(*v));
    floats || samples.histograms.histograms.iter().any(SharedHistogram::is_stale)
}

fn copy_fresh(samples: &Samples<'_>, out: &mut SampleBuffer) {
    let floats = &samples.floats;
    for (i, v) in floats.values.iter().enumerate().filter(|(_, v)| !is_stale_nan(**v)) {
        out.timestamps.push(floats.timestamps[i]);
        out.values.push(*v);
        out.start_timestamps.extend(floats.start_timestamps.get(i));
    }
    let histograms = &samples.histograms;
    for (i, h) in histograms.histograms.iter().enumerate().filter(|(_, h)| !h.is_stale()) {
        out.histogram_timestamps.push(histograms.timestamps[i]);
        out.histograms.push(h.clone());
        out.histogram_start_timestamps.extend(histograms.start_timestamps.get(i));
    }
}
