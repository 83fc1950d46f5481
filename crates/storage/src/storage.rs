//! The trait that stands between queries and data.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;

use promenade_model::Matcher;

use crate::{SelectHints, SelectionSample, SeriesSet, StorageError, TimeRange};

/// A boxed future, which keeps [`Storage`] object-safe.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Where series come from. Only [`select`](Storage::select) must be written.
///
/// Everything that a caller must not see is left out here: a store that wraps another and adds matchers to each call is
/// how tenants are kept apart.
pub trait Storage: Send + Sync {
    /// The series that fulfil all matchers and may have samples in the range of time of the hints.
    fn select<'a>(
        &'a self,
        matchers: &'a [Matcher],
        hints: &'a SelectHints,
    ) -> BoxFuture<'a, Result<SeriesSet, StorageError>>;

    /// How many series a selection would have, and what some of them hold, from which the cost of a query is estimated.
    ///
    /// Where it is not written, the series are selected, and some of them are read. A store that knows better counts them
    /// in its index, and looks at no more than some chunks.
    fn sample<'a>(
        &'a self,
        matchers: &'a [Matcher],
        hints: &'a SelectHints,
    ) -> BoxFuture<'a, Result<SelectionSample, StorageError>> {
        Box::pin(async move { SelectionSample::of(&self.select(matchers, hints).await?.series, hints) })
    }

    /// The label names of the series that fulfil all matchers, sorted.
    fn label_names<'a>(
        &'a self,
        matchers: &'a [Matcher],
        time: TimeRange,
    ) -> BoxFuture<'a, Result<Vec<String>, StorageError>> {
        Box::pin(async move {
            let set = self.select(matchers, &SelectHints::over(time)).await?;
            let names: BTreeSet<&str> = set.series.iter().flat_map(|s| s.labels().iter().map(|(n, _)| n)).collect();
            Ok(names.into_iter().map(str::to_owned).collect())
        })
    }

    /// The values of one label of the series that fulfil all matchers, sorted.
    fn label_values<'a>(
        &'a self,
        name: &'a str,
        matchers: &'a [Matcher],
        time: TimeRange,
    ) -> BoxFuture<'a, Result<Vec<String>, StorageError>> {
        Box::pin(async move {
            let set = self.select(matchers, &SelectHints::over(time)).await?;
            let values: BTreeSet<&str> = set.series.iter().map(|s| s.labels().get(name)).collect();
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
