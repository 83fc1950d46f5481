//! Sum and mean of the samples of a window: `sum_over_time`, `avg_over_time`.

mod columns;
mod histograms;
mod short;

use promenade_model::SharedHistogram;

use self::columns::Slid;
use super::of_range;
use super::window::{
    Compensated, Content, Fold, Note, Notes, Specials, TwoStack, contents, is_short, worth_sliding_sums,
};
use crate::definition::{Docs, FunctionDef};
use crate::kernel::RangeKernel;
use crate::samples::{Bounds, RangeInput, RowOut};

pub(super) static SUM_OVER_TIME: FunctionDef = of_range(
    "sum_over_time",
    Docs::new(
        "Adds up the samples in the range.",
        "Native histograms are added bucket by bucket. A range with both floats and histograms, or with both \
         exponential and custom buckets, has no result and raises a warning.",
        "sum_over_time(batch_processed_rows[1d])",
    ),
    &Sum(SumKind::Sum),
);

pub(super) static AVG_OVER_TIME: FunctionDef = of_range(
    "avg_over_time",
    Docs::new(
        "Returns the mean of the samples in the range.",
        "All samples have the same weight, regardless of the time between them. Native histograms are averaged bucket \
         by bucket. A range with both floats and histograms, or with both exponential and custom buckets, has no result \
         and raises a warning.",
        "avg_over_time(node_load1[1h])",
    ),
    &Sum(SumKind::Mean),
);

struct Sum(SumKind);

#[derive(Clone, Copy)]
enum SumKind {
    Sum,
    Mean,
}

impl RangeKernel for Sum {
    fn eval(&self, input: &RangeInput<'_>, out: &mut RowOut<'_>) {
        let mut floats = Floats::new(self.0, input.floats.values, input.windows.floats);
        let samples = input.histograms.histograms;
        let mut slid = columns::slide(self.0, samples, input.windows.histograms);
        let mut notes = Notes::default();
        for (step_idx, content) in contents(input) {
            match content {
                Content::Floats(window) => out.values[step_idx] = floats.result(step_idx, window),
                Content::Histograms(window) => {
                    let slid = slid.get_mut(step_idx).and_then(Option::take);
                    let window = &samples[window.range()];
                    if let Some(histogram) = self.0.of_histograms(window, slid, &mut notes) {
                        out.set_histogram(step_idx, histogram);
                    }
                }
                Content::Mixed(..) => notes.add(Note::MixedFloatsHistograms),
            }
        }
        notes.raise(input, out);
    }
}

/// Sums of floats, sliding if worthwhile.
struct Floats<'a> {
    kind: SumKind,
    values: &'a [f64],
    sliding: Option<(TwoStack<Values<'a>>, Specials)>,
    /// The sums of short windows, by step.
    short: Vec<Compensated>,
}

impl<'a> Floats<'a> {
    fn new(kind: SumKind, values: &'a [f64], windows: &[Bounds]) -> Self {
        let specials = worth_sliding_sums(windows, 3).then(|| Specials::of(values, windows)).flatten();
        let sliding = specials.map(|specials| (TwoStack::new(Values(values)), specials));
        Self { kind, values, sliding, short: short::sums(kind, values, windows) }
    }

    fn result(&mut self, step_idx: usize, window: Bounds) -> f64 {
        if is_short(window) {
            return self.kind.result(self.short[step_idx], &self.values[window.range()]);
        }
        let Some((stack, specials)) = &mut self.sliding else {
            let values = &self.values[window.range()];
            return self.kind.result(self.kind.sum(values), values);
        };
        let ((), sum) = stack.advance(window);
        let special = specials.advance(self.values, window);
        special.sum().unwrap_or_else(|| self.kind.finish(sum, window.len() as f64))
    }
}

impl SumKind {
    /// The result of a window of histograms; `slid` if it is already computed.
    fn of_histograms(
        self,
        window: &[SharedHistogram],
        slid: Option<Slid>,
        notes: &mut Notes,
    ) -> Option<SharedHistogram> {
        if let Some(Slid { histogram, has_collision }) = slid {
            if has_collision {
                notes.add(Note::CounterResetCollision);
            }
            return Some(histogram.into());
        }
        match self {
            Self::Sum => histograms::sum(window, notes).map(Into::into),
            Self::Mean => histograms::mean(window, notes).map(Into::into),
        }
    }

    /// The sum of values one by one. As in Prometheus, a mean starts with the first value, a sum with zero.
    fn sum(self, values: &[f64]) -> Compensated {
        match (self, values) {
            (Self::Mean, [first, rest @ ..]) => Compensated::new(*first).plus_all(rest),
            _ => Compensated::default().plus_all(values),
        }
    }

    /// The result for values whose sum is known.
    fn result(self, sum: Compensated, values: &[f64]) -> f64 {
        match self {
            Self::Mean if !sum.sum.is_finite() => overflowing_mean(values),
            Self::Mean | Self::Sum => self.finish(sum, values.len() as f64),
        }
    }

    fn finish(self, sum: Compensated, n: f64) -> f64 {
        match self {
            Self::Sum if sum.sum.is_infinite() => sum.sum,
            Self::Sum => sum.total(),
            Self::Mean => sum.sum / n + sum.compensation / n,
        }
    }
}

/// The mean by the sum until it overflows, then as a moving mean value by value.
fn overflowing_mean(values: &[f64]) -> f64 {
    let Some((&first, rest)) = values.split_first() else { return f64::NAN };
    let mut sum = Compensated::new(first);
    for (idx, &v) in rest.iter().enumerate() {
        let next = sum.plus(v);
        if next.sum.is_infinite() {
            return moving_mean(sum, (idx + 1) as f64, &rest[idx..]);
        }
        sum = next;
    }
    SumKind::Mean.finish(sum, values.len() as f64)
}

/// The mean of `n` values with a known sum and some more.
fn moving_mean(sum: Compensated, n: f64, values: &[f64]) -> f64 {
    let mut mean = Compensated { sum: sum.sum / n, compensation: sum.compensation / n };
    for (idx, &v) in values.iter().enumerate() {
        let n = n + (idx + 1) as f64;
        let q = (n - 1.0) / n;
        mean = Compensated { sum: q * mean.sum, compensation: q * mean.compensation }.plus(v / n);
    }
    mean.total()
}

/// Sums of runs. Non-finite values count as 0.
struct Values<'a>(&'a [f64]);

impl Fold for Values<'_> {
    type Acc = Compensated;
    type Origin = ();

    fn origin(&self, _: usize) {}

    #[inline]
    fn lift(&self, (): (), idx: usize) -> Compensated {
        let v = self.0[idx];
        Compensated::new(if v.is_finite() { v } else { 0.0 })
    }

    #[inline]
    fn merge(&self, earlier: Compensated, later: Compensated) -> Compensated {
        earlier.merge(later)
    }
}
