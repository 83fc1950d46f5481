//! Order statistics of a window: `quantile_over_time`, `mad_over_time`.

use promenade_model::Annotation;
use promenade_model::ValueType::Vector;

use super::of_range;
use super::window::{Notes, OrderedWindow, float_windows, worth_sliding};
use crate::definition::{Behavior, Docs, FunctionDef, Signature, Stability, Usage};
use crate::kernel::RangeKernel;
use crate::param::{Param, ParamRole};
use crate::samples::{RangeInput, RowOut};

pub(super) static QUANTILE_OVER_TIME: FunctionDef = FunctionDef {
    signature: Signature::fixed(&[Param::scalar("phi", ParamRole::Quantile), Param::MATRIX], Vector),
    behavior: Behavior { usage: Usage::SAME_UNIT, ..Behavior::SKIPS_BUCKETS },
    ..of_range(
        "quantile_over_time",
        Docs::new(
            "Returns the φ-quantile of the values in the range, for φ from 0 to 1.",
            "Interpolates between neighbouring values; `NaN` counts as the smallest. The result is `-Inf` for φ < 0, \
             `+Inf` for φ > 1, and `NaN` for φ = `NaN`, each with a warning. Native histograms are ignored; an info is \
             raised if the range also has floats.",
            "quantile_over_time(0.95, node_load1[1h])",
        ),
        &Quantile,
    )
};

pub(super) static MAD_OVER_TIME: FunctionDef = FunctionDef {
    stability: Stability::Experimental,
    behavior: Behavior { usage: Usage::SAME_UNIT, ..Behavior::SKIPS_BUCKETS },
    ..of_range(
        "mad_over_time",
        Docs::new(
            "Returns the median absolute deviation of the values in the range.",
            "This is the median of the distances of the values from their median; `NaN` if any value is `NaN`. Native \
             histograms are ignored; an info is raised if the range also has floats.",
            "mad_over_time(node_load1[1h])",
        ),
        &MedianAbsoluteDeviation,
    )
};

/// Ranking all values is worthwhile if reading window by window reads this many times the number of samples: a quantile
/// needs two ranks, a median deviation many.
const ORDERING_PAYS_QUANTILE: u64 = 12;
const ORDERING_PAYS_MAD: u64 = 80;

struct Quantile;
struct MedianAbsoluteDeviation;

impl RangeKernel for Quantile {
    fn eval(&self, input: &RangeInput<'_>, out: &mut RowOut<'_>) {
        let phi = |step_idx| input.args[0].at(step_idx);
        // Prometheus places both annotations at the first argument, φ.
        let place = &input.arg_ranges[0];
        let mut notes = Notes::default();
        for (step_idx, _) in float_windows(input, &mut notes) {
            if !(0.0..=1.0).contains(&phi(step_idx)) {
                out.annotate(Annotation::invalid_quantile(phi(step_idx), place.clone()));
            }
        }
        for_each_window(
            input,
            ORDERING_PAYS_QUANTILE,
            &mut notes,
            |step_idx, values| quantile(phi(step_idx), values.len(), |k| nth(values, k)),
            |step_idx, ordered| quantile(phi(step_idx), ordered.len(), |k| ordered.nth(k)),
            out.values,
        );
        notes.raise_at(place, input, out);
    }
}

impl RangeKernel for MedianAbsoluteDeviation {
    fn eval(&self, input: &RangeInput<'_>, out: &mut RowOut<'_>) {
        let mut notes = Notes::default();
        for_each_window(
            input,
            ORDERING_PAYS_MAD,
            &mut notes,
            |_, values| mad(values),
            |_, ordered| mad_of_ordered(ordered),
            out.values,
        );
        notes.raise(input, out);
    }
}

/// Passes each window to `short` as unordered values, or ordered to `long` if windows are long and overlap.
fn for_each_window(
    input: &RangeInput<'_>,
    ordering_pays: u64,
    notes: &mut Notes,
    mut short: impl FnMut(usize, &mut [f64]) -> f64,
    mut long: impl FnMut(usize, &OrderedWindow) -> f64,
    results: &mut [f64],
) {
    let values = input.floats.values;
    let windows = float_windows(input, notes);
    if worth_sliding(input.windows.floats, ordering_pays) {
        let mut ordered = OrderedWindow::new(values, input.windows.floats);
        for (step_idx, window) in windows {
            ordered.advance(window);
            results[step_idx] = long(step_idx, &ordered);
        }
    } else {
        let mut buffer = Vec::new();
        for (step_idx, window) in windows {
            buffer.clear();
            buffer.extend_from_slice(&values[window.range()]);
            results[step_idx] = short(step_idx, &mut buffer);
        }
    }
}

/// The quantile of `n` values; `nth` returns the value of a rank.
fn quantile(phi: f64, n: usize, mut nth: impl FnMut(usize) -> f64) -> f64 {
    if n == 0 || phi.is_nan() {
        return f64::NAN;
    }
    if phi < 0.0 {
        return f64::NEG_INFINITY;
    }
    if phi > 1.0 {
        return f64::INFINITY;
    }
    let rank = phi * (n - 1) as f64;
    let lower_idx = rank.floor() as usize;
    let weight = rank - rank.floor();
    if weight == 0.0 {
        return nth(lower_idx);
    }
    let upper_idx = (lower_idx + 1).min(n - 1);
    nth(lower_idx) * (1.0 - weight) + nth(upper_idx) * weight
}

/// The `k`th of unordered values; NaN comes first.
fn nth(values: &mut [f64], k: usize) -> f64 {
    *values.select_nth_unstable_by(k, |a, b| b.is_nan().cmp(&a.is_nan()).then_with(|| a.total_cmp(b))).1
}

fn mad(values: &mut [f64]) -> f64 {
    if values.iter().any(|v| v.is_nan()) {
        return f64::NAN;
    }
    let median = quantile(0.5, values.len(), |k| nth(values, k));
    for v in &mut *values {
        *v = (*v - median).abs();
    }
    quantile(0.5, values.len(), |k| nth(values, k))
}

fn mad_of_ordered(values: &OrderedWindow) -> f64 {
    let n = values.len();
    if values.nth(0).is_nan() {
        return f64::NAN;
    }
    let median = quantile(0.5, n, |k| values.nth(k));
    if !median.is_finite() {
        let mut all: Vec<_> = (0..n).map(|k| values.nth(k)).collect();
        return mad(&mut all);
    }
    let n_below = values.n_below(median);
    quantile(0.5, n, |k| nth_deviation(values, median, n_below, k))
}

/// The `k`th smallest distance from `center`. Distances decrease over the `n_below` values below the center and
/// increase over the others: a binary search finds how many of the lower values are among the `k + 1` nearest.
fn nth_deviation(values: &OrderedWindow, center: f64, n_below: usize, k: usize) -> f64 {
    let n_above = values.len() - n_below;
    let below = |i: usize| (center - values.nth(n_below - 1 - i)).abs();
    let above = |i: usize| (values.nth(n_below + i) - center).abs();
    let (mut low, mut high) = ((k + 1).saturating_sub(n_above), (k + 1).min(n_below));
    while low < high {
        let n_taken = low.midpoint(high);
        // The last of the upper values is at `k - n_taken`; checks whether the next lower value is nearer.
        if below(n_taken) < above(k - n_taken) { low = n_taken + 1 } else { high = n_taken }
    }
    let (from_below, from_above) = (low.checked_sub(1).map(below), k.checked_sub(low).map(above));
    from_below.into_iter().chain(from_above).fold(0.0, f64::max)
}
