//! Floats and histograms of one series, merged by time.

use promenade_model::{SharedHistogram, TimestampMs};

use super::span;
use crate::samples::{Bounds, FloatSamples, HistogramSamples, RangeInput};

/// All samples of the windows of a row, sorted by time.
#[derive(Debug)]
pub(in crate::range) struct MergedSamples<'a> {
    floats: FloatSamples<'a>,
    histograms: HistogramSamples<'a>,
    order: Order,
    n_skipped_floats: u32,
    n_skipped_histograms: u32,
}

/// The position of each sample.
#[derive(Debug)]
enum Order {
    FloatsOnly,
    HistogramsOnly,
    Mixed(Vec<Place>),
}

#[derive(Debug, Clone, Copy)]
enum Place {
    Float(u32),
    Histogram(u32),
}

/// One sample.
#[derive(Debug, Clone, Copy)]
pub(in crate::range) struct SampleRef<'a> {
    pub(in crate::range) timestamp_ms: TimestampMs,
    /// 0 if unknown.
    pub(in crate::range) start_timestamp_ms: TimestampMs,
    pub(in crate::range) value: ValueRef<'a>,
}

/// A float or a histogram.
#[derive(Debug, Clone, Copy)]
pub(in crate::range) enum ValueRef<'a> {
    Float(f64),
    Histogram(&'a SharedHistogram),
}

impl<'a> MergedSamples<'a> {
    pub(in crate::range) fn new(input: &RangeInput<'a>) -> Self {
        let (floats, histograms) = (span(input.windows.floats), span(input.windows.histograms));
        let order = match (floats.is_empty(), histograms.is_empty()) {
            (_, true) => Order::FloatsOnly,
            (true, false) => Order::HistogramsOnly,
            (false, false) => Order::Mixed(merge(input, floats, histograms)),
        };
        Self {
            floats: input.floats,
            histograms: input.histograms,
            order,
            n_skipped_floats: floats.start,
            n_skipped_histograms: histograms.start,
        }
    }

    /// The window of floats and histograms in the merged order.
    pub(in crate::range) const fn window(&self, floats: Bounds, histograms: Bounds) -> Bounds {
        let n_skipped = self.n_skipped_floats + self.n_skipped_histograms;
        Bounds { start: floats.start + histograms.start - n_skipped, end: floats.end + histograms.end - n_skipped }
    }

    /// The values of the floats, in the merged order if there are no histograms.
    pub(in crate::range) fn floats(&self) -> &'a [f64] {
        &self.floats.values[self.n_skipped_floats as usize..]
    }

    pub(in crate::range) fn timestamp_ms(&self, idx: usize) -> TimestampMs {
        match self.place(idx) {
            Place::Float(i) => self.floats.timestamps[i as usize],
            Place::Histogram(i) => self.histograms.timestamps[i as usize],
        }
    }

    pub(in crate::range) fn get(&self, idx: usize) -> SampleRef<'a> {
        let (timestamps, start_timestamps, i, value) = match self.place(idx) {
            Place::Float(i) => {
                let value = ValueRef::Float(self.floats.values[i as usize]);
                (self.floats.timestamps, self.floats.start_timestamps, i as usize, value)
            }
            Place::Histogram(i) => {
                let value = ValueRef::Histogram(&self.histograms.histograms[i as usize]);
                (self.histograms.timestamps, self.histograms.start_timestamps, i as usize, value)
            }
        };
        let start_timestamp_ms = start_timestamps.get(i).copied().unwrap_or(0);
        SampleRef { timestamp_ms: timestamps[i], start_timestamp_ms, value }
    }

    fn place(&self, idx: usize) -> Place {
        match &self.order {
            Order::FloatsOnly => Place::Float(self.n_skipped_floats + idx as u32),
            Order::HistogramsOnly => Place::Histogram(self.n_skipped_histograms + idx as u32),
            Order::Mixed(places) => places[idx],
        }
    }
}

/// Merges by time; with equal timestamps the histogram comes first.
fn merge(input: &RangeInput<'_>, floats: Bounds, histograms: Bounds) -> Vec<Place> {
    let mut order = Vec::with_capacity(floats.len() + histograms.len());
    let (mut f, mut h) = (floats.start, histograms.start);
    while f < floats.end || h < histograms.end {
        let takes_float = h == histograms.end
            || f < floats.end && input.floats.timestamps[f as usize] < input.histograms.timestamps[h as usize];
        if takes_float {
            order.push(Place::Float(f));
            f += 1;
        } else {
            order.push(Place::Histogram(h));
            h += 1;
        }
    }
    order
}
