//! Samples of one series as borrowed columns.

use crate::TimestampMs;
use crate::histogram::SharedHistogram;

/// Float samples of one series, sorted by time. Samples from a store include stale markers; window kernels receive
/// none.
#[derive(Debug, Clone, Copy, Default)]
pub struct FloatSamples<'a> {
    /// Timestamps in milliseconds.
    pub timestamps: &'a [TimestampMs],
    /// Values, as many as timestamps.
    pub values: &'a [f64],
    /// Start timestamps in milliseconds, 0 if unknown; as many as timestamps, or empty if not requested.
    pub start_timestamps: &'a [TimestampMs],
}

/// Native histogram samples of one series, sorted by time; stale markers as in [`FloatSamples`].
#[derive(Debug, Clone, Copy, Default)]
pub struct HistogramSamples<'a> {
    /// Timestamps in milliseconds.
    pub timestamps: &'a [TimestampMs],
    /// Histograms, as many as timestamps; neighbours of equal layout usually share a run.
    pub histograms: &'a [SharedHistogram],
    /// Start timestamps in milliseconds, 0 if unknown; as many as timestamps, or empty if not requested.
    pub start_timestamps: &'a [TimestampMs],
}
