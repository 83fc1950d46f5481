//! Samples of one series as columns that somebody else owns.

use crate::TimestampMs;
use crate::histogram::SharedHistogram;

/// Float samples of one series in the order of time. A store hands over stale markers among them; a window kernel is
/// given them without.
#[derive(Debug, Clone, Copy, Default)]
pub struct FloatSamples<'a> {
    /// Timestamps in milliseconds.
    pub timestamps: &'a [TimestampMs],
    /// Values, as many as timestamps.
    pub values: &'a [f64],
    /// Start timestamps in milliseconds, 0 where unknown; as many as timestamps, or empty where none are asked for.
    pub start_timestamps: &'a [TimestampMs],
}

/// Native histogram samples of one series in the order of time; stale markers as in [`FloatSamples`].
#[derive(Debug, Clone, Copy, Default)]
pub struct HistogramSamples<'a> {
    /// Timestamps in milliseconds.
    pub timestamps: &'a [TimestampMs],
    /// Histograms, as many as timestamps; neighbours of equal layout mostly share a run.
    pub histograms: &'a [SharedHistogram],
    /// Start timestamps in milliseconds, 0 where unknown; as many as timestamps, or empty where none are asked for.
    pub start_timestamps: &'a [TimestampMs],
}
