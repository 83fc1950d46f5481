//! Counts the samples of windows.

use promenade_functions::samples::Bounds;
use promenade_model::SharedHistogram;
use promenade_model::histogram::PointSizes;

use super::RowLoad;

/// The windows over the samples of a row.
pub(crate) struct RowWindows<'a> {
    floats: &'a [Bounds],
    histograms: &'a [Bounds],
    /// Prefix sums of the samples that the histograms count for, beginning with 0; empty if there are no histograms.
    sizes: Vec<u64>,
    /// Whether `@` fixes the window, so that it is read only at the first step.
    is_fixed: bool,
}

/// The samples that the windows of a row read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct WindowCounts {
    /// The sum of the samples of all windows.
    pub(crate) queryable: u64,
    /// The number of samples that are in any window.
    pub(crate) read: u64,
}

impl<'a> RowWindows<'a> {
    /// The windows of floats and of histograms over a row with these histograms.
    pub(crate) fn new(
        (floats, histograms): (&'a [Bounds], &'a [Bounds]),
        samples: &[SharedHistogram],
        is_fixed: bool,
    ) -> Self {
        let sizes = if samples.is_empty() { Vec::new() } else { sizes(samples) };
        Self { floats, histograms, sizes, is_fixed }
    }

    /// Whether the row has floats only. Such rows with the same timestamps have the same counts.
    pub(crate) fn is_plain(&self) -> bool {
        self.sizes.is_empty()
    }

    /// The samples that the windows read.
    pub(crate) fn counts(&self) -> WindowCounts {
        if self.is_plain() && !self.is_fixed {
            return of_floats(self.floats);
        }
        let mut counts = WindowCounts::default();
        self.each(|_, n_in_window, n_new| {
            counts.queryable += n_in_window;
            counts.read += n_new;
        });
        counts
    }

    /// The samples that the windows hold; the result is not set.
    pub(crate) fn load(&self) -> RowLoad {
        let mut load = RowLoad::default();
        self.each(|_, n_in_window, _| {
            load.largest = load.largest.max(n_in_window);
            load.last = n_in_window;
        });
        load
    }

    /// An upper bound of the samples in any window.
    pub(crate) fn n_at_most(&self) -> u64 {
        let first = self.floats.first().map_or(0, |window| window.start);
        let n_floats = self.floats.last().map_or(0, |window| window.end - first);
        u64::from(n_floats) + self.sizes.last().copied().unwrap_or(0)
    }

    /// Calls `f` with each step, the samples in its window, and those of them that are not in the previous window.
    pub(crate) fn each(&self, mut f: impl FnMut(usize, u64, u64)) {
        let mut until = (0, 0);
        for (step_idx, floats) in self.floats.iter().enumerate() {
            let histograms = self.histograms.get(step_idx).map_or((0, 0), |bounds| (bounds.start, bounds.end));
            let n_in_window = u64::from(floats.end - floats.start) + self.size(histograms.0, histograms.1);
            let n_new = match () {
                () if step_idx == 0 => n_in_window,
                () if self.is_fixed => 0,
                () => {
                    let new_floats = floats.end - floats.start.max(until.0).min(floats.end);
                    let new_histograms = self.size(histograms.0.max(until.1).min(histograms.1), histograms.1);
                    u64::from(new_floats) + new_histograms
                }
            };
            f(step_idx, n_in_window, n_new);
            until = (floats.end, histograms.1);
        }
    }

    fn size(&self, start: u32, end: u32) -> u64 {
        match (self.sizes.get(start as usize), self.sizes.get(end as usize)) {
            (Some(before), Some(up_to)) => up_to - before,
            _ => 0,
        }
    }
}

/// The counts of windows that advance from step to step.
fn of_floats(windows: &[Bounds]) -> WindowCounts {
    let (Some(first), Some(newest)) = (windows.first(), windows.last()) else { return WindowCounts::default() };
    let (mut queryable, mut n_between) = (u64::from(newest.end - newest.start), 0);
    for (window, next) in windows.iter().zip(&windows[1..]) {
        queryable += u64::from(window.end - window.start);
        n_between += u64::from(next.start.saturating_sub(window.end));
    }
    WindowCounts { queryable, read: u64::from(newest.end - first.start) - n_between }
}

fn sizes(histograms: &[SharedHistogram]) -> Vec<u64> {
    let mut sizes = Vec::with_capacity(histograms.len() + 1);
    let (mut sum, mut size) = (0, PointSizes::default());
    sizes.push(sum);
    for histogram in histograms {
        sum += size.of(histogram);
        sizes.push(sum);
    }
    sizes
}
