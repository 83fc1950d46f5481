//! What rules write, over data that they only read.

use std::sync::Arc;

use promenade_model::{Labels, Matcher, TimestampMs};
use promenade_storage::{
    BoxFuture, MetricMetadata, SampleBuffer, SampleValue, Samples, SelectHints, Series, SeriesSet, Storage,
    StorageError, TimeRange,
};

use super::{AppendError, GrowingStorage, RuleStorage, WrittenSample};

/// A store that rules write to, over data that they only read. Queries see both; of a series that both have, the data
/// counts where both have a sample of the same timestamp.
#[derive(Debug)]
pub struct LayeredStorage<S> {
    data: S,
    written: GrowingStorage,
}

impl<S: Storage> LayeredStorage<S> {
    /// A store over `data` that nothing is written to yet.
    pub fn new(data: S) -> Self {
        Self { data, written: GrowingStorage::new() }
    }

    /// What was written.
    pub fn written(&self) -> &GrowingStorage {
        &self.written
    }
}

impl<S: Storage> Storage for LayeredStorage<S> {
    fn select<'a>(
        &'a self,
        matchers: &'a [Matcher],
        hints: &'a SelectHints,
    ) -> BoxFuture<'a, Result<SeriesSet, StorageError>> {
        Box::pin(async move {
            let written = self.written.select(matchers, hints).await?;
            let data = self.data.select(matchers, hints).await?;
            if written.series().is_empty() {
                return Ok(data);
            }
            let warnings = data.warnings().to_vec();
            let data =
                if data.is_to_be_loaded() { self.data.load(data.series(), hints).await? } else { data.into_series() };
            Ok(SeriesSet::from_sorted(merged(data, written.into_series())).with_warnings(warnings))
        })
    }

    fn load<'a>(
        &'a self,
        series: &'a [Arc<dyn Series>],
        hints: &'a SelectHints,
    ) -> BoxFuture<'a, Result<Vec<Arc<dyn Series>>, StorageError>> {
        self.data.load(series, hints)
    }

    fn metadata<'a>(&'a self, metric: Option<&'a str>) -> BoxFuture<'a, Result<Vec<MetricMetadata>, StorageError>> {
        self.data.metadata(metric)
    }
}

impl<S: Storage> RuleStorage for LayeredStorage<S> {
    fn append(&mut self, samples: &[WrittenSample]) -> Vec<Result<(), AppendError>> {
        self.written.append(samples)
    }

    fn append_series(&mut self, labels: &Labels, samples: &[(TimestampMs, SampleValue)]) {
        self.written.append_series(labels, samples);
    }

    fn is_without(&self, _: &[Matcher]) -> bool {
        false
    }

    fn as_storage(&self) -> &dyn Storage {
        self
    }
}

/// Two lists of series in the order of their labels, as one.
fn merged(data: Vec<Arc<dyn Series>>, written: Vec<Arc<dyn Series>>) -> Vec<Arc<dyn Series>> {
    let mut all = Vec::with_capacity(data.len() + written.len());
    let mut written = written.into_iter().peekable();
    for series in data {
        while let Some(before) = written.next_if(|w| w.labels() < series.labels()) {
            all.push(before);
        }
        match written.next_if(|w| w.labels() == series.labels()) {
            Some(over) => all.push(Arc::new(Merged { data: series, written: over }) as Arc<dyn Series>),
            None => all.push(series),
        }
    }
    all.extend(written);
    all
}

/// A series that both stores have.
struct Merged {
    data: Arc<dyn Series>,
    written: Arc<dyn Series>,
}

impl Series for Merged {
    fn labels(&self) -> &Labels {
        self.data.labels()
    }

    fn has_histograms(&self) -> bool {
        self.data.has_histograms() || self.written.has_histograms()
    }

    fn time(&self) -> Option<TimeRange> {
        let (a, b) = (self.data.time()?, self.written.time()?);
        Some(TimeRange { start_ms: a.start_ms.min(b.start_ms), end_ms: a.end_ms.max(b.end_ms) })
    }

    fn n_bytes(&self) -> usize {
        self.data.n_bytes() + self.written.n_bytes()
    }

    fn samples<'a>(&'a self, range: TimeRange, buffer: &'a mut SampleBuffer) -> Result<Samples<'a>, StorageError> {
        let (mut of_data, mut of_written) = (SampleBuffer::default(), SampleBuffer::default());
        let data = self.data.samples(range, &mut of_data)?;
        let written = self.written.samples(range, &mut of_written)?;
        merge(&data, &written, buffer);
        Ok(buffer.as_samples())
    }
}

/// Puts the samples of both into a buffer, in the order of time.
fn merge(data: &Samples<'_>, written: &Samples<'_>, buffer: &mut SampleBuffer) {
    buffer.clear();
    let is_free = |t: i64| {
        data.floats.timestamps.binary_search(&t).is_err() && data.histograms.timestamps.binary_search(&t).is_err()
    };
    let mut floats: Vec<(i64, f64)> = pairs(data.floats.timestamps, data.floats.values).collect();
    floats.extend(pairs(written.floats.timestamps, written.floats.values).filter(|(t, _)| is_free(*t)));
    floats.sort_by_key(|(t, _)| *t);
    let mut histograms: Vec<_> = pairs(data.histograms.timestamps, data.histograms.histograms).collect();
    histograms.extend(pairs(written.histograms.timestamps, written.histograms.histograms).filter(|(t, _)| is_free(*t)));
    histograms.sort_by_key(|(t, _)| *t);
    (buffer.timestamps, buffer.values) = floats.into_iter().unzip();
    (buffer.histogram_timestamps, buffer.histograms) = histograms.into_iter().unzip();
}

fn pairs<'a, T: Clone>(times: &'a [i64], values: &'a [T]) -> impl Iterator<Item = (i64, T)> + use<'a, T> {
    times.iter().copied().zip(values.iter().cloned())
}
