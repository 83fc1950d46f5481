//! How many samples the windows of a range vector hold.

use promenade_model::TimestampMs;
use promenade_plan::{Grid, MatrixSelector, Node, NodeKind};
use promenade_storage::{SampleBuffer, TimeRange};

use super::EmptyKind;
use crate::QueryError;
use crate::engine::parts::{Parts, failed};

/// The reason if no window of a range vector holds two samples.
pub(super) async fn too_few(
    parts: &Parts<'_>,
    arg: &Node,
    function: &'static str,
    grid: Grid,
) -> Result<Option<EmptyKind>, QueryError> {
    let (mut arg, mut grid) = (arg, grid);
    while let NodeKind::StepInvariant(inner) = &arg.kind {
        (arg, grid) = (inner, grid.first_step());
    }
    match &arg.kind {
        NodeKind::MatrixSelector(matrix) => of_selector(parts, matrix, function, grid).await,
        // Two steps lie in a window that is twice as long as a step.
        NodeKind::Subquery(subquery) if subquery.range_ms < 2 * subquery.step_ms => {
            let (range_ms, interval_ms) = (subquery.range_ms, Some(subquery.step_ms));
            Ok(Some(EmptyKind::TooFewSamples { function, range_ms, interval_ms }))
        }
        _ => Ok(None),
    }
}

async fn of_selector(
    parts: &Parts<'_>,
    matrix: &MatrixSelector,
    function: &'static str,
    grid: Grid,
) -> Result<Option<EmptyKind>, QueryError> {
    let (mut interval_ms, mut holds_two) = (None::<i64>, false);
    let mut buffer = SampleBuffer::default();
    for series in parts.select(&matrix.selector.matchers, TimeRange::ALL).await? {
        let samples = series.samples(TimeRange::ALL, &mut buffer).map_err(failed)?;
        let mut times: Vec<TimestampMs> = samples.floats.timestamps.to_vec();
        times.extend_from_slice(samples.histograms.timestamps);
        times.sort_unstable();
        let gaps = times.windows(2).map(|pair| pair[1] - pair[0]);
        interval_ms = interval_ms.into_iter().chain(gaps).min();
        holds_two |= has_two(&times, matrix, grid);
    }
    let reason = EmptyKind::TooFewSamples { function, range_ms: matrix.range_ms, interval_ms };
    Ok((!holds_two).then_some(reason))
}

/// Whether two neighbouring samples lie in one window of any step.
fn has_two(times: &[TimestampMs], matrix: &MatrixSelector, grid: Grid) -> bool {
    let (offset_ms, range_ms) = (matrix.selector.offset_ms, matrix.range_ms);
    let end_of = |t_ms: TimestampMs| match matrix.selector.at_ms {
        Some(at_ms) => Some(at_ms.saturating_sub(offset_ms)).filter(|end| *end >= t_ms),
        None => first_step_from(t_ms.saturating_add(offset_ms), grid).map(|step| step.saturating_sub(offset_ms)),
    };
    // The first window that holds the later sample reaches furthest back.
    times.windows(2).any(|pair| end_of(pair[1]).is_some_and(|end| pair[0] > end.saturating_sub(range_ms)))
}

/// The first step at a time or after it.
fn first_step_from(t_ms: TimestampMs, grid: Grid) -> Option<TimestampMs> {
    let ahead_ms = t_ms.saturating_sub(grid.start_ms).max(0);
    let n_steps = ahead_ms / grid.step_ms + i64::from(ahead_ms % grid.step_ms != 0);
    let step_ms = grid.start_ms.saturating_add(n_steps.saturating_mul(grid.step_ms));
    (step_ms <= grid.end_ms).then_some(step_ms)
}
