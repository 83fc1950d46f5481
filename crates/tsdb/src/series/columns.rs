//! What is done to the columns of a buffer behind a mark.

use promenade_model::TimestampMs;
use promenade_storage::SampleBuffer;

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
