//! `rate`, `increase` and `delta` of `anchored` and `smoothed` selectors: from the values at the exact ends of the
//! range.

use promenade_model::TimestampMs;

use super::boundary::{Boundaries, TimedFloat};
use super::extended_histogram::ExtendedHistograms;
use super::{Rate, TimeRange, range_seconds};
use crate::range::window::{Content, Marks, Note, Notes, contents};
use crate::samples::{Bounds, RangeInput, RangeMode, RowOut};

pub(super) fn eval(rate: Rate, input: &RangeInput<'_>, out: &mut RowOut<'_>) {
    let is_smoothed = input.mode == RangeMode::Smoothed;
    let boundaries = Boundaries {
        samples: input.floats,
        is_counter: rate.is_counter,
        is_smoothed,
        lookback_ms: input.windows.lookback_ms,
    };
    let mut floats = ExtendedFloats { boundaries, resets: Marks::default() };
    let mut histograms = ExtendedHistograms::new(rate, is_smoothed, input.histograms);
    let mut notes = Notes::default();
    for (step_idx, content) in contents(input) {
        let range = TimeRange::of_step(&input.windows, step_idx);
        match content {
            Content::Floats(window) => {
                if let Some(change) = floats.change(window, range) {
                    out.values[step_idx] =
                        if rate.per_second { change / range_seconds(&input.windows) } else { change };
                }
            }
            Content::Histograms(window) => {
                if let Ok(Some(mut change)) = histograms.change(window, range, &mut notes) {
                    if rate.per_second {
                        change.div(range_seconds(&input.windows));
                    }
                    change.compact(0);
                    out.set_histogram(step_idx, change);
                }
            }
            Content::Mixed(..) => notes.add(Note::MixedFloatsHistograms),
        }
    }
    notes.raise(input, out);
}

/// The samples that a result covers: from the last at or before the start of the range to the last in it, or for a
/// smoothed selector to the first at or after its end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ends {
    pub(super) first: usize,
    pub(super) last: usize,
}

impl Ends {
    /// `None` if no sample is after the start of the range. For a smoothed selector all may be after its end.
    pub(super) fn locate(
        timestamps: &[TimestampMs],
        window: Bounds,
        range: TimeRange,
        is_smoothed: bool,
    ) -> Option<Self> {
        let (start, end) = (window.start as usize, window.end as usize);
        let all_but_last = &timestamps[start..end - 1];
        let n_before = all_but_last.partition_point(|&t| t <= range.start_ms);
        let first = start + n_before.saturating_sub(1);
        let last = if is_smoothed { start + all_but_last.partition_point(|&t| t < range.end_ms) } else { end - 1 };
        (timestamps[last] > range.start_ms).then_some(Self { first, last })
    }
}

/// Changes of floats. The resets of the row are found once, as for plain selectors.
struct ExtendedFloats<'a> {
    boundaries: Boundaries<'a>,
    resets: Marks,
}

impl ExtendedFloats<'_> {
    fn change(&mut self, window: Bounds, range: TimeRange) -> Option<f64> {
        let Boundaries { samples, is_counter, is_smoothed, .. } = self.boundaries;
        let ends = Ends::locate(samples.timestamps, window, range, is_smoothed)?;
        let first = TimedFloat::at(samples, ends.first);
        if first.time.timestamp_ms > range.end_ms && !self.began_before_end(first, range) {
            return None;
        }
        let (left, right) = (self.boundaries.left(ends.first, range), self.boundaries.right(ends.last, window, range));
        let change = right.value - left.value;
        Some(if is_counter { change + self.lost_by_resets(ends, range, left, right) } else { change })
    }

    /// Whether the counter of a sample after the range started before the end of it, within the lookback.
    fn began_before_end(&self, first: TimedFloat, range: TimeRange) -> bool {
        self.boundaries.has_seen_begin(first, range) && !first.time.began_after(range.end_ms)
    }

    /// The total lost to resets, from the left end over the samples strictly within the range to the right end.
    fn lost_by_resets(&mut self, ends: Ends, range: TimeRange, left: TimedFloat, right: TimedFloat) -> f64 {
        let samples = self.boundaries.samples;
        let start = if samples.timestamps[ends.first] <= range.start_ms { ends.first + 1 } else { ends.first };
        let end = if samples.timestamps[ends.last] >= range.end_ms { ends.last } else { ends.last + 1 };
        let resets = self.resets_within(Bounds { start: start as u32, end: end as u32 });
        let (mut lost, mut previous) = (0.0, left);
        if start < end {
            if TimedFloat::at(samples, start).is_reset_after(left) {
                lost += left.value;
            }
            for &idx in resets {
                lost += samples.values[idx as usize - 1];
            }
            previous = TimedFloat::at(samples, end - 1);
        }
        if right.is_reset_after(previous) { lost + previous.value } else { lost }
    }

    fn resets_within(&mut self, window: Bounds) -> &[u32] {
        let samples = self.boundaries.samples;
        if samples.start_timestamps.is_empty() {
            return self.resets.advance_pairs(samples.values, window, |a, b| b < a);
        }
        let is_reset = |idx| TimedFloat::at(samples, idx).is_reset_after(TimedFloat::at(samples, idx - 1));
        self.resets.advance(window.start + 1, window.end, is_reset)
    }
}
