//! What the kernels over windows share: ways to slide, sums, orders and notes.

mod compensated;
mod histograms;
mod marks;
mod merged;
mod notes;
mod ordered;
mod specials;
mod two_stack;

use crate::samples::{Bounds, RangeInput};

pub(super) use compensated::{Compensated, two_sum};
pub(super) use histograms::{KindsDiffer, add_histogram, subtract_histogram};
pub(super) use marks::Marks;
pub(super) use merged::{MergedSamples, SampleRef, ValueRef};
pub(super) use notes::{Note, Notes};
pub(super) use ordered::OrderedWindow;
pub(super) use specials::{MAX_SUMMED, Special, Specials};
pub(super) use two_stack::{Fold, TwoStack};

/// What a window holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Content {
    /// Floats only.
    Floats(Bounds),
    /// Histograms only.
    Histograms(Bounds),
    /// Floats and histograms.
    Mixed(Bounds, Bounds),
}

/// The steps whose window holds samples.
pub(super) fn contents<'a>(input: &RangeInput<'a>) -> impl Iterator<Item = (usize, Content)> + use<'a> {
    let windows = input.windows.floats.iter().zip(input.windows.histograms);
    windows.enumerate().filter_map(|(step_idx, (&floats, &histograms))| {
        let content = match (floats.is_empty(), histograms.is_empty()) {
            (true, true) => return None,
            (false, true) => Content::Floats(floats),
            (true, false) => Content::Histograms(histograms),
            (false, false) => Content::Mixed(floats, histograms),
        };
        Some((step_idx, content))
    })
}

/// The steps whose window holds floats, with those floats. Notes where histograms beside them are ignored.
pub(super) fn float_windows<'a>(
    input: &RangeInput<'a>,
    notes: &mut Notes,
) -> impl Iterator<Item = (usize, Bounds)> + use<'a> {
    let windows = input.windows;
    if windows.floats.iter().zip(windows.histograms).any(|(f, h)| !f.is_empty() && !h.is_empty()) {
        notes.add(Note::HistogramIgnoredInMixedRange);
    }
    windows.floats.iter().copied().enumerate().filter(|(_, b)| !b.is_empty())
}

/// Whether a window is so short that it is read by itself: its sums then have the last bits of
/// Prometheus's, which show in labels that values are written into, and where a difference or a remainder is left of them.
pub(super) const fn is_short(window: Bounds) -> bool {
    window.len() <= 64
}

/// Whether windows overlap so much that reading each by itself costs more than `factor` times what sliding does.
pub(super) fn worth_sliding(windows: &[Bounds], factor: u64) -> bool {
    pays(windows.iter().map(|window| window.len()), windows, factor)
}

/// The same of sums, for which [short](is_short) windows are read by themselves in any case.
pub(super) fn worth_sliding_sums(windows: &[Bounds], factor: u64) -> bool {
    pays(windows.iter().filter(|window| !is_short(**window)).map(|window| window.len()), windows, factor)
}

fn pays(n_read: impl Iterator<Item = usize>, windows: &[Bounds], factor: u64) -> bool {
    n_read.map(|n| n as u64).sum::<u64>() > factor * (span(windows).len() + windows.len()) as u64
}

/// From the first sample of the first window to the last sample of the last.
pub(super) fn span(windows: &[Bounds]) -> Bounds {
    match (windows.first(), windows.last()) {
        (Some(first), Some(last)) => Bounds { start: first.start, end: last.end.max(first.start) },
        _ => Bounds::default(),
    }
}
