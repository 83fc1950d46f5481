//! A selected series: its labels at once, its samples when asked for.

use std::sync::Arc;

use promenade_model::{Annotation, FloatSamples, HistogramSamples, Labels, SharedHistogram, TimestampMs};

use crate::{StorageError, TimeRange};

/// One series that a store selected. Reading it does not wait.
pub trait Series: Send + Sync {
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

    /// All samples of a range of time, floats and histograms each in the order of time, stale markers included.
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

/// What a selector selected.
#[derive(Clone, Default)]
pub struct SeriesSet {
    /// The series, in the order of their labels, each labels once.
    pub series: Vec<Arc<dyn Series>>,
    /// Warnings of the store, handed to the user with the result.
    pub warnings: Vec<Annotation>,
}

impl std::fmt::Debug for SeriesSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.series.iter().map(|s| s.labels())).finish()
    }
}
