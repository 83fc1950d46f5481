//! Sum and mean of the native histograms of a window.

use promenade_model::histogram::{CounterResetHint, KahanHistogram};
use promenade_model::{FloatHistogram, SharedHistogram};

use crate::range::window::{Note, Notes};

/// The histograms of a window.
type Window<'a> = &'a [SharedHistogram];

/// The sum of at least one histogram.
pub(super) fn sum(window: Window<'_>, notes: &mut Notes) -> Option<FloatHistogram> {
    noting(window, notes, |found| {
        let (first, rest) = window.split_first()?;
        let mut sum = KahanHistogram::from(first.to_float());
        for histogram in rest {
            add(&mut sum, &histogram.to_float(), found)?;
        }
        Some(sum.finish())
    })
}

/// The mean of at least one histogram: by the sum until it overflows, then as a moving mean.
pub(super) fn mean(window: Window<'_>, notes: &mut Notes) -> Option<FloatHistogram> {
    noting(window, notes, |found| {
        let (first, rest) = window.split_first()?;
        let mut sum = KahanHistogram::from(first.to_float());
        for (idx, histogram) in rest.iter().enumerate() {
            add(&mut sum, &histogram.to_float(), found)?;
            if sum.value().has_overflow() {
                return moving_mean(window, idx + 1, found);
            }
        }
        sum.div(window.len() as f64);
        Some(sum.finish())
    })
}

/// The mean of histograms; the sum of the first `n_summed` does not overflow.
fn moving_mean(window: Window<'_>, n_summed: usize, notes: &mut Notes) -> Option<FloatHistogram> {
    let (summed, rest) = window.split_at(n_summed);
    let mut mean = KahanHistogram::from(summed.first()?.to_float());
    for histogram in &summed[1..] {
        add(&mut mean, &histogram.to_float(), notes)?;
    }
    mean.div(n_summed as f64);
    for (idx, histogram) in rest.iter().enumerate() {
        let n = (n_summed + idx + 1) as f64;
        mean.mul((n - 1.0) / n);
        let mut share = histogram.to_float();
        share.div(n);
        add(&mut mean, &share, notes)?;
    }
    Some(mean.finish())
}

/// Adds to a sum; `None` if the kinds of buckets differ.
fn add(sum: &mut KahanHistogram, histogram: &FloatHistogram, notes: &mut Notes) -> Option<()> {
    if sum.add(histogram).ok()?.bounds_reconciled {
        notes.add(Note::ReconciledByAggregation);
    }
    Some(())
}

/// Keeps the notes if there is a result; otherwise notes only the mix of buckets.
fn noting<T>(window: Window<'_>, notes: &mut Notes, compute: impl FnOnce(&mut Notes) -> Option<T>) -> Option<T> {
    let mut found = Notes::default();
    let result = compute(&mut found);
    let says = |hint| window.iter().any(|h| h.counter_reset_hint() == hint);
    if says(CounterResetHint::Reset) && says(CounterResetHint::NotReset) {
        found.add(Note::CounterResetCollision);
    }
    notes.merge(if result.is_some() { found } else { Notes::only(Note::MixedExponentialCustomHistograms) });
    result
}
