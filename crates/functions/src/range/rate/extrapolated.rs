//! `rate`, `increase` and `delta` of plain selectors: from the first to the last sample, extrapolated to the range.

use promenade_model::TimestampMs;

use super::extrapolated_histogram::HistogramIncreases;
use super::{Rate, TimeRange, range_seconds};
use crate::range::start_timestamps::SampleTime;
use crate::range::window::{Content, Marks, Note, Notes, contents};
use crate::samples::{Bounds, FloatSamples, RangeInput, RowOut};

pub(super) fn eval(rate: Rate, input: &RangeInput<'_>, out: &mut RowOut<'_>) {
    if input.histograms.timestamps.is_empty() && input.floats.start_timestamps.is_empty() {
        return eval_floats(rate, input, out);
    }
    let mut floats = FloatIncreases::new(rate, input.floats);
    let mut histograms = HistogramIncreases::new(rate, input.histograms);
    let divisor = if rate.per_second { range_seconds(&input.windows) } else { 1.0 };
    let mut notes = Notes::default();
    for (step_idx, content) in contents(input) {
        let range = TimeRange::of_step(&input.windows, step_idx);
        match content {
            Content::Floats(window) => {
                if let Some(value) = floats.extrapolated(window, range, divisor, &mut notes) {
                    out.values[step_idx] = value;
                }
            }
            Content::Histograms(window) => {
                histograms.extrapolate(step_idx, window, (range, divisor), &mut notes, out);
            }
            Content::Mixed(..) => notes.add(Note::MixedFloatsHistograms),
        }
    }
    histograms.finish(out);
    notes.raise(input, out);
}

/// Same as [`eval`], for a row of floats without start timestamps, the usual case.
fn eval_floats(rate: Rate, input: &RangeInput<'_>, out: &mut RowOut<'_>) {
    let FloatSamples { timestamps, values, .. } = input.floats;
    let divisor = if rate.per_second { range_seconds(&input.windows) } else { 1.0 };
    let mut resets = Marks::new();
    let has_resets = rate.is_counter && resets.may_have_pairs(values, input.windows.floats, |a, b| b < a);
    let mut lanes = Lanes::default();
    for (n, windows) in input.windows.floats.chunks(N_LANES).enumerate() {
        let first_step = n * N_LANES;
        let mut is_empty = [true; N_LANES];
        for (lane, &window) in windows.iter().enumerate().filter(|(_, window)| window.len() > 1) {
            let first = values[window.start as usize];
            let mut increase = values[window.end as usize - 1] - first;
            if has_resets {
                for &idx in resets.advance_pairs(values, window, |a, b| b < a) {
                    increase += values[idx as usize - 1];
                }
            }
            let range = TimeRange::of_step(&input.windows, first_step + lane);
            lanes.set(lane, timestamps, window, range, (first, increase));
            is_empty[lane] = false;
        }
        let results = lanes.results(rate.is_counter, divisor);
        let cells = out.values[first_step..].iter_mut().zip(results).zip(is_empty);
        for ((cell, result), _) in cells.filter(|(_, is_empty)| !is_empty) {
            *cell = result;
        }
    }
}

/// The number of steps computed at once.
const N_LANES: usize = 16;

/// The inputs for several steps. Vectorizes [`Span::factor`], which is mostly divisions.
#[derive(Default)]
struct Lanes {
    first: [f64; N_LANES],
    increase: [f64; N_LANES],
    n_intervals: [f64; N_LANES],
    sampled_ms: [f64; N_LANES],
    to_start_ms: [f64; N_LANES],
    to_end_ms: [f64; N_LANES],
}

impl Lanes {
    #[inline]
    fn set(
        &mut self,
        lane: usize,
        timestamps: &[TimestampMs],
        window: Bounds,
        range: TimeRange,
        (first, increase): (f64, f64),
    ) {
        let (first_ms, last_ms) = (timestamps[window.start as usize], timestamps[window.end as usize - 1]);
        self.first[lane] = first;
        self.increase[lane] = increase;
        self.n_intervals[lane] = f64::from(window.end - window.start - 1);
        self.sampled_ms[lane] = (last_ms - first_ms) as f64;
        self.to_start_ms[lane] = (first_ms - range.start_ms) as f64;
        self.to_end_ms[lane] = (range.end_ms - last_ms) as f64;
    }

    /// The results; lanes that were not set are meaningless.
    #[inline]
    fn results(&self, is_counter: bool, divisor: f64) -> [f64; N_LANES] {
        std::array::from_fn(|lane| {
            let sampled = self.sampled_ms[lane] / 1000.0;
            let average_interval = sampled / self.n_intervals[lane];
            let (threshold, half) = (average_interval * 1.1, average_interval / 2.0);
            let to_start = self.to_start_ms[lane] / 1000.0;
            let to_start = if to_start >= threshold { half } else { to_start };
            let to_end = self.to_end_ms[lane] / 1000.0;
            let to_end = if to_end >= threshold { half } else { to_end };
            let (first, increase) = (self.first[lane], self.increase[lane]);
            let to_zero = sampled * (first / increase);
            // Branch-free: unused alternatives are computed too.
            #[allow(clippy::needless_bitwise_bool)]
            let begins_within = is_counter & (increase > 0.0) & (first >= 0.0) & (to_zero < to_start);
            let to_start = if begins_within { to_zero } else { to_start };
            let factor = (sampled + to_start + to_end) / sampled;
            let factor = if sampled == 0.0 { 1.0 } else { factor };
            increase * (factor / divisor)
        })
    }
}

/// Increases of floats. The resets of the row are found once; each window adds up its own in order, which is
/// bit-identical to reading all its samples.
struct FloatIncreases<'a> {
    rate: Rate,
    samples: FloatSamples<'a>,
    resets: Marks,
    overlaps: Marks,
}

impl<'a> FloatIncreases<'a> {
    fn new(rate: Rate, samples: FloatSamples<'a>) -> Self {
        Self { rate, samples, resets: Marks::default(), overlaps: Marks::default() }
    }

    fn extrapolated(&mut self, window: Bounds, range: TimeRange, divisor: f64, notes: &mut Notes) -> Option<f64> {
        let mut increase = self.increase(window, notes);
        let first = self.samples.values[window.start as usize];
        let span = Span::new(self.samples.timestamps, window);
        let zero_ms = self.rate.zero_ms(self.samples.timestamps, self.samples.start_timestamps, window, range);
        let factor = if let Some(zero_ms) = zero_ms {
            increase += first;
            span.starting_at(zero_ms).factor(range, LeftEnd::Known)
        } else if window.len() > 1 {
            span.factor(range, self.rate.left_end(first, increase))
        } else {
            return None;
        };
        Some(increase * (factor / divisor))
    }

    /// The difference between the ends of the window, and for a counter plus the total lost to resets.
    fn increase(&mut self, window: Bounds, notes: &mut Notes) -> f64 {
        let FloatSamples { values, timestamps, start_timestamps } = self.samples;
        let mut increase = values[window.end as usize - 1] - values[window.start as usize];
        if !self.rate.is_counter {
            return increase;
        }
        let time = |i| SampleTime::at(timestamps, start_timestamps, i);
        let (start, end) = (window.start + 1, window.end);
        let resets = if start_timestamps.is_empty() {
            self.resets.advance_pairs(values, window, |a, b| b < a)
        } else {
            if !self.overlaps.advance(start, end, |i| time(i).overlaps(time(i - 1))).is_empty() {
                notes.add_overlap();
            }
            self.resets.advance(start, end, |i| values[i] < values[i - 1] || time(i).is_reset_after(time(i - 1)))
        };
        for &idx in resets {
            increase += values[idx as usize - 1];
        }
        increase
    }
}

impl Rate {
    /// The start timestamp of the first sample, if it lies between the start of the range and the sample: the counter
    /// was 0 then.
    pub(super) fn zero_ms(
        self,
        timestamps: &[TimestampMs],
        start_timestamps: &[TimestampMs],
        window: Bounds,
        range: TimeRange,
    ) -> Option<TimestampMs> {
        let first_idx = window.start as usize;
        let zero_ms = *start_timestamps.get(first_idx)?;
        let is_inside = zero_ms != 0 && zero_ms > range.start_ms && zero_ms < timestamps[first_idx];
        (self.is_counter && is_inside).then_some(zero_ms)
    }

    pub(super) const fn left_end(self, first: f64, increase: f64) -> LeftEnd {
        if self.is_counter { LeftEnd::Counter { first, increase } } else { LeftEnd::Gauge }
    }
}

/// The span from the first to the last sample of a window.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    first_ms: TimestampMs,
    last_ms: TimestampMs,
    /// Average time between samples, in seconds; 0 for a single sample.
    average_interval: f64,
    /// The sampled interval, in seconds.
    sampled: f64,
}

/// The known state of the series before the first sample.
#[derive(Debug, Clone, Copy)]
pub(super) enum LeftEnd {
    /// The series starts at the span.
    Known,
    /// Nothing is known, as for gauges.
    Gauge,
    /// A counter, which was not below 0: the first value and the increase (of the count, for histograms) give the
    /// time at which it would have been 0.
    Counter { first: f64, increase: f64 },
}

impl Span {
    pub(super) fn new(timestamps: &[TimestampMs], window: Bounds) -> Self {
        let (first_ms, last_ms) = (timestamps[window.start as usize], timestamps[window.end as usize - 1]);
        let sampled = last_ms.wrapping_sub(first_ms) as f64 / 1000.0;
        let n_intervals = window.end - window.start - 1;
        let average_interval = if n_intervals > 0 { sampled / f64::from(n_intervals) } else { 0.0 };
        Self { first_ms, last_ms, average_interval, sampled }
    }

    /// The same span for a counter that was 0 at a time before the first sample.
    pub(super) fn starting_at(self, zero_ms: TimestampMs) -> Self {
        Self { sampled: self.last_ms.wrapping_sub(zero_ms) as f64 / 1000.0, ..self }
    }

    /// The extrapolation factor: the estimated time that the series covers within the range, divided by the sampled
    /// time.
    ///
    /// The series is extrapolated to an end of the range if its sample is nearer to it than 1.1 times the average
    /// interval, otherwise by half an interval.
    pub(super) fn factor(self, range: TimeRange, left_end: LeftEnd) -> f64 {
        let threshold = self.average_interval * 1.1;
        let beyond = |seconds: f64| if seconds >= threshold { self.average_interval / 2.0 } else { seconds };
        let to_start = beyond(self.first_ms.wrapping_sub(range.start_ms) as f64 / 1000.0);
        let to_start = match left_end {
            LeftEnd::Known => 0.0,
            LeftEnd::Counter { first, increase } if increase > 0.0 && first >= 0.0 => {
                let to_zero = self.sampled * (first / increase);
                if to_zero < to_start { to_zero } else { to_start }
            }
            LeftEnd::Counter { .. } | LeftEnd::Gauge => to_start,
        };
        let to_end = beyond(range.end_ms.wrapping_sub(self.last_ms) as f64 / 1000.0);
        if self.sampled == 0.0 { 1.0 } else { (self.sampled + to_start + to_end) / self.sampled }
    }
}
