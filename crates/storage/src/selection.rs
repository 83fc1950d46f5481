//! Estimates what a selection reads, from a sample of it.

use std::sync::Arc;

use promenade_model::{SharedHistogram, TimestampMs, is_stale_nan};

use crate::{SampleBuffer, SelectHints, Series, StorageError};

/// The most series that are sampled.
const MAX_SERIES: usize = 50;
/// The most samples that are read: those of about as many chunks.
const MAX_SAMPLES: usize = MAX_SERIES * 120;
/// The number of samples that a histogram without buckets counts as.
const SAMPLES_WITHOUT_BUCKETS: u64 = 11;

/// The number of series of a selection, and the contents of some of them, to estimate costs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SelectionSample {
    /// The number of series of the selection.
    pub n_series: u64,
    /// Some of them, evenly spread; all if they are few.
    pub sampled: Vec<SampledSeries>,
}

/// A sampled series.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SampledSeries {
    /// The number of samples in the time range, estimated unless all were read.
    pub n_samples: u64,
    /// The timestamps of the first of these samples, or of all, sorted, without stale markers.
    pub timestamps: Vec<TimestampMs>,
    /// The average number of floats that a sample counts as: 1 for a float, more for a native histogram.
    pub weight: f64,
}

impl SelectionSample {
    /// The series of a selection that are sampled.
    pub(crate) fn chosen(series: &[Arc<dyn Series>]) -> Vec<Arc<dyn Series>> {
        chosen(series.len()).map(|i| Arc::clone(&series[i])).collect()
    }

    /// The estimate for a selection of `n_series` series, of which some were chosen as a sample.
    ///
    /// # Errors
    /// Returns an error if the data cannot be read.
    pub(crate) fn of_chosen(
        n_series: usize,
        chosen: &[Arc<dyn Series>],
        hints: &SelectHints,
    ) -> Result<Self, StorageError> {
        let of_chosen = Self::of_indexed(chosen.len(), |i| chosen[i].as_ref(), hints)?;
        Ok(Self { n_series: n_series as u64, ..of_chosen })
    }

    /// Samples some of `n_series` series.
    ///
    /// # Errors
    /// Returns an error if the data cannot be read.
    pub fn of_indexed<'a>(
        n_series: usize,
        series: impl Fn(usize) -> &'a dyn Series,
        hints: &SelectHints,
    ) -> Result<Self, StorageError> {
        let max_samples = MAX_SAMPLES / n_series.clamp(1, MAX_SERIES);
        let mut buffer = SampleBuffer::default();
        let sampled = chosen(n_series).map(|i| SampledSeries::of(series(i), hints, max_samples, &mut buffer));
        Ok(Self { n_series: n_series as u64, sampled: sampled.collect::<Result<_, _>>()? })
    }
}

/// The indexes of the sampled series, evenly spread.
fn chosen(n_series: usize) -> impl Iterator<Item = usize> {
    let n_chosen = n_series.min(MAX_SERIES);
    (0..n_chosen).map(move |i| i * n_series / n_chosen)
}

impl SampledSeries {
    fn of(
        series: &dyn Series,
        hints: &SelectHints,
        max_samples: usize,
        buffer: &mut SampleBuffer,
    ) -> Result<Self, StorageError> {
        let samples = series.samples(hints.time, buffer)?;
        let size = |h: &SharedHistogram| if hints.skip_buckets { SAMPLES_WITHOUT_BUCKETS } else { h.n_point_samples() };
        let floats = samples.floats.timestamps.iter().zip(samples.floats.values);
        let floats = floats.filter(|(_, v)| !is_stale_nan(**v)).map(|(t, _)| (*t, 1));
        let histograms = samples.histograms.timestamps.iter().zip(samples.histograms.histograms);
        let histograms = histograms.filter(|(_, h)| !h.is_stale()).map(|(t, h)| (*t, size(h)));
        let mut points: Vec<(TimestampMs, u64)> =
            floats.take(max_samples).chain(histograms.take(max_samples)).collect();
        points.sort_unstable();
        points.truncate(max_samples);
        let weight = points.iter().map(|(_, size)| *size).sum::<u64>() as f64 / (points.len() as f64).max(1.0);
        let n_all = samples.floats.timestamps.len() + samples.histograms.timestamps.len();
        // If all samples were read, the number of stale markers is known.
        let n_samples = if points.len() < max_samples { points.len() } else { n_all };
        Ok(Self { n_samples: n_samples as u64, timestamps: points.into_iter().map(|(t, _)| t).collect(), weight })
    }
}
