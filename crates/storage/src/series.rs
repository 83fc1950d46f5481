//! A selected series: labels are available at once, samples on demand.

use std::any::Any;

use promenade_model::{FloatSamples, HistogramSamples, Labels, SharedHistogram, TimestampMs};

use crate::{MaybeSend, MaybeSync, StorageError, TimeRange};

/// A series that a store selected. Reading it does not block.
///
/// A series may be a handle with only its labels in memory. Its set is then [to be
/// loaded](crate::SeriesSet::to_be_loaded), and the query reads the series that [`Storage::load`](crate::Storage::load)
/// returns for it.
pub trait Series: MaybeSend + MaybeSync {
    /// The labels.
    fn labels(&self) -> &Labels;

    /// Whether there may be native histograms. They are larger than floats, so fewer series are computed at once.
    fn has_histograms(&self) -> bool {
        false
    }

    /// The time range of its samples, if known without reading them.
    fn time(&self) -> Option<TimeRange> {
        None
    }

    /// Bytes of memory that the samples take for this query alone, counted against its limit: for a handle an estimate
    /// of what loading takes, for a loaded series what it holds until it is dropped. 0 if the store owns them.
    fn n_bytes(&self) -> usize {
        0
    }

    /// The series itself, so that a store that loads its own series can downcast them. Optional.
    fn as_any(&self) -> Option<&dyn Any> {
        None
    }

    /// All samples in a time range, stale markers included: floats and histograms, each sorted by time without
    /// duplicate timestamps.
    ///
    /// The columns either belong to the store or are decoded into `buffer`, which may have any contents before.
    ///
    /// # Errors
    /// Returns an error if the data cannot be read.
    fn samples<'a>(&'a self, range: TimeRange, buffer: &'a mut SampleBuffer) -> Result<Samples<'a>, StorageError>;
}

/// Samples of one series. A timestamp has a float or a histogram, never both.
#[derive(Debug, Clone, Copy, Default)]
pub struct Samples<'a> {
    /// Float samples.
    pub floats: FloatSamples<'a>,
    /// Histogram samples.
    pub histograms: HistogramSamples<'a>,
}

/// Memory to decode samples into, reused from series to series.
#[derive(Debug, Clone, Default)]
pub struct SampleBuffer {
    /// Timestamps of floats in milliseconds.
    pub timestamps: Vec<TimestampMs>,
    /// Floats, as many as timestamps.
    pub values: Vec<f64>,
    /// Start timestamps of floats, as many as timestamps or none.
    pub start_timestamps: Vec<TimestampMs>,
    /// Timestamps of histograms in milliseconds.
    pub histogram_timestamps: Vec<TimestampMs>,
    /// Histograms, as many as histogram timestamps.
    pub histograms: Vec<SharedHistogram>,
    /// Start timestamps of histograms, as many as histogram timestamps or none.
    pub histogram_start_timestamps: Vec<TimestampMs>,
}

impl SampleBuffer {
    /// Removes the samples and keeps the allocated memory.
    pub fn clear(&mut self) {
        self.timestamps.clear();
        self.values.clear();
        self.start_timestamps.clear();
        self.histogram_timestamps.clear();
        self.histograms.clear();
        self.histogram_start_timestamps.clear();
    }

    /// Size of the buffer in bytes, without histogram buckets.
    pub fn n_bytes(&self) -> usize {
        let Self { timestamps, values, start_timestamps, histogram_timestamps, histograms, histogram_start_timestamps } =
            self;
        let times = [timestamps, start_timestamps, histogram_timestamps, histogram_start_timestamps];
        let of_times: usize = times.into_iter().map(Vec::capacity).sum();
        of_times * size_of::<TimestampMs>()
            + values.capacity() * size_of::<f64>()
            + histograms.capacity() * size_of::<SharedHistogram>()
    }

    /// The contents of the buffer as columns.
    pub fn as_samples(&self) -> Samples<'_> {
        Samples {
            floats: FloatSamples {
                timestamps: &self.timestamps,
                values: &self.values,
                start_timestamps: &self.start_timestamps,
            },
            histograms: HistogramSamples {
                timestamps: &self.histogram_timestamps,
                histograms: &self.histograms,
                start_timestamps: &self.histogram_start_timestamps,
            },
        }
    }
}
