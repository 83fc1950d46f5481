//! A selected series: its labels at once, its samples when asked for.

use std::any::Any;

use promenade_model::{FloatSamples, HistogramSamples, Labels, SharedHistogram, TimestampMs};

use crate::{MaybeSend, MaybeSync, StorageError, TimeRange};

/// One series that a store selected. Reading it does not wait.
///
/// A series may be a mere handle, with nothing but its labels in memory: its set then says that it is
/// [to be loaded](crate::SeriesSet::to_be_loaded), and what is read is what [`Storage::load`](crate::Storage::load) gave for it.
pub trait Series: MaybeSend + MaybeSync {
    /// The labels.
    fn labels(&self) -> &Labels;

    /// Whether there may be native histograms, as far as is known. They are heavier than floats, so that fewer series are
    /// computed at once.
    fn has_histograms(&self) -> bool {
        false
    }

    /// The range of time in which its samples lie, as far as is known without reading them.
    fn time(&self) -> Option<TimeRange> {
        None
    }

    /// Bytes of memory that the samples take for this query alone, which count for its memory: of a handle about as many
    /// as loading it takes, of a loaded series those that it holds until it is dropped. 0 where they are the store's own.
    fn n_bytes(&self) -> usize {
        0
    }

    /// The series itself, for a store that is asked to load series that it made. Others need not have it.
    fn as_any(&self) -> Option<&dyn Any> {
        None
    }

    /// All samples of a range of time, floats and histograms each in the order of time with no timestamp twice, stale
    /// markers included.
    ///
    /// The columns are either the store's own or decoded into `buffer`, which may hold anything before.
    ///
    /// # Errors
    /// Where the data cannot be read.
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

/// Memory to decode samples into, used again from series to series.
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
    /// Forgets the samples and keeps the memory.
    pub fn clear(&mut self) {
        self.timestamps.clear();
        self.values.clear();
        self.start_timestamps.clear();
        self.histogram_timestamps.clear();
        self.histograms.clear();
        self.histogram_start_timestamps.clear();
    }

    /// Bytes of memory of the buffer, those of buckets left out.
    pub fn n_bytes(&self) -> usize {
        let Self { timestamps, values, start_timestamps, histogram_timestamps, histograms, histogram_start_timestamps } =
            self;
        let times = [timestamps, start_timestamps, histogram_timestamps, histogram_start_timestamps];
        let of_times: usize = times.into_iter().map(Vec::capacity).sum();
        of_times * size_of::<TimestampMs>()
            + values.capacity() * size_of::<f64>()
            + histograms.capacity() * size_of::<SharedHistogram>()
    }

    /// What the buffer holds, as columns.
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
