//! Least-squares lines through the values of a window: `deriv`, `predict_linear`.

use promenade_model::TimestampMs;
use promenade_model::ValueType::Vector;

use super::of_range;
use super::window::{
    Compensated, Fold, Marks, Notes, Special, Specials, TwoStack, float_windows, is_short, worth_sliding_sums,
};
use crate::definition::{Behavior, Docs, FunctionDef, Signature, Usage};
use crate::kernel::RangeKernel;
use crate::param::{Param, ParamRole};
use crate::samples::{Bounds, FloatSamples, RangeInput, RowOut};

pub(super) static DERIV: FunctionDef = FunctionDef {
    behavior: Behavior { usage: Usage::GAUGE_PER_SECOND, ..Behavior::SKIPS_BUCKETS },
    ..of_range(
        "deriv",
        Docs::new(
            "Returns the slope of a line through the values in the range, per second.",
            "The line is fitted by least squares; at least two floats are needed. For gauges. Native histograms are \
             ignored; an info is raised if the range also has floats.",
            "deriv(node_filesystem_avail_bytes[1h])",
        ),
        &Deriv,
    )
};

pub(super) static PREDICT_LINEAR: FunctionDef = FunctionDef {
    signature: Signature::fixed(&[Param::MATRIX, Param::scalar("t", ParamRole::Seconds)], Vector),
    behavior: Behavior { at_unsafe: true, usage: Usage::GAUGE, ..Behavior::SKIPS_BUCKETS },
    ..of_range(
        "predict_linear",
        Docs::new(
            "Predicts the value `t` seconds from now by linear regression over the values in the range.",
            "The line is fitted by least squares; at least two floats are needed. \"Now\" is the evaluation time, \
             regardless of `offset` and `@`. For gauges. Native histograms are ignored; an info is raised if the range \
             also has floats.",
            "predict_linear(node_filesystem_avail_bytes[1h], 4 * 3600) < 0",
        ),
        &PredictLinear,
    )
};

struct Deriv;
struct PredictLinear;

impl RangeKernel for Deriv {
    fn eval(&self, input: &RangeInput<'_>, out: &mut RowOut<'_>) {
        let first_ms = |_, window: Bounds| input.floats.timestamps[window.start as usize];
        fit(input, out, first_ms, |_, line| line.slope);
    }
}

impl RangeKernel for PredictLinear {
    fn eval(&self, input: &RangeInput<'_>, out: &mut RowOut<'_>) {
        let windows = input.windows;
        let seconds = |step_idx| input.args[0].at(step_idx);
        fit(
            input,
            out,
            |step_idx, _| windows.eval_ms(step_idx),
            |step_idx, line| line.slope * seconds(step_idx) + line.intercept,
        );
    }
}

/// A line: slope per second, and value at a time chosen by the function.
#[derive(Debug, Clone, Copy)]
struct Line {
    slope: f64,
    intercept: f64,
}

impl Line {
    const NAN: Self = Self { slope: f64::NAN, intercept: f64::NAN };
}

/// Fits a line to each window of at least two floats, and writes its `result`; `intercept_ms` returns the time of the
/// intercept.
fn fit(
    input: &RangeInput<'_>,
    out: &mut RowOut<'_>,
    intercept_ms: impl Fn(usize, Bounds) -> TimestampMs,
    result: impl Fn(usize, Line) -> f64,
) {
    let samples = input.floats;
    let mut fitter = Fitter::new(samples, input.windows.floats);
    let mut notes = Notes::default();
    for (step_idx, window) in float_windows(input, &mut notes) {
        if window.len() >= 2 {
            let line = fitter.fit(window, intercept_ms(step_idx, window));
            out.values[step_idx] = result(step_idx, line);
        }
    }
    notes.raise(input, out);
}

/// Fits lines to windows, with sliding sums if worthwhile.
struct Fitter<'a> {
    samples: FloatSamples<'a>,
    changes: Marks,
    sliding: Option<(TwoStack<Sums<'a>>, Specials)>,
}

impl<'a> Fitter<'a> {
    fn new(samples: FloatSamples<'a>, windows: &[Bounds]) -> Self {
        let specials = worth_sliding_sums(windows, 3).then(|| Specials::of(samples.values, windows)).flatten();
        let sliding = specials.map(|specials| (TwoStack::new(Sums { samples }), specials));
        Self { samples, changes: Marks::default(), sliding }
    }

    fn fit(&mut self, window: Bounds, intercept_ms: TimestampMs) -> Line {
        let values = self.samples.values;
        let is_constant = self.changes.advance_pairs(values, window, |a, b| a != b).is_empty();
        if is_constant {
            let value = values[window.start as usize];
            return if value.is_infinite() { Line::NAN } else { Line { slope: 0.0, intercept: value } };
        }
        let Some((stack, specials)) = self.sliding.as_mut().filter(|_| !is_short(window)) else {
            return rescan(self.samples, window, intercept_ms);
        };
        let (origin, sums) = stack.advance(window);
        match specials.advance(values, window) {
            Special::None => sums.line(origin, intercept_ms),
            Special::Nan => Line::NAN,
            _ => rescan(self.samples, window, intercept_ms),
        }
    }
}

/// The line through values that are not all equal, by compensated sums in Prometheus's order.
fn rescan(samples: FloatSamples<'_>, window: Bounds, intercept_ms: TimestampMs) -> Line {
    let [mut x_sum, mut y_sum, mut xy_sum, mut xx_sum] = [Compensated::default(); 4];
    for idx in window.range() {
        let (x, y) = (seconds(samples.timestamps[idx], intercept_ms), samples.values[idx]);
        x_sum = x_sum.plus(x);
        y_sum = y_sum.plus(y);
        xy_sum = xy_sum.plus(x * y);
        xx_sum = xx_sum.plus(x * x);
    }
    let sums = LineSums { n: window.len() as f64, x: x_sum, y: y_sum, xy: xy_sum, xx: xx_sum };
    let slope = sums.slope();
    Line { slope, intercept: y_sum.total() / sums.n - slope * x_sum.total() / sums.n }
}

fn seconds(timestamp_ms: TimestampMs, since_ms: TimestampMs) -> f64 {
    timestamp_ms.wrapping_sub(since_ms) as f64 / 1e3
}

/// Sums over runs, relative to a sample. Non-finite values count as the origin.
struct Sums<'a> {
    samples: FloatSamples<'a>,
}

/// The sums for a line. Sums instead of means and co-moments, because sums of integers are exact: a slope of 0 is
/// exactly 0, as in Prometheus.
#[derive(Clone, Copy)]
struct LineSums {
    n: f64,
    x: Compensated,
    y: Compensated,
    xy: Compensated,
    xx: Compensated,
}

/// A time and a value.
type Point = (TimestampMs, f64);

impl Fold for Sums<'_> {
    type Acc = LineSums;
    type Origin = Point;

    fn origin(&self, idx: usize) -> Point {
        let value = Some(self.samples.values[idx]).filter(|v| v.is_finite()).unwrap_or(0.0);
        (self.samples.timestamps[idx], value)
    }

    #[inline]
    fn lift(&self, (origin_ms, origin): Point, idx: usize) -> LineSums {
        let v = self.samples.values[idx];
        let x = seconds(self.samples.timestamps[idx], origin_ms);
        let y = if v.is_finite() { v - origin } else { 0.0 };
        let [x, y, xy, xx] = [x, y, x * y, x * x].map(Compensated::new);
        LineSums { n: 1.0, x, y, xy, xx }
    }

    #[inline]
    fn merge(&self, a: LineSums, b: LineSums) -> LineSums {
        LineSums { n: a.n + b.n, x: a.x.merge(b.x), y: a.y.merge(b.y), xy: a.xy.merge(b.xy), xx: a.xx.merge(b.xx) }
    }
}

impl LineSums {
    fn slope(self) -> f64 {
        let (x, y) = (self.x.total(), self.y.total());
        (self.xy.total() - x * y / self.n) / (self.xx.total() - x * x / self.n)
    }

    /// The line through values relative to `origin`.
    fn line(self, (origin_ms, origin): Point, intercept_ms: TimestampMs) -> Line {
        let slope = self.slope();
        let from_mean = seconds(intercept_ms, origin_ms) - self.x.total() / self.n;
        Line { slope, intercept: origin + (self.y.total() / self.n + slope * from_mean) }
    }
}
