//! The samples of a test, which become visible as time goes on.

use promenade_model::value::is_stale_nan;
use promenade_model::{Labels, TimestampMs};
use promenade_storage::SampleValue;

use super::{AppendError, GrowingStorage};

/// A series of a test: samples in the order of time, of which some are in the store already.
#[derive(Debug, Clone)]
pub struct InputSeries {
    labels: Labels,
    samples: Vec<(TimestampMs, SampleValue)>,
    n_appended: usize,
}

impl InputSeries {
    /// A series of which nothing is in the store.
    pub fn new(labels: Labels, samples: Vec<(TimestampMs, SampleValue)>) -> Self {
        Self { labels, samples, n_appended: 0 }
    }

    /// Its labels.
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// Its samples.
    pub fn samples(&self) -> &[(TimestampMs, SampleValue)] {
        &self.samples
    }

    fn append_until(&mut self, time_ms: TimestampMs, storage: &mut GrowingStorage) -> Result<(), AppendError> {
        let rest = &self.samples[self.n_appended..];
        let n_due = rest.iter().take_while(|(sample_ms, _)| *sample_ms <= time_ms).count();
        let mut due = &rest[..n_due];
        self.n_appended += n_due;
        if loses_marker(due) && storage.ends_with_histogram(&self.labels) {
            due = &due[1..];
        }
        due.iter().try_for_each(|(sample_ms, value)| storage.push(&self.labels, *sample_ms, value))
    }
}

/// Appends the samples of all series up to a time, as promtool does before each evaluation.
///
/// # Errors
/// Returns an error if a rule has written to a series of the test, so that a sample does not fit.
pub fn append_until(
    series: &mut [InputSeries],
    time_ms: TimestampMs,
    storage: &mut GrowingStorage,
) -> Result<(), (Labels, AppendError)> {
    series
        .iter_mut()
        .try_for_each(|one| one.append_until(time_ms, storage).map_err(|error| (one.labels.clone(), error)))
}

/// Prometheus loses a stale marker that follows a histogram where the next sample appended together with it is a histogram:
/// the marker is committed after that sample, and refused as out of order.
fn loses_marker(due: &[(TimestampMs, SampleValue)]) -> bool {
    matches!(due, [(_, SampleValue::Float(value)), (_, SampleValue::Histogram(_)), ..] if is_stale_nan(*value))
}
