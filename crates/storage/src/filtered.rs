//! A store restricted by matchers that are added to every call, for tenant isolation.

use std::collections::BTreeSet;
use std::sync::Arc;

use promenade_model::Matcher;
use promenade_model::labels::METRIC_NAME;

use crate::{
    BoxFuture, MetricMetadata, SelectHints, SelectionSample, Series, SeriesSet, Storage, StorageError, TimeRange,
};

/// Exposes only the series of another store that match the given matchers.
///
/// Metadata has no labels, so its series are unknown: the metadata of a metric is visible if any of its series is.
#[derive(Debug, Clone)]
pub struct FilteredStorage<S> {
    inner: S,
    matchers: Vec<Matcher>,
}

impl<S: Storage> FilteredStorage<S> {
    /// Restricts `inner` to the series that match all `matchers`.
    pub fn new(inner: S, matchers: Vec<Matcher>) -> Self {
        Self { inner, matchers }
    }

    fn with_own(&self, asked: &[Matcher]) -> Vec<Matcher> {
        self.matchers.iter().chain(asked).cloned().collect()
    }
}

impl<S: Storage> Storage for FilteredStorage<S> {
    fn select<'a>(
        &'a self,
        matchers: &'a [Matcher],
        hints: &'a SelectHints,
    ) -> BoxFuture<'a, Result<SeriesSet, StorageError>> {
        Box::pin(async move { self.inner.select(&self.with_own(matchers), hints).await })
    }

    fn load<'a>(
        &'a self,
        series: &'a [Arc<dyn Series>],
        hints: &'a SelectHints,
    ) -> BoxFuture<'a, Result<Vec<Arc<dyn Series>>, StorageError>> {
        self.inner.load(series, hints)
    }

    fn sample<'a>(
        &'a self,
        matchers: &'a [Matcher],
        hints: &'a SelectHints,
    ) -> BoxFuture<'a, Result<SelectionSample, StorageError>> {
        Box::pin(async move { self.inner.sample(&self.with_own(matchers), hints).await })
    }

    fn label_names<'a>(
        &'a self,
        matchers: &'a [Matcher],
        time: TimeRange,
    ) -> BoxFuture<'a, Result<Vec<String>, StorageError>> {
        Box::pin(async move { self.inner.label_names(&self.with_own(matchers), time).await })
    }

    fn label_values<'a>(
        &'a self,
        name: &'a str,
        matchers: &'a [Matcher],
        time: TimeRange,
    ) -> BoxFuture<'a, Result<Vec<String>, StorageError>> {
        Box::pin(async move { self.inner.label_values(name, &self.with_own(matchers), time).await })
    }

    fn metadata<'a>(&'a self, metric: Option<&'a str>) -> BoxFuture<'a, Result<Vec<MetricMetadata>, StorageError>> {
        Box::pin(async move {
            let names = self.inner.label_values(METRIC_NAME, &self.matchers, TimeRange::ALL).await?;
            let names: BTreeSet<&str> = names.iter().map(String::as_str).collect();
            let mut found = self.inner.metadata(metric).await?;
            found.retain(|m| is_seen(&m.name, &names));
            Ok(found)
        })
    }
}

/// Whether a series of the metric family is among the names: the family itself or a part of it.
fn is_seen(family: &str, names: &BTreeSet<&str>) -> bool {
    const PARTS: [&str; 9] = ["", "_total", "_bucket", "_sum", "_count", "_created", "_info", "_gsum", "_gcount"];
    PARTS.iter().any(|part| names.contains(format!("{family}{part}").as_str()))
}
