//! A store without the series that rules write: in a replay the rules write them anew.

use std::sync::Arc;

use promenade_model::{Features, Labels, Matcher};
use promenade_storage::{BoxFuture, MetricMetadata, SelectHints, Series, SeriesSet, Storage, StorageError};

use rustc_hash::FxHashMap;

use crate::RuleGroup;
use crate::reads::RuleOutput;

/// A store without the series that some rules may write.
#[derive(Debug)]
pub struct HidingStorage<S> {
    inner: S,
    /// What rules write, by the name of the metric.
    hidden: FxHashMap<String, Vec<RuleOutput>>,
}

impl<S: Storage> HidingStorage<S> {
    /// `inner` without the series that the rules of these groups may write.
    pub fn new(inner: S, groups: &[RuleGroup], features: Features) -> Self {
        let mut hidden: FxHashMap<String, Vec<RuleOutput>> = FxHashMap::default();
        for (definition, rule) in groups.iter().flat_map(RuleGroup::rules) {
            let output = RuleOutput::new(definition, rule.query().expr(), features);
            for name in RuleOutput::names(definition) {
                hidden.entry(name.to_owned()).or_default().push(output.clone());
            }
        }
        Self { inner, hidden }
    }

    fn is_hidden(&self, labels: &Labels) -> bool {
        self.hidden
            .get(labels.metric_name())
            .is_some_and(|outputs| outputs.iter().any(|output| output.may_have(labels)))
    }
}

impl<S: Storage> Storage for HidingStorage<S> {
    fn select<'a>(
        &'a self,
        matchers: &'a [Matcher],
        hints: &'a SelectHints,
    ) -> BoxFuture<'a, Result<SeriesSet, StorageError>> {
        Box::pin(async move {
            let found = self.inner.select(matchers, hints).await?;
            if !found.series().iter().any(|series| self.is_hidden(series.labels())) {
                return Ok(found);
            }
            let (warnings, is_to_be_loaded) = (found.warnings().to_vec(), found.is_to_be_loaded());
            let shown = found.into_series().into_iter().filter(|series| !self.is_hidden(series.labels())).collect();
            let shown = SeriesSet::from_sorted(shown).with_warnings(warnings);
            Ok(if is_to_be_loaded { shown.to_be_loaded() } else { shown })
        })
    }

    fn load<'a>(
        &'a self,
        series: &'a [Arc<dyn Series>],
        hints: &'a SelectHints,
    ) -> BoxFuture<'a, Result<Vec<Arc<dyn Series>>, StorageError>> {
        self.inner.load(series, hints)
    }

    fn metadata<'a>(&'a self, metric: Option<&'a str>) -> BoxFuture<'a, Result<Vec<MetricMetadata>, StorageError>> {
        self.inner.metadata(metric)
    }
}
