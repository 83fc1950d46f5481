//! Instant vector selectors: the newest sample in the lookback of each step.

use std::sync::Arc;

use promenade_functions::samples::{ABSENT, RangeMode};
use promenade_model::{FloatSamples, Labels, TimestampMs, is_stale_nan};
use promenade_plan::{Grid, Node, VectorSelector};
use promenade_storage::{SampleBuffer, Samples, TimeRange};

use super::range::has_stale;
use super::seek::{ByTimestamps, count_up_to};
use super::series_rows::SeriesRows;
use super::stats::count_and_sum;
use super::{Selected, smoothed};
use crate::cost::{Reads, Unread};
use crate::evaluator::{Evaluated, Evaluator, Scope};
use crate::{Block, ExecError, Operator, RowMeta, Task};

/// Builds the operator of a selector.
///
/// # Errors
/// Returns an error if the query exceeds its limit of series.
pub(crate) fn build(
    evaluator: &mut Evaluator<'_>,
    node: &Node,
    selector: &VectorSelector,
    scope: Scope,
) -> Result<Evaluated, ExecError> {
    if selector.mode == RangeMode::Smoothed {
        return smoothed::build(evaluator, node, selector, scope).map(Evaluated::Vector);
    }
    let selected = evaluator.touch(node, &selector.times)?;
    let scan = Scan::new(selected, selector, scope.grid);
    let scan = Arc::new(InstantScan::new(evaluator, scan, Output::Sample, scope));
    evaluator.unread.push((scan.clone(), scope.grid.n_steps()));
    Ok(Evaluated::Vector(scan))
}

/// Builds an operator that returns the timestamp of each sample in seconds, or its start timestamp.
///
/// # Errors
/// Returns an error if the query exceeds its limit of series.
pub(crate) fn build_timestamps(
    evaluator: &mut Evaluator<'_>,
    node: &Node,
    selector: &VectorSelector,
    output: Output,
    scope: Scope,
) -> Result<Arc<dyn Operator>, ExecError> {
    let selected = evaluator.touch(node, &selector.times)?;
    let scan = Arc::new(timestamps(evaluator, selected, (selector, output), scope));
    evaluator.unread.push((scan.clone(), scope.grid.n_steps()));
    evaluator.watch_vector(node, scan, false)
}

/// Builds an operator that returns the timestamp of each sample of info series. The caller counts the touched series.
pub(crate) fn build_info(
    evaluator: &Evaluator<'_>,
    node: &Node,
    selector: &VectorSelector,
    scope: Scope,
) -> Arc<dyn Operator> {
    let selected = evaluator.selected.get(&node.id).cloned().unwrap_or_default();
    Arc::new(timestamps(evaluator, selected, (selector, Output::InfoTimestamp), scope))
}

fn timestamps(
    evaluator: &Evaluator<'_>,
    selected: Selected,
    (selector, output): (&VectorSelector, Output),
    scope: Scope,
) -> InstantScan {
    let mut scan = Scan::new(selected, selector, scope.grid);
    // Histogram buckets are not read.
    scan.skip_buckets = false;
    if scan.at_ms.is_some() {
        // As in Prometheus, `@` makes the functions of timestamps ignore the offset. The store still applies it, so
        // only the samples visible with the offset are returned.
        scan.visible = scan.time_range(0);
        scan.offset_ms = 0;
    }
    InstantScan::new(evaluator, scan, output, scope)
}

/// The output of an instant scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Output {
    /// The sample: a float or a histogram.
    Sample,
    /// The timestamp of the sample in seconds.
    Timestamp,
    /// The start timestamp of the sample in seconds; 0 if it is unknown.
    StartTimestamp,
    /// The timestamp of the sample in milliseconds, for `info`; an error for histograms.
    InfoTimestamp,
}

/// The series of a selector and the times that it reads.
struct Scan {
    selected: Selected,
    grid: Grid,
    at_ms: Option<TimestampMs>,
    offset_ms: i64,
    lookback_ms: i64,
    /// Whether only count and sum of native histograms are read.
    skip_buckets: bool,
    /// The earliest time at which the reader can find a sample.
    first_met_ms: TimestampMs,
    /// The range of visible samples.
    visible: TimeRange,
}

impl Scan {
    fn new(selected: Selected, selector: &VectorSelector, grid: Grid) -> Self {
        Self {
            selected,
            grid,
            at_ms: selector.at_ms,
            offset_ms: selector.offset_ms,
            lookback_ms: selector.times.lookback_ms,
            skip_buckets: selector.skip_buckets,
            first_met_ms: selector.times.start_ms,
            visible: TimeRange::ALL,
        }
    }

    /// The reference time of a step.
    fn reference_ms(&self, step_idx: usize) -> TimestampMs {
        self.at_ms.unwrap_or_else(|| self.grid.at(step_idx)).saturating_sub(self.offset_ms)
    }

    /// The first and the last time that the reader of a step reads.
    fn read_ms(&self, step_idx: usize) -> (TimestampMs, TimestampMs) {
        let reference = self.reference_ms(step_idx);
        (reference.saturating_sub(self.lookback_ms), reference)
    }

    /// The range of samples that any step may read, extended by `ahead_ms` after the last reference time.
    fn time_range(&self, ahead_ms: i64) -> TimeRange {
        let last = self.grid.n_steps().saturating_sub(1);
        let start_ms = self.reference_ms(0).saturating_sub(self.lookback_ms).saturating_add(1);
        let end_ms = self.reference_ms(last).saturating_add(ahead_ms);
        TimeRange { start_ms: start_ms.max(self.visible.start_ms), end_ms: end_ms.min(self.visible.end_ms) }
    }
}

/// The operator of a selector without `smoothed`.
pub(crate) struct InstantScan {
    scan: Scan,
    output: Output,
    reads: Reads,
}

impl Operator for InstantScan {
    fn series(&self) -> &Arc<[RowMeta]> {
        self.scan.selected.rows()
    }

    fn n_rows(&self) -> usize {
        self.scan.selected.series().len()
    }

    fn n_steps(&self) -> usize {
        self.scan.grid.n_steps()
    }

    fn cell_weight(&self) -> usize {
        let has_histograms = self.output == Output::Sample && !self.scan.skip_buckets;
        if has_histograms { self.scan.selected.cell_weight() } else { 1 }
    }

    fn block(&self, rows: &[u32], task: &mut Task<'_>) -> Result<Block, ExecError> {
        let mut range = self.scan.time_range(0);
        if self.scan.skip_buckets {
            range.start_ms = range.start_ms.saturating_sub(1).max(self.scan.first_met_ms);
        }
        let mut reduced = SampleBuffer::default();
        let mut block = Block::empty(rows.len(), self.n_steps(), &task.ctx.budget)?;
        let mut picks = ByTimestamps::default();
        let mut tile = self.reads.tile();
        let mut series = SeriesRows::new(&self.scan.selected, rows);
        for (i, row) in rows.iter().enumerate() {
            let samples = series.row(i, &task.buffer, task.ctx)?.samples(range, &mut task.buffer)?;
            let filled = if self.scan.skip_buckets && !samples.histograms.timestamps.is_empty() {
                count_and_sum(&samples, self.n_steps(), |step| self.scan.read_ms(step), &mut reduced);
                self.fill(&mut block, i, &reduced.as_samples(), &mut picks)
            } else {
                self.fill(&mut block, i, &samples, &mut picks)
            };
            filled.map_err(|error| self.about(error, *row))?;
            if tile.is_new(*row) {
                tile.add_cells(&block, i);
            }
            block.count_row(i)?;
        }
        tile.finish(task.ctx)?;
        Ok(block)
    }

    fn is_silent(&self) -> bool {
        true
    }
}

impl Unread for InstantScan {
    fn reads(&self) -> &Reads {
        &self.reads
    }

    fn count(&self, rows: &[u32], task: &mut Task<'_>) -> Result<(), ExecError> {
        let mut tile = self.reads.tile();
        if tile.has_steps() || self.output != Output::Sample {
            return self.block(rows, task).map(drop);
        }
        let mut picks = ByTimestamps::default();
        let mut others = Vec::new();
        let mut series = SeriesRows::new(&self.scan.selected, rows);
        for (i, row) in rows.iter().enumerate() {
            let range = self.scan.time_range(0);
            let samples = series.row(i, &task.buffer, task.ctx)?.samples(range, &mut task.buffer)?;
            if !samples.histograms.timestamps.is_empty() || has_stale(&samples) {
                others.push(*row);
            } else if tile.is_new(*row) {
                let timestamps = samples.floats.timestamps;
                let picks = picks.of(timestamps, |out| self.pick(timestamps, out));
                let n = picks.iter().filter(|pick| **pick > 0).count() as u64;
                tile.add(n, n);
            }
        }
        tile.finish(task.ctx)?;
        self.block(&others, task).map(drop)
    }
}

impl InstantScan {
    fn new(evaluator: &Evaluator<'_>, scan: Scan, output: Output, scope: Scope) -> Self {
        let reads = Reads::new(evaluator.frames.counts(scope.frame), scan.selected.series().len());
        Self { scan, output, reads }
    }

    fn fill(
        &self,
        block: &mut Block,
        row_idx: usize,
        samples: &Samples<'_>,
        picks: &mut ByTimestamps<u32>,
    ) -> Result<(), ExecError> {
        if samples.histograms.timestamps.is_empty() && self.output == Output::Sample {
            self.fill_floats(block.row_mut(row_idx), &samples.floats, picks);
            return Ok(());
        }
        let (mut n_floats, mut n_histograms) = (0, 0);
        let oldest = |reference: TimestampMs| reference.saturating_sub(self.scan.lookback_ms);
        for step_idx in 0..self.n_steps() {
            let reference = self.scan.reference_ms(step_idx);
            n_floats = count_up_to(samples.floats.timestamps, n_floats, reference);
            n_histograms = count_up_to(samples.histograms.timestamps, n_histograms, reference);
            let float = newest(samples.floats.timestamps, n_floats, oldest(reference));
            let histogram = newest(samples.histograms.timestamps, n_histograms, oldest(reference));
            match (float, histogram) {
                (Some((i, t)), other) if other.is_none_or(|(_, h)| h < t) => {
                    let is_stale = is_stale_nan(samples.floats.values[i]);
                    block.row_mut(row_idx)[step_idx] = if is_stale { ABSENT } else { self.float_cell(samples, i) };
                }
                (_, Some((i, _))) if !samples.histograms.histograms[i].is_stale() => {
                    self.fill_histogram(block, (row_idx, step_idx), samples, i)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Adds the labels of the series to an error.
    fn about(&self, error: ExecError, row: u32) -> ExecError {
        match error {
            ExecError::InfoHistogram { .. } => {
                ExecError::InfoHistogram { labels: self.scan.selected.rows()[row as usize].labels.clone() }
            }
            other => other,
        }
    }

    fn fill_floats(&self, row: &mut [f64], floats: &FloatSamples<'_>, picks: &mut ByTimestamps<u32>) {
        let picks = picks.of(floats.timestamps, |out| self.pick(floats.timestamps, out));
        for (cell, n) in row.iter_mut().zip(picks) {
            if *n > 0 {
                // A copied stale marker is an empty cell.
                *cell = floats.values[*n as usize - 1];
            }
        }
    }

    /// For each step: 0 if there is no sample, otherwise one more than the index of the sample.
    fn pick(&self, timestamps: &[TimestampMs], out: &mut Vec<u32>) {
        let mut n = 0;
        out.extend((0..self.n_steps()).map(|step_idx| {
            let reference = self.scan.reference_ms(step_idx);
            n = count_up_to(timestamps, n, reference);
            let is_seen = n > 0 && timestamps[n - 1] > reference.saturating_sub(self.scan.lookback_ms);
            if is_seen { n as u32 } else { 0 }
        }));
    }

    fn float_cell(&self, samples: &Samples<'_>, i: usize) -> f64 {
        match self.output {
            Output::Sample => samples.floats.values[i],
            Output::Timestamp => samples.floats.timestamps[i] as f64 / 1000.0,
            Output::StartTimestamp => start_seconds(samples.floats.start_timestamps, i),
            Output::InfoTimestamp => samples.floats.timestamps[i] as f64,
        }
    }

    fn fill_histogram(
        &self,
        block: &mut Block,
        (row_idx, step_idx): (usize, usize),
        samples: &Samples<'_>,
        i: usize,
    ) -> Result<(), ExecError> {
        let (values, histograms) = block.row_parts_mut(row_idx);
        match self.output {
            Output::Sample => histograms.push((step_idx as u32, samples.histograms.histograms[i].clone())),
            Output::Timestamp => values[step_idx] = samples.histograms.timestamps[i] as f64 / 1000.0,
            Output::StartTimestamp => values[step_idx] = start_seconds(samples.histograms.start_timestamps, i),
            Output::InfoTimestamp => return Err(ExecError::InfoHistogram { labels: Labels::empty() }),
        }
        Ok(())
    }
}

/// The last of the first `n` timestamps with its index, if it is later than `after`.
fn newest(timestamps: &[TimestampMs], n: usize, after: TimestampMs) -> Option<(usize, TimestampMs)> {
    let i = n.checked_sub(1)?;
    (timestamps[i] > after).then_some((i, timestamps[i]))
}

fn start_seconds(start_timestamps: &[TimestampMs], i: usize) -> f64 {
    start_timestamps.get(i).copied().unwrap_or(0) as f64 / 1000.0
}
