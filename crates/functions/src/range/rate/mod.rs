//! The increase over the range: `rate`, `increase`, `delta`.

mod boundary;
mod extended;
mod extended_histogram;
mod extrapolated;
mod extrapolated_histogram;

use promenade_model::TimestampMs;

pub(super) use extended_histogram::interpolate as interpolate_histogram;

use super::of_range;
use crate::definition::{Behavior, Docs, FunctionDef, Usage};
use crate::kernel::RangeKernel;
use crate::samples::{RangeInput, RangeMode, RowOut, Windows};

pub(super) static RATE: FunctionDef = FunctionDef {
    behavior: Behavior { usage: Usage::COUNTER_PER_SECOND, ..RATE_BEHAVIOR },
    ..of_range(
        "rate",
        Docs::new(
            "Returns the per-second increase of a counter, averaged over the range.",
            "Counter resets are compensated, and the increase between the first and the last sample is extrapolated to \
             the ends of the range, unless the series appears to start or end within it. At least two samples are \
             needed, or one whose start timestamp lies in the range. For native histograms the result is a gauge \
             histogram. Always apply `rate` before an aggregation: resets cannot be detected afterwards.\n\nFor an \
             `anchored` selector there is no extrapolation: the value at the start is the last sample before it. For a \
             `smoothed` selector the values at both ends are interpolated with the samples outside of the range. Start \
             timestamps show resets of floats there too.",
            "sum by (job) (rate(http_requests_total[5m]))",
        ),
        &Rate { is_counter: true, per_second: true },
    )
};

pub(super) static INCREASE: FunctionDef = FunctionDef {
    behavior: Behavior { usage: Usage::COUNTER, ..RATE_BEHAVIOR },
    ..of_range(
        "increase",
        Docs::new(
            "Returns the increase of a counter over the range.",
            "This is `rate` times the length of the range in seconds. Because of the extrapolation the result is \
             usually not an integer, even for a counter of integers.",
            "increase(http_requests_total{code=\"500\"}[1h])",
        ),
        &Rate { is_counter: true, per_second: false },
    )
};

pub(super) static DELTA: FunctionDef = FunctionDef {
    behavior: Behavior { anchored: true, smoothed: true, usage: Usage::GAUGE, ..Behavior::DEFAULT },
    ..of_range(
        "delta",
        Docs::new(
            "Returns the difference of a gauge between the ends of the range.",
            "The difference between the first and the last sample is extrapolated to the ends of the range, unless the \
             series appears to start or end within it. At least two samples are needed. Native histograms should be \
             gauges; the result is a gauge histogram. For `anchored` and `smoothed` selectors see `rate`.",
            "delta(node_hwmon_temp_celsius[2h])",
        ),
        &Rate { is_counter: false, per_second: false },
    )
};

const RATE_BEHAVIOR: Behavior =
    Behavior { expects_counter: true, anchored: true, smoothed: true, start_timestamps: true, ..Behavior::DEFAULT };

/// One of the three functions.
#[derive(Debug, Clone, Copy)]
struct Rate {
    /// Decreases are resets.
    is_counter: bool,
    /// The result is divided by the length of the range.
    per_second: bool,
}

impl RangeKernel for Rate {
    fn eval(&self, input: &RangeInput<'_>, out: &mut RowOut<'_>) {
        match input.mode {
            RangeMode::Plain => extrapolated::eval(*self, input, out),
            RangeMode::Anchored | RangeMode::Smoothed => extended::eval(*self, input, out),
        }
    }
}

/// The range of a result, from `start_ms` to `end_ms`.
#[derive(Debug, Clone, Copy)]
struct TimeRange {
    start_ms: TimestampMs,
    end_ms: TimestampMs,
}

impl TimeRange {
    const fn of_step(windows: &Windows<'_>, step_idx: usize) -> Self {
        Self { start_ms: windows.start_ms(step_idx), end_ms: windows.end_ms(step_idx) }
    }
}

/// The length of the range in seconds, rounded like Go's `Duration.Seconds`: whole seconds and the remainder
/// separately.
fn range_seconds(windows: &Windows<'_>) -> f64 {
    (windows.range_ms / 1000) as f64 + (windows.range_ms % 1000) as f64 / 1e3
}
