//! Shared code of the window kernels: sliding algorithms, sums, orders and notes.

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

/// The contents of a window.
#[derive(Debug, Clone, Copy)]
pub(super) enum Content {
    /// Floats only.
    Floats(Bounds),
    /// Histograms only.
    Histograms(Bounds),
    /// Floats and histograms.
    Mixed(Bounds, Bounds),
}

/// The steps whose windows have samples.
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

/// The steps whose windows have floats, with those floats. Notes ignored histograms.
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

/// Whether a window is so short that it is read individually: its sums are then bit-identical to Prometheus's, which
/// shows in labels written from values, and in small differences and remainders.
pub(super) const fn is_short(window: Bounds) -> bool {
    window.len() <= 64
}

/// Whether windows overlap so much that reading each individually costs more than `factor` times as much as sliding.
pub(super) fn worth_sliding(windows: &[Bounds], factor: u64) -> bool {
    pays(windows.iter().map(|window| window.len()), windows, factor)
}

/// The same for sums, which always read [short](is_short) windows individually.
pub(super) fn worth_sliding_sums(windows: &[Bounds], factor: u64) -> bool {
    pays(windows.iter().filter(|window| !is_short(**window)).map(|window| window.len()), windows, factor)
}

fn pays(n_read: impl Iterator<Item = usize>, windows: &[Bounds], factor: u64) -> bool {
    n_read.map(|n| n as u64).sum::<u64>() > factor * (span(windows).len() + windows.len()) as u64
}

/// The range from the first sample of the first window to the last sample of the last.
pub(super) fn span(windows: &[Bounds]) -> Bounds {
    match (windows.first(), windows.last()) {
        (Some(first), Some(last)) => Bounds { start: first.start, end: last.end.max(first.start) },
        _ => Bounds::default(),
    }
}
