//! `integral`: the area under the values of a window.

use promenade_model::Annotation;
use promenade_model::ValueType::Vector;

use super::of_range;
use super::window::{Compensated, Fold, Notes, Specials, TwoStack, float_windows, is_short, worth_sliding_sums};
use crate::definition::{Behavior, Docs, FunctionDef, ResultUnit, Signature, Stability, Usage, Variadic};
use crate::kernel::RangeKernel;
use crate::param::{Param, ParamRole};
use crate::samples::{Bounds, FloatSamples, RangeInput, RowOut};

pub(super) static INTEGRAL: FunctionDef = FunctionDef {
    signature: Signature::fixed(&[Param::MATRIX, Param::scalar("strategy", ParamRole::Choice)], Vector)
        .with(Variadic::UpTo(1)),
    stability: Stability::Experimental,
    behavior: Behavior { usage: Usage::GAUGE.in_unit(ResultUnit::Unknown), ..Behavior::SKIPS_BUCKETS },
    ..of_range(
        "integral",
        Docs::new(
            "Returns the integral of a gauge over the range, in units of its value times seconds.",
            "`strategy` determines the value assumed between two samples: `0` the earlier value, `1` the later value, \
             `2` (the default) their mean. Any other strategy raises a warning and means `2`. `NaN` counts as 0. There \
             is no extrapolation: the integral covers the time from the first to the last sample in the range, and is 0 \
             for a single sample. Native histograms are ignored; an info is raised if the range also has floats.",
            "integral(node_hwmon_power_watt[1d]) / 3600",
        ),
        &Integral,
    )
};

struct Integral;

impl RangeKernel for Integral {
    fn eval(&self, input: &RangeInput<'_>, out: &mut RowOut<'_>) {
        let mut notes = Notes::default();
        let mut integrators = Rule::ALL.map(|rule| Integrator::Unused(Areas { samples: input.floats, rule }));
        for (step_idx, window) in float_windows(input, &mut notes) {
            let rule = Rule::at(step_idx, input, out);
            out.values[step_idx] = integrators[rule as usize].integrate(window, input.windows.floats);
        }
        notes.raise(input, out);
    }
}

/// The assumed value between two samples.
#[derive(Debug, Clone, Copy)]
enum Rule {
    Left,
    Right,
    Trapezoidal,
}

impl Rule {
    /// All rules, at the index by which queries select them.
    const ALL: [Self; 3] = [Self::Left, Self::Right, Self::Trapezoidal];

    /// The rule at a step. Warns if its number is invalid.
    fn at(step_idx: usize, input: &RangeInput<'_>, out: &mut RowOut<'_>) -> Self {
        let Some(number) = input.args.first().map(|strategy| strategy.at(step_idx)) else { return Self::Trapezoidal };
        let chosen = Self::ALL.into_iter().find(|rule| f64::from(*rule as u8) == number);
        chosen.unwrap_or_else(|| {
            out.annotate(Annotation::invalid_integral_strategy(number, input.arg_ranges[1].clone()));
            Self::Trapezoidal
        })
    }
}

/// The areas between neighbouring samples.
#[derive(Debug, Clone, Copy)]
struct Areas<'a> {
    samples: FloatSamples<'a>,
    rule: Rule,
}

impl Areas<'_> {
    /// The area between a sample and the one before it.
    #[inline]
    fn before(self, idx: usize) -> Compensated {
        let FloatSamples { timestamps, values, .. } = self.samples;
        let (earlier, later) = (nan_as_zero(values[idx - 1]), nan_as_zero(values[idx]));
        let height = match self.rule {
            Rule::Left => Compensated::new(earlier),
            Rule::Right => Compensated::new(later),
            Rule::Trapezoidal => mean(earlier, later),
        };
        let seconds = timestamps[idx].wrapping_sub(timestamps[idx - 1]) as f64 / 1000.0;
        Compensated { sum: height.sum * seconds, compensation: height.compensation * seconds }
    }

    /// The sum of the areas of a window, added one by one.
    fn sum(self, window: Bounds) -> f64 {
        let areas = window.range().skip(1).map(|idx| self.before(idx));
        let sum = areas.fold(Compensated::default(), Compensated::merge);
        Compensated::of_parts(sum.sum, sum.compensation).total()
    }
}

const fn nan_as_zero(v: f64) -> f64 {
    if v.is_nan() { 0.0 } else { v }
}

/// The mean of two values; overflows only if they do.
#[inline]
fn mean(a: f64, b: f64) -> Compensated {
    let sum = Compensated::new(a).plus(b);
    if sum.sum.is_infinite() && a.is_finite() && b.is_finite() {
        return Compensated::new(a / 2.0).plus(b / 2.0);
    }
    Compensated { sum: sum.sum / 2.0, compensation: sum.compensation / 2.0 }
}

/// Integrates by one rule, with sliding sums if worthwhile.
enum Integrator<'a> {
    /// No window was integrated yet.
    Unused(Areas<'a>),
    /// Reads each window.
    Reading(Areas<'a>),
    /// Slides over long windows.
    Sliding(Box<Sliding<'a>>),
}

struct Sliding<'a> {
    areas: Areas<'a>,
    /// The area before each sample except the first, to find non-finite ones.
    all: Vec<f64>,
    specials: Specials,
    stack: TwoStack<Areas<'a>>,
}

impl<'a> Integrator<'a> {
    fn new(areas: Areas<'a>, windows: &[Bounds]) -> Self {
        if !worth_sliding_sums(windows, 3) {
            return Self::Reading(areas);
        }
        let n = areas.samples.values.len();
        let all: Vec<f64> = (0..n).map(|idx| if idx == 0 { 0.0 } else { areas.before(idx).sum }).collect();
        match Specials::of(&all, windows) {
            Some(specials) => Self::Sliding(Box::new(Sliding { areas, all, specials, stack: TwoStack::new(areas) })),
            None => Self::Reading(areas),
        }
    }

    fn integrate(&mut self, window: Bounds, windows: &[Bounds]) -> f64 {
        if let Self::Unused(areas) = *self {
            *self = Self::new(areas, windows);
        }
        match self {
            Self::Sliding(sliding) if !is_short(window) => sliding.integrate(window),
            Self::Sliding(sliding) => sliding.areas.sum(window),
            Self::Unused(areas) | Self::Reading(areas) => areas.sum(window),
        }
    }
}

impl Sliding<'_> {
    fn integrate(&mut self, window: Bounds) -> f64 {
        let window = Bounds { start: window.start + 1, ..window };
        let ((), sum) = self.stack.advance(window);
        self.specials.advance(&self.all, window).sum().unwrap_or_else(|| sum.total())
    }
}

/// Sums of areas. Non-finite ones count as 0.
impl Fold for Areas<'_> {
    type Acc = Compensated;
    type Origin = ();

    fn origin(&self, _: usize) {}

    #[inline]
    fn lift(&self, (): (), idx: usize) -> Compensated {
        let area = self.before(idx);
        if area.sum.is_finite() { area } else { Compensated::default() }
    }

    #[inline]
    fn merge(&self, earlier: Compensated, later: Compensated) -> Compensated {
        earlier.merge(later)
    }
}
