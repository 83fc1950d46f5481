//! Extremes of a window and their timestamps: `max_over_time`, `min_over_time`, `ts_of_max_over_time`,
//! `ts_of_min_over_time`.
//!
//! Any other value replaces NaN. Of equal values, the value functions keep the first, the timestamp functions the last.

use std::marker::PhantomData;

use promenade_model::TimestampMs;

use super::of_range;
use super::window::{Fold, Notes, TwoStack, float_windows, worth_sliding};
use crate::definition::{Behavior, Docs, FunctionDef, Stability, Usage};
use crate::kernel::RangeKernel;
use crate::samples::{Bounds, RangeInput, RowOut};

pub(super) static MAX_OVER_TIME: FunctionDef = FunctionDef {
    behavior: Behavior { usage: Usage::SAME_UNIT, ..Behavior::SKIPS_BUCKETS },
    ..of_range(
        "max_over_time",
        Docs::new(
            "Returns the largest value in the range.",
            "The result is `NaN` only if all values are `NaN`. Native histograms are ignored; an info is raised if the \
             range also has floats.",
            "max_over_time(go_goroutines[1h])",
        ),
        &Extreme::<Largest>(PhantomData),
    )
};

pub(super) static MIN_OVER_TIME: FunctionDef = FunctionDef {
    behavior: Behavior { usage: Usage::SAME_UNIT, ..Behavior::SKIPS_BUCKETS },
    ..of_range(
        "min_over_time",
        Docs::new(
            "Returns the smallest value in the range.",
            "The result is `NaN` only if all values are `NaN`. Native histograms are ignored; an info is raised if the \
             range also has floats.",
            "min_over_time(up[1h])",
        ),
        &Extreme::<Smallest>(PhantomData),
    )
};

pub(super) static TS_OF_MAX_OVER_TIME: FunctionDef = FunctionDef {
    stability: Stability::Experimental,
    behavior: Behavior { usage: Usage::SECONDS, ..Behavior::SKIPS_BUCKETS },
    ..of_range(
        "ts_of_max_over_time",
        Docs::new(
            "Returns the time of the largest value in the range, in Unix seconds.",
            "Of equal values the newest is used. Native histograms are ignored; an info is raised if the range also \
             has floats.",
            "ts_of_max_over_time(go_goroutines[1h])",
        ),
        &Extreme::<LastLargest>(PhantomData),
    )
};

pub(super) static TS_OF_MIN_OVER_TIME: FunctionDef = FunctionDef {
    stability: Stability::Experimental,
    behavior: Behavior { usage: Usage::SECONDS, ..Behavior::SKIPS_BUCKETS },
    ..of_range(
        "ts_of_min_over_time",
        Docs::new(
            "Returns the time of the smallest value in the range, in Unix seconds.",
            "Of equal values the newest is used. Native histograms are ignored; an info is raised if the range also \
             has floats.",
            "ts_of_min_over_time(go_goroutines[1h])",
        ),
        &Extreme::<LastSmallest>(PhantomData),
    )
};

/// The rule for choosing an extreme.
trait Rule: Send + Sync {
    /// The best sample so far.
    type Best: Copy;

    /// Reads a sample.
    fn sample(input: &RangeInput<'_>, idx: usize) -> Self::Best;

    /// Whether a later sample replaces an earlier one.
    fn replaces(later: Self::Best, earlier: Self::Best) -> bool;

    /// The result for the best sample.
    fn result(best: Self::Best) -> f64;
}

struct Largest;
struct Smallest;
struct LastLargest;
struct LastSmallest;

/// A value and its time.
#[derive(Clone, Copy)]
struct Timed {
    value: f64,
    timestamp_ms: TimestampMs,
}

impl Timed {
    fn at(input: &RangeInput<'_>, idx: usize) -> Self {
        Self { value: input.floats.values[idx], timestamp_ms: input.floats.timestamps[idx] }
    }

    const fn seconds(self) -> f64 {
        self.timestamp_ms as f64 / 1000.0
    }
}

macro_rules! rules {
    ($($name:ident, $best:ty, $sample:expr, $replaces:expr, $result:expr;)*) => {
        $(impl Rule for $name {
            type Best = $best;

            #[inline]
            fn sample(input: &RangeInput<'_>, idx: usize) -> $best {
                $sample(input, idx)
            }

            #[inline]
            fn replaces(later: $best, earlier: $best) -> bool {
                $replaces(later, earlier)
            }

            #[inline]
            fn result(best: $best) -> f64 {
                $result(best)
            }
        })*
    };
}

rules! {
    Largest, f64, value_at, |b: f64, a: f64| b > a || a.is_nan(), |v| v;
    Smallest, f64, value_at, |b: f64, a: f64| b < a || a.is_nan(), |v| v;
    LastLargest, Timed, Timed::at, |b: Timed, a: Timed| b.value >= a.value || a.value.is_nan(), Timed::seconds;
    LastSmallest, Timed, Timed::at, |b: Timed, a: Timed| b.value <= a.value || a.value.is_nan(), Timed::seconds;
}

fn value_at(input: &RangeInput<'_>, idx: usize) -> f64 {
    input.floats.values[idx]
}

struct Extreme<R>(PhantomData<R>);

impl<R: Rule> RangeKernel for Extreme<R> {
    fn eval(&self, input: &RangeInput<'_>, out: &mut RowOut<'_>) {
        let mut notes = Notes::default();
        let windows = float_windows(input, &mut notes);
        let fold = Best::<'_, R> { input, rule: PhantomData };
        if worth_sliding(input.windows.floats, 2) {
            let mut stack = TwoStack::new(fold);
            for (step_idx, window) in windows {
                out.values[step_idx] = R::result(stack.advance(window).1);
            }
        } else {
            for (step_idx, window) in windows {
                out.values[step_idx] = R::result(fold.rescan(window));
            }
        }
        notes.raise(input, out);
    }
}

struct Best<'a, R> {
    input: &'a RangeInput<'a>,
    rule: PhantomData<R>,
}

impl<R: Rule> Best<'_, R> {
    fn rescan(&self, window: Bounds) -> R::Best {
        let best = R::sample(self.input, window.start as usize);
        window.range().skip(1).fold(best, |best, idx| self.merge(best, self.lift((), idx)))
    }
}

impl<R: Rule> Fold for Best<'_, R> {
    type Acc = R::Best;
    type Origin = ();

    fn origin(&self, _: usize) {}

    #[inline]
    fn lift(&self, (): (), idx: usize) -> R::Best {
        R::sample(self.input, idx)
    }

    #[inline]
    fn merge(&self, earlier: R::Best, later: R::Best) -> R::Best {
        if R::replaces(later, earlier) { later } else { earlier }
    }
}
