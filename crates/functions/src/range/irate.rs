//! The change between the last two samples of a window: `irate`, `idelta`.

use promenade_model::histogram::{CounterResetHint, RunWriter};
use promenade_model::{FloatHistogram, SharedHistogram};

use super::of_range;
use super::start_timestamps::SampleTime;
use super::window::{Content, Note, Notes, contents, subtract_histogram};
use crate::definition::{Behavior, Docs, FunctionDef, Usage};
use crate::kernel::RangeKernel;
use crate::samples::{Bounds, RangeInput, RowOut};

pub(super) static IRATE: FunctionDef = FunctionDef {
    behavior: Behavior {
        start_timestamps: true,
        usage: Usage::COUNTER_PER_SECOND.of_last_two_samples(),
        ..Behavior::DEFAULT
    },
    ..of_range(
        "irate",
        Docs::new(
            "Returns the per-second increase between the last two samples in the range.",
            "For counters, floats and native histograms. After a reset the increase is the last sample itself. It \
             follows fast changes that `rate` smooths out; use `rate` in alerts and for slow counters. The last two \
             samples must be of the same kind.",
            "irate(node_cpu_seconds_total{mode=\"idle\"}[5m])",
        ),
        &LastTwo { is_rate: true },
    )
};

pub(super) static IDELTA: FunctionDef = FunctionDef {
    behavior: Behavior { usage: Usage::GAUGE.of_last_two_samples(), ..Behavior::DEFAULT },
    ..of_range(
        "idelta",
        Docs::new(
            "Returns the difference between the last two samples in the range.",
            "For gauges, floats and native histograms. The last two samples must be of the same kind.",
            "idelta(node_hwmon_temp_celsius[5m])",
        ),
        &LastTwo { is_rate: false },
    )
};

struct LastTwo {
    /// Whether it is the increase of a counter per second, not the difference of a gauge.
    is_rate: bool,
}

/// A sample, by index.
#[derive(Clone, Copy)]
enum Place {
    Float(usize),
    Histogram(usize),
}

impl RangeKernel for LastTwo {
    fn eval(&self, input: &RangeInput<'_>, out: &mut RowOut<'_>) {
        let (mut notes, mut results) = (Notes::default(), RunWriter::default());
        for (step_idx, content) in contents(input) {
            match last_two(input, content) {
                Some((Place::Float(a), Place::Float(b))) => {
                    if let Some(value) = self.of_floats(input, a, b) {
                        out.values[step_idx] = value;
                    }
                }
                Some((Place::Histogram(a), Place::Histogram(b))) => {
                    self.of_histograms(input, (a, b), step_idx, &mut notes, &mut results, out);
                }
                Some((a, b)) if time(input, a).timestamp_ms != time(input, b).timestamp_ms => {
                    notes.add(Note::MixedFloatsHistograms);
                }
                _ => {}
            }
        }
        results.finish(out.histograms);
        notes.raise(input, out);
    }
}

impl LastTwo {
    fn of_floats(&self, input: &RangeInput<'_>, a: usize, b: usize) -> Option<f64> {
        let (earlier, later) = (time(input, Place::Float(a)), time(input, Place::Float(b)));
        let interval_ms = later.timestamp_ms.wrapping_sub(earlier.timestamp_ms);
        if interval_ms == 0 {
            return None;
        }
        let (from, to) = (input.floats.values[a], input.floats.values[b]);
        let is_reset = self.is_rate && (to < from || later.is_reset_after(earlier));
        let change = if is_reset { to } else { to - from };
        Some(if self.is_rate { change / seconds(interval_ms) } else { change })
    }

    fn of_histograms(
        &self,
        input: &RangeInput<'_>,
        (a, b): (usize, usize),
        step_idx: usize,
        notes: &mut Notes,
        results: &mut RunWriter,
        out: &mut RowOut<'_>,
    ) {
        let (earlier, later) = (time(input, Place::Histogram(a)), time(input, Place::Histogram(b)));
        let interval_ms = later.timestamp_ms.wrapping_sub(earlier.timestamp_ms);
        if interval_ms == 0 {
            return;
        }
        let (from, to) = (&input.histograms.histograms[a], &input.histograms.histograms[b]);
        self.note_wrong_kind(from, to, notes);
        let divisor = if self.is_rate { seconds(interval_ms) } else { 1.0 };
        let is_reset = self.is_rate && (later.is_reset_after(earlier) || to.detect_reset(from));
        if let Some(rows) = if is_reset { None } else { to.row_sum(from, -1.0) }
            && results.push_sum(step_idx, rows.of_gauge(), |v| v / divisor, out.histograms)
        {
            return;
        }
        if let Some(histogram) = change((!is_reset).then_some(from), to, divisor, notes) {
            results.finish(out.histograms);
            out.set_histogram(step_idx, histogram);
        }
    }

    fn note_wrong_kind(&self, from: &SharedHistogram, to: &SharedHistogram, notes: &mut Notes) {
        let are_gauges = [from, to].map(|h| h.counter_reset_hint() == CounterResetHint::Gauge);
        if self.is_rate && are_gauges != [false, false] {
            notes.add(Note::NativeHistogramNotCounter);
        } else if !self.is_rate && are_gauges != [true, true] {
            notes.add(Note::NativeHistogramNotGauge);
        }
    }
}

/// The increase from one histogram to another, or the whole later histogram after a reset, divided by a number.
fn change(
    from: Option<&SharedHistogram>,
    to: &SharedHistogram,
    divisor: f64,
    notes: &mut Notes,
) -> Option<FloatHistogram> {
    let mut change = to.to_float();
    if let Some(from) = from {
        subtract_histogram(&mut change, &from.to_float(), notes).ok()?;
    }
    change.counter_reset_hint = CounterResetHint::Gauge;
    change.compact(0);
    change.div(divisor);
    Some(change)
}

fn seconds(interval_ms: i64) -> f64 {
    interval_ms as f64 / 1000.0
}

fn time(input: &RangeInput<'_>, place: Place) -> SampleTime {
    match place {
        Place::Float(idx) => SampleTime::at(input.floats.timestamps, input.floats.start_timestamps, idx),
        Place::Histogram(idx) => SampleTime::at(input.histograms.timestamps, input.histograms.start_timestamps, idx),
    }
}

/// The last two samples of a window, in the order of time.
fn last_two(input: &RangeInput<'_>, content: Content) -> Option<(Place, Place)> {
    let pair = |window: Bounds| window.len().checked_sub(2).map(|_| (window.end as usize - 2, window.end as usize - 1));
    match content {
        Content::Floats(window) => pair(window).map(|(a, b)| (Place::Float(a), Place::Float(b))),
        Content::Histograms(window) => pair(window).map(|(a, b)| (Place::Histogram(a), Place::Histogram(b))),
        Content::Mixed(floats, histograms) => {
            let floats = floats.range().rev().take(2).map(Place::Float);
            let histograms = histograms.range().rev().take(2).map(Place::Histogram);
            let mut latest: Vec<_> = floats.chain(histograms).collect();
            latest.sort_by_key(|&place| std::cmp::Reverse(time(input, place).timestamp_ms));
            Some((*latest.get(1)?, *latest.first()?))
        }
    }
}
