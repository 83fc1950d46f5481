//! Changes between neighbouring samples: `changes`, `resets`.

use promenade_model::TimestampMs;

use super::of_range;
use super::start_timestamps::SampleTime;
use super::window::{Marks, MergedSamples, SampleRef, ValueRef};
use crate::definition::{Behavior, Docs, FunctionDef, ResultUnit, Usage, ValueRange};
use crate::kernel::RangeKernel;
use crate::samples::{Bounds, RangeInput, RangeMode, RowOut};

pub(super) static CHANGES: FunctionDef = FunctionDef {
    behavior: Behavior {
        anchored: true,
        value_range: ValueRange::AtLeast(0),
        usage: Usage::PRESENCE,
        ..Behavior::READS_BUCKETS
    },
    ..of_range(
        "changes",
        Docs::new(
            "Counts how often the value changes within the range.",
            "`NaN` followed by `NaN` is not a change; a float followed by a native histogram is one, and vice versa. \
             For an `anchored` selector, the last sample before the range counts as the value at its start.",
            "changes(process_start_time_seconds[1h])",
        ),
        &Transitions {
            of_floats: |marks, values, window| marks.advance_pairs(values, window, is_float_change).len(),
            of_samples: is_change,
        },
    )
};

pub(super) static RESETS: FunctionDef = FunctionDef {
    behavior: Behavior {
        anchored: true,
        start_timestamps: true,
        value_range: ValueRange::AtLeast(0),
        usage: Usage::COUNTER.in_unit(ResultUnit::Unknown),
        ..Behavior::DEFAULT
    },
    ..of_range(
        "resets",
        Docs::new(
            "Counts the counter resets within the range.",
            "A reset is a decrease of a float, or of the count or a bucket of a native histogram. A float followed by \
             a native histogram is one too, and vice versa. With start timestamps, a sample that starts after the \
             previous one is a reset. For an `anchored` selector, the last sample before the range counts as the value \
             at its start.",
            "resets(http_requests_total[1h])",
        ),
        &Transitions {
            of_floats: |marks, values, window| marks.advance_pairs(values, window, is_fall).len(),
            of_samples: is_reset,
        },
    )
};

/// Counts the transitions between neighbouring samples.
struct Transitions {
    /// Between floats without start timestamps.
    of_floats: fn(&mut Marks, &[f64], Bounds) -> usize,
    /// Between any samples.
    of_samples: fn(SampleRef<'_>, SampleRef<'_>) -> bool,
}

fn is_float_change(a: f64, b: f64) -> bool {
    a != b && !(a.is_nan() && b.is_nan())
}

fn is_change(earlier: SampleRef<'_>, later: SampleRef<'_>) -> bool {
    match (earlier.value, later.value) {
        (ValueRef::Float(a), ValueRef::Float(b)) => is_float_change(a, b),
        (ValueRef::Histogram(a), ValueRef::Histogram(b)) => !b.equals(a),
        _ => true,
    }
}

fn is_fall(a: f64, b: f64) -> bool {
    b < a
}

fn is_reset(earlier: SampleRef<'_>, later: SampleRef<'_>) -> bool {
    let starts_anew = || time(later).is_reset_after(time(earlier));
    match (earlier.value, later.value) {
        (ValueRef::Float(a), ValueRef::Float(b)) => is_fall(a, b) || starts_anew(),
        (ValueRef::Histogram(a), ValueRef::Histogram(b)) => starts_anew() || b.detect_reset(a),
        _ => true,
    }
}

const fn time(sample: SampleRef<'_>) -> SampleTime {
    SampleTime { timestamp_ms: sample.timestamp_ms, start_ms: sample.start_timestamp_ms }
}

impl RangeKernel for Transitions {
    fn eval(&self, input: &RangeInput<'_>, out: &mut RowOut<'_>) {
        let samples = MergedSamples::new(input);
        let happens = |idx| (self.of_samples)(samples.get(idx - 1), samples.get(idx));
        let are_plain = input.histograms.timestamps.is_empty() && input.floats.start_timestamps.is_empty();
        let mut marks = Marks::default();
        let windows = input.windows.floats.iter().zip(input.windows.histograms);
        for (step_idx, (&floats, &histograms)) in windows.enumerate() {
            let mut window = samples.window(floats, histograms);
            if input.mode == RangeMode::Anchored {
                window = anchor(&samples, window, input.windows.start_ms(step_idx));
            }
            if window.is_empty() {
                continue;
            }
            let n = if are_plain {
                (self.of_floats)(&mut marks, samples.floats(), window)
            } else {
                marks.advance(window.start + 1, window.end, happens).len()
            };
            out.values[step_idx] = n as f64;
        }
    }
}

/// The window from the last sample at or before the start of the range on; empty if no sample follows.
fn anchor(samples: &MergedSamples<'_>, window: Bounds, start_ms: TimestampMs) -> Bounds {
    let (mut low, mut high) = (window.start, window.end);
    while low < high {
        let middle = low.midpoint(high);
        if samples.timestamp_ms(middle as usize) <= start_ms { low = middle + 1 } else { high = middle }
    }
    let n_after = window.end - low;
    let start = if n_after == 0 { window.end } else { low.saturating_sub(1).max(window.start) };
    Bounds { start, end: window.end }
}
