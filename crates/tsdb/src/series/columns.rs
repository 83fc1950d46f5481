//! Columns of samples: appended to a buffer, cut to a range, filtered behind a mark.

use std::ops::Range;

use promenade_model::{FloatSamples, HistogramSamples, TimestampMs};
use promenade_storage::{SampleBuffer, Samples, TimeRange};

/// How many samples a buffer had.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    floats: usize,
    histograms: usize,
}

impl Mark {
    /// The end of a buffer.
    pub(crate) fn end_of(buffer: &SampleBuffer) -> Self {
        Self { floats: buffer.timestamps.len(), histograms: buffer.histogram_timestamps.len() }
    }

    /// The times of the floats and of the histograms behind the mark.
    pub(crate) fn times(self, buffer: &SampleBuffer) -> [&[TimestampMs]; 2] {
        [
            buffer.timestamps.get(self.floats..).unwrap_or_default(),
            buffer.histogram_timestamps.get(self.histograms..).unwrap_or_default(),
        ]
    }

    /// The samples behind the mark.
    pub(crate) fn samples(self, buffer: &SampleBuffer) -> Samples<'_> {
        let all = buffer.as_samples();
        columns_of(&all, self.floats..all.floats.timestamps.len(), self.histograms..all.histograms.timestamps.len())
    }

    /// Keeps of the samples behind the mark those at the times for which `keep` says yes.
    pub(crate) fn retain(self, buffer: &mut SampleBuffer, keep: impl Fn(TimestampMs) -> bool) {
        let SampleBuffer { timestamps, values, start_timestamps, .. } = buffer;
        retain(self.floats, (timestamps, values, start_timestamps), &keep);
        let SampleBuffer { histogram_timestamps, histograms, histogram_start_timestamps, .. } = buffer;
        retain(self.histograms, (histogram_timestamps, histograms, histogram_start_timestamps), &keep);
    }
}

type Columns<'a, T> = (&'a mut Vec<TimestampMs>, &'a mut Vec<T>, &'a mut Vec<TimestampMs>);

fn retain<T>(from: usize, (times, values, starts): Columns<'_, T>, keep: &impl Fn(TimestampMs) -> bool) {
    let mut kept = from;
    for i in from..times.len() {
        if keep(times[i]) {
            times.swap(kept, i);
            values.swap(kept, i);
            if !starts.is_empty() {
                starts.swap(kept, i);
            }
            kept += 1;
        }
    }
    times.truncate(kept);
    values.truncate(kept);
    starts.truncate(kept);
}

/// The samples in a range of time.
pub(super) fn rows_in<'a>(samples: &Samples<'a>, range: TimeRange) -> Samples<'a> {
    columns_of(samples, range.rows(samples.floats.timestamps), range.rows(samples.histograms.timestamps))
}

/// Some rows of the floats and of the histograms.
fn columns_of<'a>(samples: &Samples<'a>, of_floats: Range<usize>, of_histograms: Range<usize>) -> Samples<'a> {
    let Samples { floats, histograms } = *samples;
    Samples {
        floats: FloatSamples {
            timestamps: &floats.timestamps[of_floats.clone()],
            values: &floats.values[of_floats.clone()],
            start_timestamps: floats.start_timestamps.get(of_floats).unwrap_or_default(),
        },
        histograms: HistogramSamples {
            timestamps: &histograms.timestamps[of_histograms.clone()],
            histograms: &histograms.histograms[of_histograms.clone()],
            start_timestamps: histograms.start_timestamps.get(of_histograms).unwrap_or_default(),
        },
    }
}

/// Appends samples to a buffer.
pub(super) fn append(out: &mut SampleBuffer, samples: &Samples<'_>) {
    let Samples { floats, histograms } = samples;
    let (n_before, n) = (out.timestamps.len(), floats.timestamps.len());
    append_starts(&mut out.start_timestamps, floats.start_timestamps, n_before, n);
    out.timestamps.extend_from_slice(floats.timestamps);
    out.values.extend_from_slice(floats.values);
    let (n_before, n) = (out.histogram_timestamps.len(), histograms.timestamps.len());
    append_starts(&mut out.histogram_start_timestamps, histograms.start_timestamps, n_before, n);
    out.histogram_timestamps.extend_from_slice(histograms.timestamps);
    out.histograms.extend_from_slice(histograms.histograms);
}

/// Appends start timestamps of `n` samples behind `n_before` others; where only some have any, the others are unknown.
fn append_starts(starts: &mut Vec<TimestampMs>, more: &[TimestampMs], n_before: usize, n: usize) {
    if starts.is_empty() && more.is_empty() {
        return;
    }
    starts.resize(n_before, 0);
    starts.extend_from_slice(more);
    starts.resize(n_before + n, 0);
}
