//! Range vectors: series with the samples of their windows, from a selector or from a subquery.

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
    /// What is known of each series beside its samples.
    fn series(&self) -> &Arc<[RowMeta]>;

    /// Whether no two series have the same labels.
    fn has_distinct_labels(&self) -> bool {
        false
    }

    /// As [`Operator::cell_weight`](crate::Operator::cell_weight).
    fn cell_weight(&self) -> usize {
        1
    }

    /// Where the windows lie.
    fn windows(&self) -> &WindowSpec;

    /// Where it is counted what is read of a store.
    fn reads(&self) -> Option<&Reads> {
        None
    }

    /// Prepares to read the samples of some rows.
    ///
    /// # Errors
    /// Whatever goes wrong on the way.
    fn reader<'a>(&'a self, rows: &'a [u32], task: &mut Task<'_>) -> Result<Box<dyn RowReader + 'a>, ExecError>;
}

/// Reads the samples of some rows of a [`RangeSource`].
pub trait RowReader {
    /// All samples of the row at an index of the rows that were asked for, over all windows, without stale markers.
    ///
    /// # Errors
    /// Whatever goes wrong on the way.
    fn read<'b>(
        &'b mut self,
        idx: usize,
        buffer: &'b mut SampleBuffer,
        task: &mut Task<'_>,
    ) -> Result<Samples<'b>, ExecError>;
}

/// Where the windows of a range vector lie.
#[derive(Debug, Clone, Copy)]
pub struct WindowSpec {
    /// The steps of the function around it.
    pub grid: Grid,
    /// Length of a window in milliseconds.
    pub range_ms: i64,
    /// How long before the evaluation time a window ends.
    pub offset_ms: i64,
    /// The time that `@` fixes, before the offset.
    pub at_ms: Option<TimestampMs>,
    /// `anchored` or `smoothed`.
    pub mode: RangeMode,
    /// How far beyond the window those modifiers look.
    pub lookback_ms: i64,
    /// How far before its end a window reads, exclusive.
    pub before_ms: i64,
    /// How far after its end a window reads, inclusive.
    pub after_ms: i64,
    /// Whether the samples are the steps of a subquery, which may skip samples of the store and repeat them.
    pub is_subquery: bool,
}

impl WindowSpec {
    /// The time at which all windows end where `@` fixes it.
    pub fn fixed_end_ms(&self) -> Option<TimestampMs> {
        self.at_ms.map(|at| at.saturating_sub(self.offset_ms))
    }

    /// Where the window of a step ends, inclusive.
    pub fn end_ms(&self, step_idx: usize) -> TimestampMs {
        self.fixed_end_ms().unwrap_or_else(|| self.grid.at(step_idx).saturating_sub(self.offset_ms))
    }

    /// The samples that a function gets for a step: after the first time, up to the second. For `anchored` and
    /// `smoothed` they reach further than the window.
    pub fn read_ms(&self, step_idx: usize) -> (TimestampMs, TimestampMs) {
        let end = self.end_ms(step_idx);
        (end.saturating_sub(self.before_ms), end.saturating_add(self.after_ms))
    }

    /// From the first sample that any window reads to the last.
    pub fn time_range(&self) -> TimeRange {
        let (after, _) = self.read_ms(0);
        let (_, until) = self.read_ms(self.grid.n_steps().saturating_sub(1));
        TimeRange { start_ms: after.saturating_add(1), end_ms: until }
    }
}

/// Builds the source of a range selector.
///
/// # Errors
/// Returns an error if the query may not select so many series.
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
/// Returns an error if the query may not select so many series.
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
    /// The first time at which its reader can meet a sample. It meets one at the very start of its window, though that
    /// does
    /// not count, but nothing before what the selector reads.
    first_met_ms: TimestampMs,
    /// Of native histograms only count and sum are read.
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

/// Reads samples from the store and leaves stale markers out.
struct SeriesReader<'a> {
    scan: &'a MatrixScan,
    series: SeriesRows<'a>,
    range: TimeRange,
    /// Samples without buckets, where those are not needed.
    reduced: SampleBuffer,
    /// Samples without stale markers, where there were any.
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
    // A fold without early end, which the compiler vectorizes.
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
