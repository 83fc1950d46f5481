//! Sliding sums of native histograms: number by number, if the histograms of a window have one layout.

use promenade_model::histogram::CounterResetHint;
use promenade_model::{FloatHistogram, SharedHistogram};

use super::SumKind;
use crate::range::window::{Compensated, Fold, MAX_SUMMED, Marks, TwoStack, is_short, worth_sliding};
use crate::samples::Bounds;

/// The result of a window.
#[derive(Debug)]
pub(super) struct Slid {
    pub(super) histogram: FloatHistogram,
    /// The hints "reset" and "not reset" both occur.
    pub(super) has_collision: bool,
}

/// Sums or means of the windows that can use sliding sums; `None` for the others, which must be read individually.
pub(super) fn slide(kind: SumKind, histograms: &[SharedHistogram], windows: &[Bounds]) -> Vec<Option<Slid>> {
    if !worth_sliding(windows, 3) {
        return Vec::new();
    }
    let mut results = templates(histograms, windows);
    let n_columns = results.iter().flatten().map(|slid| n_columns(&slid.histogram)).max().unwrap_or(0);
    for column in 0..n_columns {
        let mut stack = TwoStack::new(Column { histograms, column });
        for (result, window) in results.iter_mut().zip(windows) {
            if let Some(cell) = result.as_mut().and_then(|slid| cell_mut(&mut slid.histogram, column)) {
                let sum = if is_short(*window) {
                    column_sum(&histograms[window.range()], column)
                } else {
                    stack.advance(*window).1
                };
                *cell = kind.finish(sum, window.len() as f64);
            }
        }
    }
    results
}

/// The sum of one number of the histograms, in order.
fn column_sum(histograms: &[SharedHistogram], column: usize) -> Compensated {
    histograms.iter().fold(Compensated::default(), |sum, histogram| sum.plus(cell(histogram, column)))
}

/// For each window that can use sliding sums, a histogram of its layout with the hint of the sum.
fn templates(histograms: &[SharedHistogram], windows: &[Bounds]) -> Vec<Option<Slid>> {
    let [mut layout_changes, mut odd] = [const { Marks::new() }; 2];
    let mut hints = Hints::default();
    let template = |&window: &Bounds| {
        let Bounds { start, end } = window;
        let changes = layout_changes.advance(start + 1, end, |i| !same_layout(&histograms[i - 1], &histograms[i]));
        let can_slide = changes.is_empty() && odd.advance(start, end, |i| is_odd(&histograms[i])).is_empty();
        let (hint, has_collision) = hints.advance(histograms, window);
        let histogram = || FloatHistogram {
            counter_reset_hint: hint.unwrap_or_else(|| histograms[start as usize].counter_reset_hint()),
            ..histograms[start as usize].to_float()
        };
        (start < end && can_slide).then(|| Slid { histogram: histogram(), has_collision })
    };
    windows.iter().map(template).collect()
}

/// The counter reset hints of a sliding window.
#[derive(Default)]
struct Hints {
    changes: Marks,
    gauges: Marks,
    resets: Marks,
    not_resets: Marks,
}

impl Hints {
    /// The hint of the sum of a window, if it is not the common hint; and whether "reset" and "not reset" both occur.
    fn advance(
        &mut self,
        histograms: &[SharedHistogram],
        Bounds { start, end }: Bounds,
    ) -> (Option<CounterResetHint>, bool) {
        let hint = |i: usize| histograms[i].counter_reset_hint();
        let is_uniform = self.changes.advance(start + 1, end, |i| hint(i - 1) != hint(i)).is_empty();
        let has = |marks: &mut Marks, of| !marks.advance(start, end, |i| hint(i) == of).is_empty();
        let has_gauge = has(&mut self.gauges, CounterResetHint::Gauge);
        let has_reset = has(&mut self.resets, CounterResetHint::Reset);
        let has_not_reset = has(&mut self.not_resets, CounterResetHint::NotReset);
        let mixed = if has_gauge { CounterResetHint::Gauge } else { CounterResetHint::Unknown };
        ((!is_uniform).then_some(mixed), has_reset && has_not_reset)
    }
}

/// Whether a sum may overflow or involve buckets within the zero bucket.
fn is_odd(h: &SharedHistogram) -> bool {
    let is_large = |v: f64| v.is_nan() || v.abs() > MAX_SUMMED;
    let head = h.head();
    let numbers = [head.zero_count, head.count, head.sum].into_iter();
    h.layout().is_sparse() || h.layout().reaches_into_zero() || numbers.chain(h.buckets().iter().copied()).any(is_large)
}

/// One number of each histogram.
struct Column<'a> {
    histograms: &'a [SharedHistogram],
    column: usize,
}

impl Fold for Column<'_> {
    type Acc = Compensated;
    type Origin = ();

    fn origin(&self, _: usize) {}

    #[inline]
    fn lift(&self, (): (), idx: usize) -> Compensated {
        Compensated::new(cell(&self.histograms[idx], self.column))
    }

    #[inline]
    fn merge(&self, earlier: Compensated, later: Compensated) -> Compensated {
        earlier.merge(later)
    }
}

/// The columns are zero count, count, sum, the positive and the negative buckets.
const N_BEFORE_BUCKETS: usize = 3;

fn n_columns(h: &FloatHistogram) -> usize {
    N_BEFORE_BUCKETS + h.positive.len() + h.negative.len()
}

fn cell(h: &SharedHistogram, column: usize) -> f64 {
    match column {
        0 => h.head().zero_count,
        1 => h.count(),
        2 => h.sum(),
        _ => h.buckets().get(column - N_BEFORE_BUCKETS).copied().unwrap_or(0.0),
    }
}

fn same_layout(a: &SharedHistogram, b: &SharedHistogram) -> bool {
    a.shares_run(b) || a.layout() == b.layout() && !a.layout().is_sparse()
}

fn cell_mut(h: &mut FloatHistogram, column: usize) -> Option<&mut f64> {
    match column {
        0 => Some(&mut h.zero_count),
        1 => Some(&mut h.count),
        2 => Some(&mut h.sum),
        _ => {
            let idx = column - N_BEFORE_BUCKETS;
            let n_positive = h.positive.len();
            if idx < n_positive { h.positive.counts.get_mut(idx) } else { h.negative.counts.get_mut(idx - n_positive) }
        }
    }
}
