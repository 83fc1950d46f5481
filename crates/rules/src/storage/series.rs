//! A series that grows at its end.

use promenade_model::value::is_stale_nan;
use promenade_model::{FloatSamples, HistogramSamples, Labels, SharedHistogram, TimestampMs};
use promenade_storage::{HeadHints, SampleBuffer, SampleValue, Samples, Series, StorageError, TimeRange};

use super::AppendError;

/// A series that grows at its end.
#[derive(Debug, Clone)]
pub(super) struct GrowingSeries {
    labels: Labels,
    timestamps: Vec<TimestampMs>,
    values: Vec<f64>,
    histogram_timestamps: Vec<TimestampMs>,
    histograms: Vec<SharedHistogram>,
    hints: HeadHints,
}

impl GrowingSeries {
    pub(super) fn new(labels: Labels) -> Self {
        Self {
            labels,
            timestamps: Vec::new(),
            values: Vec::new(),
            histogram_timestamps: Vec::new(),
            histograms: Vec::new(),
            hints: HeadHints::default(),
        }
    }

    /// The timestamp of the last sample.
    pub(super) fn newest_ms(&self) -> Option<TimestampMs> {
        self.timestamps.last().max(self.histogram_timestamps.last()).copied()
    }

    /// Whether the last sample is a histogram. Prometheus takes a stale marker after a histogram for one too.
    pub(super) fn ends_with_histogram(&self) -> bool {
        let last = self.timestamps.iter().zip(&self.values).rev().find(|(_, value)| !is_stale_nan(**value));
        self.histogram_timestamps.last() > last.map(|(time_ms, _)| time_ms)
    }

    /// Whether a sample can be appended; one that is the last sample already can.
    pub(super) fn check(&self, time_ms: TimestampMs, value: &SampleValue) -> Result<(), AppendError> {
        if let SampleValue::Histogram(histogram) = value {
            histogram.to_float().validate()?;
        }
        match self.newest_ms() {
            Some(newest) if time_ms < newest => Err(AppendError::OutOfOrder),
            Some(newest) if time_ms == newest => self.check_same_time(time_ms, value),
            _ => Ok(()),
        }
    }

    fn check_same_time(&self, time_ms: TimestampMs, value: &SampleValue) -> Result<(), AppendError> {
        let float = self.values.last().filter(|_| self.timestamps.last() == Some(&time_ms));
        match (value, float) {
            (SampleValue::Float(new), Some(existing)) if existing.to_bits() != new.to_bits() => {
                Err(AppendError::DuplicateFloat { time_ms, existing: *existing, new: *new })
            }
            (SampleValue::Float(_), Some(_)) => Ok(()),
            (SampleValue::Float(new), None) => Err(AppendError::FloatOverHistogram { time_ms, new: *new }),
            (SampleValue::Histogram(new), None) if self.histograms.last().is_some_and(|last| is_same(last, new)) => {
                Ok(())
            }
            (SampleValue::Histogram(_), _) => Err(AppendError::DuplicateHistogram),
        }
    }

    /// Appends a sample that was checked. One that is no newer than the last is dropped.
    pub(super) fn push(&mut self, time_ms: TimestampMs, value: &SampleValue) {
        if self.newest_ms().is_some_and(|newest| time_ms <= newest) {
            return;
        }
        match value {
            SampleValue::Float(float) => {
                // Only a stale marker leaves the run of histograms as it is.
                if !self.histograms.is_empty() {
                    self.hints.sample(time_ms, value);
                }
                self.timestamps.push(time_ms);
                self.values.push(*float);
            }
            SampleValue::Histogram(histogram) => {
                let stored = match self.hints.sample(time_ms, value) {
                    SampleValue::Histogram(stored) => stored,
                    SampleValue::Float(_) => histogram.clone(),
                };
                self.histogram_timestamps.push(time_ms);
                self.histograms.push(stored);
            }
        }
    }

    /// Whether the series reaches into a range of time.
    pub(super) fn may_have(&self, range: TimeRange) -> bool {
        self.time().is_some_and(|own| own.start_ms <= range.end_ms && range.start_ms <= own.end_ms)
    }
}

/// Whether two histograms are equal, but for what is known of resets.
fn is_same(a: &SharedHistogram, b: &SharedHistogram) -> bool {
    a.with_hint(b.counter_reset_hint()) == *b || (is_stale_nan(a.sum()) && is_stale_nan(b.sum()))
}

impl Series for GrowingSeries {
    fn labels(&self) -> &Labels {
        &self.labels
    }

    fn has_histograms(&self) -> bool {
        !self.histograms.is_empty()
    }

    fn time(&self) -> Option<TimeRange> {
        let first = [self.timestamps.first(), self.histogram_timestamps.first()].into_iter().flatten().min();
        Some(TimeRange { start_ms: *first?, end_ms: self.newest_ms()? })
    }

    fn samples<'a>(&'a self, range: TimeRange, _: &'a mut SampleBuffer) -> Result<Samples<'a>, StorageError> {
        let floats = range.rows(&self.timestamps);
        let histograms = range.rows(&self.histogram_timestamps);
        Ok(Samples {
            floats: FloatSamples {
                timestamps: &self.timestamps[floats.clone()],
                values: &self.values[floats],
                start_timestamps: &[],
            },
            histograms: HistogramSamples {
                timestamps: &self.histogram_timestamps[histograms.clone()],
                histograms: &self.histograms[histograms],
                start_timestamps: &[],
            },
        })
    }
}
