//! Functions of the number of samples: `count_over_time`, `present_over_time`, `absent_over_time`.

use super::of_range;
use crate::definition::{Behavior, Docs, FunctionDef, Usage, ValueRange};
use crate::kernel::{Kernel, RangeKernel};
use crate::samples::{RangeInput, RowOut};

pub(super) static COUNT_OVER_TIME: FunctionDef = FunctionDef {
    behavior: Behavior { value_range: ValueRange::AtLeast(1), ..COUNTS_SAMPLES },
    ..of_range(
        "count_over_time",
        Docs::new(
            "Counts the samples in the range.",
            "Both float and histogram samples count. A range without samples has no result.",
            "count_over_time(up[1h])",
        ),
        &Count(|n_samples| n_samples as f64),
    )
};

pub(super) static PRESENT_OVER_TIME: FunctionDef = FunctionDef {
    behavior: Behavior { value_range: ValueRange::Only(1), ..COUNTS_SAMPLES },
    ..of_range(
        "present_over_time",
        Docs::new(
            "Returns 1 for each series with a sample in the range.",
            "Both float and histogram samples count. A range without samples has no result.",
            "present_over_time(up{job=\"node\"}[1h])",
        ),
        &Count(|_| 1.0),
    )
};

pub(super) static ABSENT_OVER_TIME: FunctionDef = FunctionDef {
    behavior: Behavior { reports_absence: true, value_range: ValueRange::Only(1), ..COUNTS_SAMPLES },
    kernel: Kernel::AbsentOverTime,
    ..of_range(
        "absent_over_time",
        Docs::new(
            "Returns 1 if no series has a sample in the range, and nothing otherwise.",
            "Useful for alerts on series that disappeared. The result has the labels of the selector's `=` matchers, \
             except labels with several matchers. Both float and histogram samples count.",
            "absent_over_time(up{job=\"node\"}[10m])",
        ),
        &Count(|_| 1.0),
    )
};

const COUNTS_SAMPLES: Behavior = Behavior { usage: Usage::PRESENCE, ..Behavior::SKIPS_BUCKETS };

/// A function of the number of samples.
struct Count(fn(usize) -> f64);

impl RangeKernel for Count {
    fn eval(&self, input: &RangeInput<'_>, out: &mut RowOut<'_>) {
        let windows = input.windows.floats.iter().zip(input.windows.histograms);
        for (value, (floats, histograms)) in out.values.iter_mut().zip(windows) {
            let n_samples = floats.len() + histograms.len();
            if n_samples > 0 {
                *value = (self.0)(n_samples);
            }
        }
    }
}
