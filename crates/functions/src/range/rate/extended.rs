//! `rate`, `increase` and `delta` of `anchored` and `smoothed` selectors: the values at the very ends of the range.

use promenade_model::TimestampMs;

use super::extended_histogram::ExtendedHistograms;
use super::{Rate, TimeRange, range_seconds};
use crate::range::window::{Content, Marks, Note, Notes, contents};
use crate::samples::{Bounds, FloatSamples, RangeInput, RangeMode, RowOut};

pub(super) fn eval(rate: Rate, input: &RangeInput<'_>, out: &mut RowOut<'_>) {
    let is_smoothed = input.mode == RangeMode::Smoothed;
    let mut floats = ExtendedFloats { rate, is_smoothed, samples: input.floats, falls: Marks::default() };
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

/// The samples that a result speaks of: from the last at or before the start of the range to the last in it, or for a
/// smoothed selector to the first at or after its end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ends {
    pub(super) first: usize,
    pub(super) last: usize,
}

impl Ends {
    /// None where no sample is after the start of the range, or for a smoothed selector all are after its end.
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
        let is_outside = timestamps[last] <= range.start_ms || is_smoothed && timestamps[first] > range.end_ms;
        (!is_outside).then_some(Self { first, last })
    }
}

/// Changes of floats. The falls of the row are found once, as for plain selectors.
struct ExtendedFloats<'a> {
    rate: Rate,
    is_smoothed: bool,
    samples: FloatSamples<'a>,
    falls: Marks,
}

impl ExtendedFloats<'_> {
    fn change(&mut self, window: Bounds, range: TimeRange) -> Option<f64> {
        let ends = Ends::locate(self.samples.timestamps, window, range, self.is_smoothed)?;
        let (left, right) = (self.left(ends.first, range), self.right(ends.last, window, range));
        let change = right - left;
        Some(if self.rate.is_counter { change + self.lost_by_resets(ends, range, left, right) } else { change })
    }

    fn left(&self, first: usize, range: TimeRange) -> f64 {
        if self.is_smoothed && self.samples.timestamps[first] < range.start_ms {
            return self.interpolate(first, range.start_ms);
        }
        self.samples.values[first]
    }

    fn right(&self, last: usize, window: Bounds, range: TimeRange) -> f64 {
        if self.is_smoothed && last > window.start as usize && self.samples.timestamps[last] > range.end_ms {
            return self.interpolate(last - 1, range.end_ms);
        }
        self.samples.values[last]
    }

    /// The value at a time between the sample at `idx` and the next. A counter that was reset between them rises from 0.
    fn interpolate(&self, idx: usize, at_ms: TimestampMs) -> f64 {
        let FloatSamples { timestamps, values, .. } = self.samples;
        let (t1, t2, y2) = (timestamps[idx], timestamps[idx + 1], values[idx + 1]);
        let y1 = if self.rate.is_counter && y2 < values[idx] { 0.0 } else { values[idx] };
        y1 + (y2 - y1) * at_ms.wrapping_sub(t1) as f64 / t2.wrapping_sub(t1) as f64
    }

    /// What resets took, from the value at the left end over the samples strictly within the range to that at the right.
    fn lost_by_resets(&mut self, ends: Ends, range: TimeRange, left: f64, right: f64) -> f64 {
        let FloatSamples { timestamps, values, .. } = self.samples;
        let start = if timestamps[ends.first] <= range.start_ms { ends.first + 1 } else { ends.first };
        let end = if timestamps[ends.last] >= range.end_ms { ends.last } else { ends.last + 1 };
        let within = Bounds { start: start as u32, end: end as u32 };
        let falls = self.falls.advance_pairs(values, within, |a, b| b < a);
        let (mut lost, mut previous) = (0.0, left);
        if start < end {
            if values[start] < left {
                lost += left;
            }
            for &idx in falls {
                lost += values[idx as usize - 1];
            }
            previous = values[end - 1];
        }
        if right < previous { lost + previous } else { lost }
    }
}
