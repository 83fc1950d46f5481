//! Native histograms of which only count and sum are read: removes their buckets and keeps their counter resets.
//!
//! Resets cannot be detected without buckets, so each histogram is compared here with the one read before it. As in
//! Prometheus, a reader that skips samples does not compare with the histogram before them.

use std::sync::Arc;

use promenade_model::histogram::{CounterResetHint, HistogramHead, HistogramLayout, HistogramRun};
use promenade_model::{SharedHistogram, TimestampMs};
use promenade_storage::{SampleBuffer, Samples};

/// Copies samples, with histograms reduced to count and sum. `window(step)` returns the first and the last time that
/// a step reads, both inclusive; neither may decrease from step to step.
pub(super) fn count_and_sum(
    samples: &Samples<'_>,
    n_steps: usize,
    window: impl Fn(usize) -> (TimestampMs, TimestampMs),
    out: &mut SampleBuffer,
) {
    out.clear();
    out.timestamps.extend_from_slice(samples.floats.timestamps);
    out.values.extend_from_slice(samples.floats.values);
    out.start_timestamps.extend_from_slice(samples.floats.start_timestamps);
    out.histogram_timestamps.extend_from_slice(samples.histograms.timestamps);
    out.histogram_start_timestamps.extend_from_slice(samples.histograms.start_timestamps);
    let jumps = jumps(samples, n_steps, window);
    let mut previous: Option<&SharedHistogram> = None;
    let mut jumps = jumps.into_iter().peekable();
    let mut times = samples.histograms.timestamps.iter();
    for same in samples.histograms.histograms.chunk_by(has_schema_of) {
        let layout = HistogramLayout::without_buckets(same[0].layout().schema());
        let mut run = HistogramRun::new(Arc::new(layout), same.len());
        for (histogram, t) in same.iter().zip(&mut times) {
            while jumps.next_if(|jump| jump <= t).is_some() {
                previous = None;
            }
            run.push(reduced(histogram, previous));
            if !histogram.is_stale() {
                previous = Some(histogram);
            }
        }
        out.histograms.extend(run.into_histograms());
    }
}

fn has_schema_of(a: &SharedHistogram, b: &SharedHistogram) -> bool {
    a.shares_run(b) || a.layout().schema() == b.layout().schema()
}

/// The times to which a reader skips, because there are samples between the end of a window and the start of the
/// next.
fn jumps(
    samples: &Samples<'_>,
    n_steps: usize,
    window: impl Fn(usize) -> (TimestampMs, TimestampMs),
) -> Vec<TimestampMs> {
    let first_from = |timestamps: &[TimestampMs], t: TimestampMs| {
        timestamps.get(timestamps.partition_point(|x| *x < t)).copied().unwrap_or(TimestampMs::MAX)
    };
    let mut jumps = Vec::new();
    for step_idx in 1..n_steps {
        let (_, until) = window(step_idx - 1);
        let (from, _) = window(step_idx);
        if from <= until {
            continue;
        }
        let float = first_from(samples.floats.timestamps, until);
        let next = float.min(first_from(samples.histograms.timestamps, until));
        if next < from {
            jumps.push(from);
        }
    }
    jumps
}

/// The count and sum of a histogram, with the counter reset found.
fn reduced(histogram: &SharedHistogram, previous: Option<&SharedHistogram>) -> HistogramHead {
    let HistogramHead { counter_reset_hint, count, sum, .. } = histogram.head();
    let counter_reset_hint =
        match (counter_reset_hint, previous) {
            (CounterResetHint::Unknown, Some(previous)) if !histogram.is_stale() => {
                if histogram.detect_reset(previous) { CounterResetHint::Reset } else { CounterResetHint::NotReset }
            }
            (hint, _) => hint,
        };
    HistogramHead { counter_reset_hint, zero_count: 0.0, count, sum }
}

#[cfg(test)]
mod tests {
    use super::*;
    use promenade_model::histogram::CounterResetHint::{NotReset, Reset, Unknown};
    use promenade_model::{FloatHistogram, HistogramSamples};

    fn hints(counts: &[f64], windows: &[(i64, i64)]) -> Vec<CounterResetHint> {
        let histogram = |count: &f64| FloatHistogram { count: *count, ..FloatHistogram::default() }.into();
        let histograms: Vec<_> = counts.iter().map(histogram).collect();
        let timestamps: Vec<i64> = (0..counts.len() as i64).map(|i| i * 10).collect();
        let columns = HistogramSamples { timestamps: &timestamps, histograms: &histograms, start_timestamps: &[] };
        let mut out = SampleBuffer::default();
        let samples = Samples { histograms: columns, ..Samples::default() };
        count_and_sum(&samples, windows.len(), |i| windows[i], &mut out);
        out.histograms.iter().map(SharedHistogram::counter_reset_hint).collect()
    }

    #[test]
    fn resets_are_found_between_neighbours() {
        assert_eq!(hints(&[1.0, 2.0, 1.0, 1.0], &[(0, 30)]), [Unknown, NotReset, Reset, NotReset]);
    }

    #[test]
    fn a_jump_forgets_the_one_before() {
        assert_eq!(hints(&[1.0, 2.0, 1.0, 1.0], &[(0, 10), (30, 30)]), [Unknown, NotReset, Reset, Unknown]);
        assert_eq!(hints(&[1.0, 2.0, 1.0, 1.0], &[(0, 15), (20, 30)]), [Unknown, NotReset, Reset, NotReset]);
    }
}
