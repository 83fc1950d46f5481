//! The trait between queries and data.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use promenade_model::Matcher;

use crate::{MaybeSend, MaybeSync, SelectHints, SelectionSample, Series, SeriesSet, StorageError, TimeRange};

/// A boxed future, which keeps [`Storage`] object-safe. It is [`Send`] with the feature `threads`.
#[cfg(feature = "threads")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A boxed future, which keeps [`Storage`] object-safe. It is [`Send`] with the feature `threads`.
#[cfg(not(feature = "threads"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// A source of series. Only [`select`](Storage::select) is required.
///
/// Access control belongs here: a store that wraps another and adds matchers to each call isolates tenants.
///
/// ```
/// use std::sync::Arc;
///
/// use promenade_model::{FloatSamples, Labels, Matcher};
/// use promenade_storage::{
///     BoxFuture, SampleBuffer, Samples, SelectHints, Series, SeriesSet, Storage, StorageError, TimeRange,
/// };
///
/// struct Reading {
///     labels: Labels,
///     timestamps: Vec<i64>,
///     values: Vec<f64>,
/// }
///
/// impl Series for Reading {
///     fn labels(&self) -> &Labels {
///         &self.labels
///     }
///
///     fn samples<'a>(&'a self, range: TimeRange, _: &'a mut SampleBuffer) -> Result<Samples<'a>, StorageError> {
///         let rows = range.rows(&self.timestamps);
///         let (timestamps, values) = (&self.timestamps[rows.clone()], &self.values[rows]);
///         Ok(Samples { floats: FloatSamples { timestamps, values, start_timestamps: &[] }, ..Samples::default() })
///     }
/// }
///
/// struct Readings(Vec<Arc<Reading>>);
///
/// impl Storage for Readings {
///     fn select<'a>(
///         &'a self,
///         matchers: &'a [Matcher],
///         _: &'a SelectHints,
///     ) -> BoxFuture<'a, Result<SeriesSet, StorageError>> {
///         let is_wanted = |reading: &&Arc<Reading>| matchers.iter().all(|m| m.matches(reading.labels.get(m.name())));
///         let series = self.0.iter().filter(is_wanted).map(|reading| Arc::clone(reading) as Arc<dyn Series>);
///         Box::pin(std::future::ready(SeriesSet::new(series.collect())))
///     }
/// }
/// ```
pub trait Storage: MaybeSend + MaybeSync {
    /// Selects the series that match all matchers and may have samples in the time range of the hints.
    ///
    /// Contract: a series has the same labels in each selection; no two series of the store have the same labels, which
    /// [`SeriesSet::new`] checks; each series returns its samples sorted by time without duplicate timestamps; a
    /// matcher sees an absent label as empty.
    fn select<'a>(
        &'a self,
        matchers: &'a [Matcher],
        hints: &'a SelectHints,
    ) -> BoxFuture<'a, Result<SeriesSet, StorageError>>;

    /// Loads the samples of some selected series in the time range of the hints, which are the same as those of the
    /// selection. The result has one series for each, in the same order. The query reads it and drops it soon, with its
    /// memory.
    ///
    /// Called for sets that are [to be loaded](SeriesSet::to_be_loaded), with as many series at once as a part of a
    /// query needs, so that a query can read more than fits into memory. Without threads, all series of a selection are
    /// loaded at once.
    fn load<'a>(
        &'a self,
        series: &'a [Arc<dyn Series>],
        hints: &'a SelectHints,
    ) -> BoxFuture<'a, Result<Vec<Arc<dyn Series>>, StorageError>> {
        let _ = hints;
        Box::pin(async { Ok(series.to_vec()) })
    }

    /// The number of series of a selection and the contents of some of them, to estimate the cost of a query.
    ///
    /// The default selects the series and reads some of them. A store with an index should count the series in it and
    /// read only a few chunks.
    fn sample<'a>(
        &'a self,
        matchers: &'a [Matcher],
        hints: &'a SelectHints,
    ) -> BoxFuture<'a, Result<SelectionSample, StorageError>> {
        Box::pin(async move {
            let set = self.select(matchers, hints).await?;
            let mut chosen = SelectionSample::chosen(set.series());
            if set.is_to_be_loaded() {
                chosen = self.load(&chosen, hints).await?;
            }
            SelectionSample::of_chosen(set.series().len(), &chosen, hints)
        })
    }

    /// The label names of the series that match all matchers, sorted.
    fn label_names<'a>(
        &'a self,
        matchers: &'a [Matcher],
        time: TimeRange,
    ) -> BoxFuture<'a, Result<Vec<String>, StorageError>> {
        Box::pin(async move {
            let set = self.select(matchers, &SelectHints::over(time)).await?;
            let names: BTreeSet<&str> = set.series().iter().flat_map(|s| s.labels().iter().map(|(n, _)| n)).collect();
            Ok(names.into_iter().map(str::to_owned).collect())
        })
    }

    /// The values of one label of the series that match all matchers, sorted.
    fn label_values<'a>(
        &'a self,
        name: &'a str,
        matchers: &'a [Matcher],
        time: TimeRange,
    ) -> BoxFuture<'a, Result<Vec<String>, StorageError>> {
        Box::pin(async move {
            let set = self.select(matchers, &SelectHints::over(time)).await?;
            let values: BTreeSet<&str> = set.series().iter().map(|s| s.labels().get(name)).collect();
            Ok(values.into_iter().filter(|v| !v.is_empty()).map(str::to_owned).collect())
        })
    }

    /// The metadata of one metric, or of all.
    fn metadata<'a>(&'a self, metric: Option<&'a str>) -> BoxFuture<'a, Result<Vec<MetricMetadata>, StorageError>> {
        let _ = metric;
        Box::pin(async { Ok(Vec::new()) })
    }
}

/// Metadata of a metric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetricMetadata {
    /// Name of the metric family.
    pub name: String,
    /// The metric type.
    pub metric_type: MetricType,
    /// The help text.
    pub help: String,
    /// The unit; empty if it has none.
    pub unit: String,
}

/// The type of a metric family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum MetricType {
    /// Increases except for resets.
    Counter,
    /// Increases and decreases.
    Gauge,
    /// Counts observations in buckets.
    Histogram,
    /// A histogram that is a gauge.
    GaugeHistogram,
    /// Precomputed quantiles.
    Summary,
    /// Always 1; the labels carry the information.
    Info,
    /// One series per state.
    StateSet,
    /// Unknown.
    #[default]
    Unknown,
}

impl MetricType {
    /// The name in exposition formats and in Prometheus's API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
            Self::GaugeHistogram => "gaugehistogram",
            Self::Summary => "summary",
            Self::Info => "info",
            Self::StateSet => "stateset",
            Self::Unknown => "unknown",
        }
    }
}
