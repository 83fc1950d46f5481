//! Variance of a window: `stddev_over_time`, `stdvar_over_time`.

use super::of_range;
use super::window::{
    Compensated, Fold, Notes, Special, Specials, TwoStack, float_windows, is_short, worth_sliding_sums,
};
use crate::definition::{Behavior, Docs, FunctionDef, Usage};
use crate::kernel::RangeKernel;
use crate::samples::{Bounds, RangeInput, RowOut};

pub(super) static STDDEV_OVER_TIME: FunctionDef = FunctionDef {
    behavior: Behavior { usage: Usage::SAME_UNIT, ..Behavior::SKIPS_BUCKETS },
    ..of_range(
        "stddev_over_time",
        Docs::new(
            "Returns the population standard deviation of the values in the range.",
            "Native histograms are ignored; an info is raised if the range also has floats.",
            "stddev_over_time(node_load1[1h])",
        ),
        &Variance(f64::sqrt),
    )
};

pub(super) static STDVAR_OVER_TIME: FunctionDef = FunctionDef {
    behavior: Behavior::SKIPS_BUCKETS,
    ..of_range(
        "stdvar_over_time",
        Docs::new(
            "Returns the population variance of the values in the range.",
            "Native histograms are ignored; an info is raised if the range also has floats.",
            "stdvar_over_time(node_load1[1h])",
        ),
        &Variance(|variance| variance),
    )
};

/// A function of the variance.
struct Variance(fn(f64) -> f64);

impl RangeKernel for Variance {
    fn eval(&self, input: &RangeInput<'_>, out: &mut RowOut<'_>) {
        let values = input.floats.values;
        let mut notes = Notes::default();
        let windows = float_windows(input, &mut notes);
        let slides = worth_sliding_sums(input.windows.floats, 3);
        if let Some(mut specials) = slides.then(|| Specials::of(values, input.windows.floats)).flatten() {
            let mut stack = TwoStack::new(Moments { values });
            for (step_idx, window) in windows {
                if is_short(window) {
                    out.values[step_idx] = self.0(rescan(values, window));
                    continue;
                }
                let (_, Moment { n, m2, .. }) = stack.advance(window);
                let is_finite = specials.advance(values, window) == Special::None;
                out.values[step_idx] = if is_finite { self.0(m2 / n) } else { f64::NAN };
            }
        } else {
            for (step_idx, window) in windows {
                out.values[step_idx] = self.0(rescan(values, window));
            }
        }
        notes.raise(input, out);
    }
}

/// Compensated Welford's method, value by value, as in Prometheus.
fn rescan(values: &[f64], window: Bounds) -> f64 {
    let (mut n, mut mean, mut m2) = (0.0, Compensated::default(), Compensated::default());
    for &v in &values[window.range()] {
        n += 1.0;
        let delta = v - mean.total();
        mean = mean.plus(delta / n);
        m2 = m2.plus(delta * (v - mean.total()));
    }
    m2.total() / n
}

/// Moments of runs, merged by Chan's formula. Non-finite values count as the origin.
struct Moments<'a> {
    values: &'a [f64],
}

/// Count, mean minus the origin, and sum of squared distances from the mean.
#[derive(Clone, Copy)]
struct Moment {
    n: f64,
    mean: f64,
    m2: f64,
}

impl Fold for Moments<'_> {
    type Acc = Moment;
    type Origin = f64;

    fn origin(&self, idx: usize) -> f64 {
        Some(self.values[idx]).filter(|v| v.is_finite()).unwrap_or(0.0)
    }

    #[inline]
    fn lift(&self, origin: f64, idx: usize) -> Moment {
        let v = self.values[idx];
        Moment { n: 1.0, mean: if v.is_finite() { v - origin } else { 0.0 }, m2: 0.0 }
    }

    #[inline]
    fn merge(&self, a: Moment, b: Moment) -> Moment {
        let n = a.n + b.n;
        let delta = b.mean - a.mean;
        let share = b.n / n;
        Moment { n, mean: a.mean + delta * share, m2: a.m2 + b.m2 + delta * delta * a.n * share }
    }
}
