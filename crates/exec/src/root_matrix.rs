//! A range vector as the result of a query.

use promenade_functions::samples::RangeMode;
use promenade_model::histogram::PointSizes;
use promenade_model::{Labels, SharedHistogram, TimestampMs};
use promenade_plan::Node;
use promenade_storage::Samples;

use crate::column::FloatColumn;
use crate::cost::Reads;
use crate::evaluator::Evaluator;
use crate::label_order;
use crate::result::RangeSeries;
use crate::scan::{RangeSource, WindowSpec};
use crate::{ExecError, Task};

/// The samples of all series in the only window, sorted by labels.
pub(crate) fn samples(
    evaluator: &mut Evaluator<'_>,
    root: &Node,
    source: &dyn RangeSource,
) -> Result<Vec<RangeSeries>, ExecError> {
    let rows: Vec<u32> = (0..source.series().len() as u32).collect();
    let mut task = Task::new(evaluator.ctx);
    let mut buffer = std::mem::take(&mut task.buffer);
    let mut reader = source.reader(&rows, &mut task)?;
    let (mut out, mut memory) = (Vec::new(), evaluator.ctx.budget.reserve(0)?);
    let mut reads = source.reads().map(Reads::tile);
    let mut n_held = 0;
    for (i, row) in source.series().iter().enumerate() {
        let samples = reader.read(i, &mut buffer, &mut task)?;
        // `anchored` and `smoothed` add two samples.
        let (n_floats, n_histograms) = (samples.floats.timestamps.len() + 2, samples.histograms.timestamps.len());
        let n_bytes = n_floats * size_of::<Point>() + n_histograms * POINT_BYTES;
        memory.grow(n_bytes + size_of::<RangeSeries>())?;
        let labels = row.labels.clone();
        let floats = floats(source.windows(), &samples)?;
        let n_histograms = PointSizes::sum(samples.histograms.histograms);
        n_held += samples.floats.timestamps.len() as u64 + n_histograms;
        if let Some(reads) = reads.as_mut().filter(|reads| reads.is_new(i as u32)) {
            reads.add_once(floats.len() as u64 + n_histograms);
        }
        evaluator.ctx.check_samples(n_held)?;
        let histograms = samples.histograms.timestamps.iter().copied();
        let histograms = histograms.zip(samples.histograms.histograms.iter().cloned()).collect();
        out.push(Found { labels, floats, histograms });
    }
    drop(reader);
    if let Some(reads) = reads {
        reads.finish(evaluator.ctx)?;
        evaluator.hold_matrix(root, n_held)?;
    }
    evaluator.annotations.append(&mut task.annotations);
    out.retain(|series| !series.floats.is_empty() || !series.histograms.is_empty());
    label_order::sort(&mut out, |found| &found.labels);
    Ok(merged(out)?.into_iter().map(RangeSeries::from).collect())
}

/// A series with its samples.
struct Found {
    labels: Labels,
    floats: Vec<Point>,
    histograms: Vec<(TimestampMs, SharedHistogram)>,
}

impl From<Found> for RangeSeries {
    fn from(found: Found) -> Self {
        let Found { labels, floats, histograms } = found;
        Self { labels, floats: FloatColumn::listed(floats), histograms }
    }
}

type Point = (TimestampMs, f64);

/// The size of a histogram of the result.
const POINT_BYTES: usize = size_of::<(TimestampMs, SharedHistogram)>();

/// The floats of the window. `anchored` and `smoothed` add a sample at each end.
fn floats(windows: &WindowSpec, samples: &Samples<'_>) -> Result<Vec<Point>, ExecError> {
    let all = samples.floats.timestamps.iter().copied().zip(samples.floats.values.iter().copied()).collect();
    let modifier = match windows.mode {
        RangeMode::Plain => return Ok(all),
        RangeMode::Anchored => "anchored",
        RangeMode::Smoothed => "smoothed",
    };
    if !samples.histograms.timestamps.is_empty() {
        return Err(ExecError::ModifierOverHistograms { modifier });
    }
    let end_ms = windows.end_ms(0);
    let ends = (end_ms.saturating_sub(windows.range_ms), end_ms);
    Ok(with_ends(&all, ends, windows.mode == RangeMode::Smoothed))
}

/// The samples between two times, with one added at each end: a copy of the adjacent sample, or for `smoothed`, a
/// value interpolated between its neighbours. Empty if no sample is later than the start.
fn with_ends(all: &[Point], (start_ms, end_ms): (TimestampMs, TimestampMs), is_smoothed: bool) -> Vec<Point> {
    let Some(newest) = all.len().checked_sub(1) else { return Vec::new() };
    let before_newest = &all[..newest];
    let first = before_newest.partition_point(|(t, _)| *t <= start_ms).saturating_sub(1);
    let last = if is_smoothed { before_newest.partition_point(|(t, _)| *t < end_ms) } else { newest };
    if all[last].0 <= start_ms {
        return Vec::new();
    }
    let left = match all.get(first + 1) {
        Some(next) if is_smoothed && all[first].0 < start_ms => between(all[first], *next, start_ms),
        _ => all[first].1,
    };
    let right = match last.checked_sub(1) {
        Some(before) if is_smoothed && all[last].0 > end_ms => between(all[before], all[last], end_ms),
        _ => all[last].1,
    };
    let inside = all[first..=last].iter().filter(|(t, _)| *t > start_ms && *t < end_ms);
    std::iter::once((start_ms, left)).chain(inside.copied()).chain([(end_ms, right)]).collect()
}

fn between((t1, y1): Point, (t2, y2): Point, at_ms: TimestampMs) -> f64 {
    y1 + (y2 - y1) * at_ms.wrapping_sub(t1) as f64 / t2.wrapping_sub(t1) as f64
}

/// Merges series that have the same labels without their metric names; an error if they have a sample at the same
/// time.
fn merged(series: Vec<Found>) -> Result<Vec<Found>, ExecError> {
    let mut out: Vec<Found> = Vec::with_capacity(series.len());
    for mut next in series {
        match out.last_mut() {
            Some(last) if last.labels == next.labels => {
                last.floats.append(&mut next.floats);
                last.histograms.append(&mut next.histograms);
                last.floats.sort_by_key(|(t, _)| *t);
                last.histograms.sort_by_key(|(t, _)| *t);
                if meets_itself(last) {
                    return Err(ExecError::DuplicateLabelset);
                }
            }
            _ => out.push(next),
        }
    }
    Ok(out)
}

/// Whether two samples of a series, floats or histograms, have the same timestamp.
fn meets_itself(series: &Found) -> bool {
    let floats = series.floats.iter().map(|(t, _)| *t);
    let mut times: Vec<_> = floats.chain(series.histograms.iter().map(|(t, _)| *t)).collect();
    times.sort_unstable();
    times.windows(2).any(|pair| pair[0] == pair[1])
}
