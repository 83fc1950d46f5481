//! `double_exponential_smoothing`: Holt's linear trend over the values of a window.

use promenade_model::ValueType::Vector;

use super::of_range;
use super::window::{Marks, Notes, float_windows, is_short, worth_sliding_sums};
use crate::definition::{Behavior, Docs, FunctionDef, Signature, Stability, Usage};
use crate::error::FunctionError;
use crate::kernel::RangeKernel;
use crate::param::{Param, ParamRole};
use crate::samples::{Bounds, RangeInput, RowOut, ScalarColumn};

pub(super) static DOUBLE_EXPONENTIAL_SMOOTHING: FunctionDef = FunctionDef {
    signature: Signature::fixed(
        &[
            Param::MATRIX,
            Param::scalar("sf", ParamRole::SmoothingFactor),
            Param::scalar("tf", ParamRole::SmoothingFactor),
        ],
        Vector,
    ),
    stability: Stability::Experimental,
    behavior: Behavior { usage: Usage::GAUGE, ..Behavior::SKIPS_BUCKETS },
    ..of_range(
        "double_exponential_smoothing",
        Docs::new(
            "Returns a smoothed value based on the values in the range and their trend.",
            "The smoothing factor `sf` and the trend factor `tf` lie between 0 and 1, exclusive. A lower `sf` gives \
             old values more weight; a higher `tf` gives the trend more weight. At least two floats are needed. For \
             gauges. Native histograms are ignored; an info is raised if the range also has floats. Formerly \
             `holt_winters`.",
            "double_exponential_smoothing(node_load1[1h], 0.5, 0.1)",
        ),
        &Smoothing,
    )
};

struct Smoothing;

impl RangeKernel for Smoothing {
    fn check(&self, input: &RangeInput<'_>) -> Result<(), FunctionError> {
        let windows = input.windows.floats.iter().zip(input.windows.histograms);
        for (step_idx, _) in windows.enumerate().filter(|(_, (f, h))| !f.is_empty() || !h.is_empty()) {
            let (sf, tf) = (input.args[0].at(step_idx), input.args[1].at(step_idx));
            if sf <= 0.0 || sf >= 1.0 {
                return Err(FunctionError::InvalidSmoothingFactor(sf));
            }
            if tf <= 0.0 || tf >= 1.0 {
                return Err(FunctionError::InvalidTrendFactor(tf));
            }
        }
        Ok(())
    }

    fn may_refuse(&self, args: &[ScalarColumn]) -> bool {
        let is_bad = |factor: &f64| *factor <= 0.0 || *factor >= 1.0;
        args.iter().any(|arg| match arg {
            ScalarColumn::Const(factor) => is_bad(factor),
            ScalarColumn::PerStep(factors) => factors.iter().any(is_bad),
        })
    }

    fn eval(&self, input: &RangeInput<'_>, out: &mut RowOut<'_>) {
        let mut notes = Notes::default();
        let mut sliding = match (&input.args[0], &input.args[1]) {
            (&ScalarColumn::Const(sf), &ScalarColumn::Const(tf)) if worth_sliding_sums(input.windows.floats, 4) => {
                Some(Sliding::new(Factors { sf, tf }, input.floats.values))
            }
            _ => None,
        };
        for (step_idx, window) in float_windows(input, &mut notes).filter(|(_, window)| window.len() >= 2) {
            let factors = Factors { sf: input.args[0].at(step_idx), tf: input.args[1].at(step_idx) };
            out.values[step_idx] = match &mut sliding {
                Some(sliding) if !is_short(window) => sliding.smooth(window),
                _ => factors.smooth(&input.floats.values[window.range()]),
            };
        }
        notes.raise(input, out);
    }
}

/// Smoothing factor and trend factor.
#[derive(Debug, Clone, Copy)]
struct Factors {
    sf: f64,
    tf: f64,
}

/// The smoothed value, and the trend for the next value.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    level: f64,
    trend: f64,
}

impl Factors {
    /// The smoothed value after at least two values, in Prometheus's order of operations.
    fn smooth(self, values: &[f64]) -> f64 {
        let &[first, second, ..] = values else { return f64::NAN };
        let start = State { level: first, trend: second - first };
        values[1..].iter().fold(start, |state, &v| self.next(state, v)).level
    }

    #[inline]
    fn next(self, State { level, trend }: State, value: f64) -> State {
        let next = self.sf * value + (1.0 - self.sf) * (level + trend);
        State { level: next, trend: self.tf * (next - level) + (1.0 - self.tf) * trend }
    }

    /// The linear part of `next` as a map of states, so that steps can be composed.
    fn matrix(self) -> Matrix2 {
        let keep = 1.0 - self.sf;
        Matrix2 { a: keep, b: keep, c: -self.tf * self.sf, d: self.tf * keep + 1.0 - self.tf }
    }

    /// The contribution of a value to `next`.
    fn input(self, value: f64) -> State {
        let level = self.sf * value;
        State { level, trend: self.tf * level }
    }
}

/// A linear map of states, by rows.
#[derive(Debug, Clone, Copy)]
struct Matrix2 {
    a: f64,
    b: f64,
    c: f64,
    d: f64,
}

impl Matrix2 {
    const IDENTITY: Self = Self { a: 1.0, b: 0.0, c: 0.0, d: 1.0 };

    #[inline]
    fn apply(self, State { level, trend }: State) -> State {
        State { level: self.a * level + self.b * trend, trend: self.c * level + self.d * trend }
    }

    #[inline]
    fn after(self, first: Self) -> Self {
        Self {
            a: self.a * first.a + self.b * first.c,
            b: self.a * first.b + self.b * first.d,
            c: self.c * first.a + self.d * first.c,
            d: self.c * first.b + self.d * first.d,
        }
    }
}

/// The two-stack of an affine map: for each sample before `mid`, the state at `mid` of a window that starts there; from
/// `mid` on, the map from a state at `mid` to the end of the window.
struct Sliding<'a> {
    factors: Factors,
    matrix: Matrix2,
    values: &'a [f64],
    specials: Marks,
    /// Latest start first: index `k` is the window from sample `mid - 2 - k`.
    states: Vec<State>,
    map: Matrix2,
    offset: State,
    mid: usize,
    end: usize,
}

impl<'a> Sliding<'a> {
    fn new(factors: Factors, values: &'a [f64]) -> Self {
        Self {
            factors,
            matrix: factors.matrix(),
            values,
            specials: Marks::default(),
            states: Vec::new(),
            map: Matrix2::IDENTITY,
            offset: State::default(),
            mid: 0,
            end: 0,
        }
    }

    /// The smoothed value of a window of at least two values.
    fn smooth(&mut self, window: Bounds) -> f64 {
        let values = self.values;
        let level = self.level(window.start as usize, window.end as usize);
        // A non-finite value gives an infinite level for two more steps, then NaN forever.
        let specials = self.specials.advance(window.start, window.end, |i| !values[i].is_finite());
        match specials.first() {
            None if level.is_finite() => level,
            Some(&first) if first + 2 < window.end => f64::NAN,
            _ => self.factors.smooth(&values[window.range()]),
        }
    }

    fn level(&mut self, start: usize, end: usize) -> f64 {
        if start + 2 > self.mid {
            self.flip(start, end);
        }
        for idx in self.end..end {
            let next = self.matrix.apply(self.offset);
            let input = self.factors.input(finite(self.values[idx]));
            self.offset = State { level: next.level + input.level, trend: next.trend + input.trend };
            self.map = self.matrix.after(self.map);
        }
        self.end = end;
        self.map.apply(self.states[self.mid - 2 - start]).level + self.offset.level
    }

    fn flip(&mut self, start: usize, end: usize) {
        (self.mid, self.end) = (end, end);
        (self.map, self.offset) = (Matrix2::IDENTITY, State::default());
        self.states.clear();
        // The contribution at `mid` of the values after the second, and the map from the state after the second to
        // `mid`.
        let (mut offset, mut map) = (State::default(), Matrix2::IDENTITY);
        for first in (start..end - 1).rev() {
            let (v0, v1) = (finite(self.values[first]), finite(self.values[first + 1]));
            let after_second = self.factors.next(State { level: v0, trend: v1 - v0 }, v1);
            let state = map.apply(after_second);
            self.states.push(State { level: state.level + offset.level, trend: state.trend + offset.trend });
            let input = map.apply(self.factors.input(v1));
            offset = State { level: offset.level + input.level, trend: offset.trend + input.trend };
            map = map.after(self.matrix);
        }
    }
}

/// The value, or 0 if it is not finite: the effect of non-finite values is computed separately.
const fn finite(v: f64) -> f64 {
    if v.is_finite() { v } else { 0.0 }
}
