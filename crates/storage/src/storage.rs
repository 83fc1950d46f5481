//! The trait that stands between queries and data.

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

/// Where series come from. Only [`select`](Storage::select) must be written.
///
/// Everything that a caller must not see is left out here: a store that wraps another and adds matchers to each call is
/// how tenants are kept apart.
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
///         let from = self.timestamps.partition_point(|t| *t < range.start_ms);
///         let to = self.timestamps.partition_point(|t| *t <= range.end_ms);
///         let (timestamps, values) = (&self.timestamps[from..to], &self.values[from..to]);
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
    /// The series that match all matchers and may have samples in the range of time of the hints.
    ///
    /// The contract: a series has the same labels in each selection; no two series of the store have the same labels,
    /// which [`SeriesSet::new`] checks; each series gives its samples in the order of time, no timestamp twice; a
    /// matcher sees a label that a series does not have as empty.
    fn select<'a>(
        &'a self,
        matchers: &'a [Matcher],
        hints: &'a SelectHints,
    ) -> BoxFuture<'a, Result<SeriesSet, StorageError>>;

    /// Brings samples of some selected series into memory: those of the range of time of the hints, which are those of the
    /// selection. The result has a series for each, in the same order; it is read and soon dropped, its memory with it.
    ///
    /// It is called for sets that are [to be loaded](SeriesSet::to_be_loaded), with as many series at once as a part of a
    /// query needs, so that a query may read more than fits into memory. Where there are no threads, all series of a
    /// selection are loaded at once.
    fn load<'a>(
        &'a self,
        series: &'a [Arc<dyn Series>],
        hints: &'a SelectHints,
    ) -> BoxFuture<'a, Result<Vec<Arc<dyn Series>>, StorageError>> {
        let _ = hints;
        Box::pin(async { Ok(series.to_vec()) })
    }

    /// How many series a selection would have, and what some of them hold, from which the cost of a query is estimated.
    ///
    /// Where it is not written, the series are selected, and some of them are read. A store that knows better counts them
    /// in its index, and looks at no more than some chunks.
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

    /// What is known of metrics beside their samples: of one, or of all.
    fn metadata<'a>(&'a self, metric: Option<&'a str>) -> BoxFuture<'a, Result<Vec<MetricMetadata>, StorageError>> {
        let _ = metric;
        Box::pin(async { Ok(Vec::new()) })
    }
}

/// What is known of a metric beside its samples.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetricMetadata {
    /// Name of the metric family.
    pub name: String,
    /// Its type.
    pub metric_type: MetricType,
    /// Its help text.
    pub help: String,
    /// Its unit; empty where it has none.
    pub unit: String,
}

/// Type of a metric family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum MetricType {
    /// Only grows, but for resets.
    Counter,
    /// Goes up and down.
    Gauge,
    /// Counts observations in buckets.
    Histogram,
    /// A histogram that is a gauge.
    GaugeHistogram,
    /// Precomputed quantiles.
    Summary,
    /// Always 1, labels carry the information.
    Info,
    /// One series for each state.
    StateSet,
    /// Not known.
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
