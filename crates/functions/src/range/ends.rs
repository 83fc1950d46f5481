//! The first or last sample of a window, or its timestamp: `first_over_time`, `last_over_time`,
//! `ts_of_first_over_time`, `ts_of_last_over_time`.

use promenade_model::TimestampMs;

use super::of_range;
use super::window::{Content, contents};
use crate::definition::{Behavior, Docs, FunctionDef, ResultUnit, Stability, Usage};
use crate::kernel::RangeKernel;
use crate::samples::{Bounds, RangeInput, RowOut};

pub(super) static FIRST_OVER_TIME: FunctionDef = FunctionDef {
    behavior: Behavior { keeps_name: true, usage: Usage::SAME_UNIT, ..Behavior::DEFAULT },
    ..of_range(
        "first_over_time",
        Docs::new(
            "Returns the oldest sample in the range.",
            "The sample may be a float or a native histogram. The metric name is kept, as with `offset`.",
            "first_over_time(node_boot_time_seconds[1h])",
        ),
        &Sample(End::First),
    )
};

pub(super) static LAST_OVER_TIME: FunctionDef = FunctionDef {
    behavior: Behavior { keeps_name: true, usage: Usage::SAME_UNIT, ..Behavior::DEFAULT },
    ..of_range(
        "last_over_time",
        Docs::new(
            "Returns the newest sample in the range.",
            "The sample may be a float or a native histogram. The metric name is kept. Unlike an instant selector, it \
             looks back over the whole range and ignores stale markers.",
            "last_over_time(backup_size_bytes[1d])",
        ),
        &Sample(End::Last),
    )
};

pub(super) static TS_OF_FIRST_OVER_TIME: FunctionDef = FunctionDef {
    stability: Stability::Experimental,
    behavior: Behavior { usage: Usage::PRESENCE.in_unit(ResultUnit::Seconds), ..Behavior::SKIPS_BUCKETS },
    ..of_range(
        "ts_of_first_over_time",
        Docs::new(
            "Returns the time of the oldest sample in the range, in Unix seconds.",
            "The sample may be a float or a native histogram.",
            "ts_of_first_over_time(up[1h])",
        ),
        &Time(End::First),
    )
};

pub(super) static TS_OF_LAST_OVER_TIME: FunctionDef = FunctionDef {
    stability: Stability::Experimental,
    behavior: Behavior { usage: Usage::PRESENCE.in_unit(ResultUnit::Seconds), ..Behavior::SKIPS_BUCKETS },
    ..of_range(
        "ts_of_last_over_time",
        Docs::new(
            "Returns the time of the newest sample in the range, in Unix seconds.",
            "The sample may be a float or a native histogram.",
            "time() - ts_of_last_over_time(backup_size_bytes[1d])",
        ),
        &Time(End::Last),
    )
};

/// An end of a window.
#[derive(Clone, Copy)]
enum End {
    First,
    Last,
}

/// Returns the sample.
struct Sample(End);

/// Returns its timestamp.
struct Time(End);

/// A float or a histogram, by index.
enum Place {
    Float(usize),
    Histogram(usize),
}

impl End {
    const fn of(self, window: Bounds) -> usize {
        match self {
            Self::First => window.start as usize,
            Self::Last => window.end as usize - 1,
        }
    }

    /// The sample at this end; the histogram if both kinds have the same timestamp.
    fn locate(self, input: &RangeInput<'_>, content: Content) -> Place {
        let (floats, histograms) = match content {
            Content::Floats(floats) => return Place::Float(self.of(floats)),
            Content::Histograms(histograms) => return Place::Histogram(self.of(histograms)),
            Content::Mixed(floats, histograms) => (self.of(floats), self.of(histograms)),
        };
        let (float_ms, histogram_ms) = (input.floats.timestamps[floats], input.histograms.timestamps[histograms]);
        let takes_float = match self {
            Self::First => float_ms < histogram_ms,
            Self::Last => float_ms > histogram_ms,
        };
        if takes_float { Place::Float(floats) } else { Place::Histogram(histograms) }
    }
}

impl RangeKernel for Sample {
    fn eval(&self, input: &RangeInput<'_>, out: &mut RowOut<'_>) {
        for (step_idx, content) in contents(input) {
            match self.0.locate(input, content) {
                Place::Float(idx) => out.values[step_idx] = input.floats.values[idx],
                Place::Histogram(idx) => out.set_histogram(step_idx, input.histograms.histograms[idx].clone()),
            }
        }
    }
}

impl RangeKernel for Time {
    fn eval(&self, input: &RangeInput<'_>, out: &mut RowOut<'_>) {
        for (step_idx, content) in contents(input) {
            let timestamp_ms = match self.0.locate(input, content) {
                Place::Float(idx) => input.floats.timestamps[idx],
                Place::Histogram(idx) => input.histograms.timestamps[idx],
            };
            out.values[step_idx] = seconds(timestamp_ms);
        }
    }
}

const fn seconds(timestamp_ms: TimestampMs) -> f64 {
    timestamp_ms as f64 / 1000.0
}
