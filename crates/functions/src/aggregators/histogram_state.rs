//! Sums and means of native histograms: the mergeable state of one group at one step.

use promenade_model::histogram::{CounterResetHint, KahanHistogram};
use promenade_model::{FloatHistogram, SharedHistogram};

use super::HistogramFold;

/// The histograms of a group at one step.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools)] // independent findings
pub struct HistogramState {
    /// `None` if a float came first: then there is no result in any case.
    value: Option<KahanHistogram>,
    /// The number of histograms in `value`, which is their sum or mean.
    n: f64,
    is_mean: bool,
    /// An upper bound of the magnitude of all numbers of `value`.
    bound: f64,
    first_row: u32,
    resets: bool,
    not_resets: bool,
    /// Custom buckets with different bounds were reconciled.
    pub bounds_reconciled: bool,
    /// The first row whose histogram was incompatible. Later rows are ignored.
    pub misfit: Option<Misfit>,
}

/// Exponential and custom buckets were combined.
#[derive(Debug, Clone, Copy)]
pub struct Misfit {
    /// The incompatible row.
    pub row: u32,
    /// Whether a float came before it.
    pub after_float: bool,
}

/// A sum of histograms with its properties.
#[derive(Debug)]
pub struct Part {
    /// The sum.
    pub value: KahanHistogram,
    /// The number of summed histograms.
    pub n: f64,
    /// An upper bound of the magnitude of all its numbers.
    pub bound: f64,
    /// The row of its first histogram.
    pub first_row: u32,
    /// Whether any histogram has the hint "reset".
    pub resets: bool,
    /// Whether any histogram has the hint "not reset".
    pub not_resets: bool,
}

impl HistogramState {
    /// The state of a sum.
    pub fn of_part(part: Part) -> Self {
        let Part { value, n, bound, first_row, resets, not_resets } = part;
        Self {
            value: Some(value),
            n,
            is_mean: false,
            bound,
            first_row,
            resets,
            not_resets,
            bounds_reconciled: false,
            misfit: None,
        }
    }

    /// The state of a first histogram, optionally after a float.
    pub fn first(row: u32, histogram: &FloatHistogram, fold: HistogramFold, after_float: bool) -> Self {
        let hint = histogram.counter_reset_hint;
        Self {
            value: (!after_float).then(|| histogram.clone().into()),
            n: 1.0,
            is_mean: false,
            bound: magnitude(histogram, fold),
            first_row: row,
            resets: !after_float && hint == CounterResetHint::Reset,
            not_resets: !after_float && hint == CounterResetHint::NotReset,
            bounds_reconciled: false,
            misfit: None,
        }
    }

    /// Adds the histogram of a later row.
    pub fn add(&mut self, row: u32, histogram: &FloatHistogram, fold: HistogramFold, after_float: bool) {
        if self.misfit.is_some() || self.value.is_none() {
            return;
        }
        self.resets |= histogram.counter_reset_hint == CounterResetHint::Reset;
        self.not_resets |= histogram.counter_reset_hint == CounterResetHint::NotReset;
        let bound = magnitude(histogram, fold);
        if !self.combine(histogram, 1.0, false, bound, fold) {
            self.misfit = Some(Misfit { row, after_float });
        }
    }

    /// Merges the state of later rows; `after_float` is whether the rows so far have a float.
    pub fn merge(&mut self, later: Self, fold: HistogramFold, after_float: bool) {
        if self.misfit.is_some() || self.value.is_none() {
            return;
        }
        let Some(value) = later.value else { return };
        self.resets |= later.resets;
        self.not_resets |= later.not_resets;
        self.bounds_reconciled |= later.bounds_reconciled;
        let row = later.first_row;
        if self.combine(&value.finish(), later.n, later.is_mean, later.bound, fold) {
            self.misfit = later.misfit.map(|m| Misfit { after_float: m.after_float || after_float, ..m });
        } else {
            self.misfit = Some(Misfit { row, after_float });
        }
    }

    /// Size in bytes.
    pub fn n_bytes(&self) -> usize {
        // The compensation is as large as the sum.
        size_of::<Self>() + self.value.as_ref().map_or(0, |value| 2 * value.value().size())
    }

    /// The same state with a float before all its histograms.
    #[must_use]
    pub fn after_float(self) -> Self {
        Self { value: None, resets: false, not_resets: false, bounds_reconciled: false, misfit: None, ..self }
    }

    /// Whether some histograms have the hint "reset" and others "not reset".
    pub fn resets_collide(&self) -> bool {
        self.resets && self.not_resets
    }

    /// The result.
    pub fn finish(self, fold: HistogramFold) -> Option<SharedHistogram> {
        let mut value = self.value?;
        if fold == HistogramFold::Mean && !self.is_mean {
            value.div(self.n);
        }
        let mut histogram = value.finish();
        histogram.compact(0);
        Some(histogram.into())
    }

    /// Adds a sum or mean of `n` histograms; returns `false` if it is incompatible.
    fn combine(&mut self, other: &FloatHistogram, n: f64, is_mean: bool, bound: f64, fold: HistogramFold) -> bool {
        if fold == HistogramFold::Mean {
            return self.combine_means(other, n, is_mean, bound);
        }
        self.n += n;
        self.value.as_mut().is_some_and(|value| match value.add(other) {
            Ok(reconciliation) => {
                self.bounds_reconciled |= reconciliation.bounds_reconciled;
                true
            }
            Err(_) => false,
        })
    }

    /// As in Prometheus, a mean is kept as a sum while that is finite.
    fn combine_means(&mut self, other: &FloatHistogram, n: f64, is_mean: bool, bound: f64) -> bool {
        let Some(value) = &mut self.value else { return false };
        let total = self.n + n;
        self.bound += bound;
        if !self.is_mean && !is_mean {
            let before = self.bound.is_infinite().then(|| value.clone());
            let Ok(reconciliation) = value.add(other) else { return false };
            self.bounds_reconciled |= reconciliation.bounds_reconciled;
            match before {
                Some(before) if value.value().has_overflow() => *value = before,
                _ => {
                    self.n = total;
                    return true;
                }
            }
        }
        if !self.is_mean {
            self.is_mean = true;
            value.div(self.n);
        }
        value.mul(self.n / total);
        let mut other = other.clone();
        if is_mean {
            other.mul(n / total);
        } else {
            other.div(total);
        }
        self.n = total;
        let Ok(reconciliation) = value.add(&other) else { return false };
        self.bounds_reconciled |= reconciliation.bounds_reconciled;
        true
    }
}

/// An upper bound of the magnitude of all numbers of a histogram and their sums. Infinite bounds of custom buckets
/// count, since Prometheus treats them as an overflow. Used only by means.
fn magnitude(h: &FloatHistogram, fold: HistogramFold) -> f64 {
    if fold != HistogramFold::Mean {
        return 0.0;
    }
    let numbers = [h.zero_count, h.count, h.sum];
    let counts = h.positive.counts.iter().chain(&h.negative.counts);
    let bounds = h.custom_values.iter().filter(|v| v.is_infinite());
    4.0 * numbers.iter().chain(counts).chain(bounds).map(|v| if v.is_nan() { 0.0 } else { v.abs() }).sum::<f64>()
}
