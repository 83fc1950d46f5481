//! Several stores as one.

mod series;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use futures_util::future::try_join_all;
use promenade_model::{Labels, Matcher};

use self::series::{Part, UnionSeries};
use crate::{
    BoxFuture, MetricMetadata, SelectHints, SelectionSample, Series, SeriesSet, Storage, StorageError, TimeRange,
};

/// Several stores as one. Series of the same labels in several stores are one series; where it has two samples at one time,
/// that of the later store counts. A series of one store alone is handed on as it is.
#[derive(Clone, Default)]
pub struct UnionStorage {
    stores: Arc<[Arc<dyn Storage>]>,
}

impl UnionStorage {
    /// The union of stores, of which the later count where samples collide.
    pub fn new(stores: impl IntoIterator<Item = Arc<dyn Storage>>) -> Self {
        Self { stores: stores.into_iter().collect() }
    }

    async fn select_all(&self, matchers: &[Matcher], hints: &SelectHints) -> Result<SeriesSet, StorageError> {
        let sets = try_join_all(self.stores.iter().map(|store| store.select(matchers, hints))).await?;
        let is_to_be_loaded = sets.iter().any(SeriesSet::is_to_be_loaded);
        let warnings = sets.iter().flat_map(|set| set.warnings().to_vec()).collect();
        let mut parts: BTreeMap<Labels, Vec<Part>> = BTreeMap::new();
        for (store, set) in sets.into_iter().enumerate() {
            for one in set.into_series() {
                parts.entry(one.labels().clone()).or_default().push((store, one));
            }
        }
        let united = parts.into_values().map(|mut parts| {
            // Handles keep their store, which loads them.
            let only = if is_to_be_loaded || parts.len() > 1 { None } else { parts.pop() };
            only.map_or_else(|| Arc::new(UnionSeries::new(parts)) as Arc<dyn Series>, |(_, series)| series)
        });
        let set = SeriesSet::from_sorted(united.collect()).with_warnings(warnings);
        Ok(if is_to_be_loaded { set.to_be_loaded() } else { set })
    }

    /// Loads the parts of each series from their stores.
    async fn load_all(
        &self,
        series: &[Arc<dyn Series>],
        hints: &SelectHints,
    ) -> Result<Vec<Arc<dyn Series>>, StorageError> {
        let handles: Vec<&UnionSeries> = series.iter().filter_map(|one| one.as_any()?.downcast_ref()).collect();
        if handles.len() != series.len() {
            return Err(StorageError::Data { message: "series of another store were to be loaded".to_owned() });
        }
        let of_store = |store: usize| {
            let parts = handles.iter().flat_map(|handle| handle.parts()).filter(move |(of, _)| *of == store);
            parts.map(|(_, part)| Arc::clone(part)).collect::<Vec<_>>()
        };
        let loads = self.stores.iter().enumerate().map(|(store, inner)| async move {
            let asked = of_store(store);
            let loaded = if asked.is_empty() { Vec::new() } else { inner.load(&asked, hints).await? };
            let counts = StorageError::SeriesCount { asked: asked.len(), loaded: loaded.len() };
            if asked.len() == loaded.len() { Ok(loaded.into_iter()) } else { Err(counts) }
        });
        let mut loaded = try_join_all(loads).await?;
        let again = handles.iter().map(|handle| {
            let parts = handle.parts().iter();
            let parts = parts.filter_map(|(store, _)| Some((*store, loaded.get_mut(*store)?.next()?))).collect();
            Arc::new(UnionSeries::new(parts)) as Arc<dyn Series>
        });
        Ok(again.collect())
    }
}

impl Storage for UnionStorage {
    fn select<'a>(
        &'a self,
        matchers: &'a [Matcher],
        hints: &'a SelectHints,
    ) -> BoxFuture<'a, Result<SeriesSet, StorageError>> {
        match &*self.stores {
            [only] => only.select(matchers, hints),
            _ => Box::pin(self.select_all(matchers, hints)),
        }
    }

    fn load<'a>(
        &'a self,
        series: &'a [Arc<dyn Series>],
        hints: &'a SelectHints,
    ) -> BoxFuture<'a, Result<Vec<Arc<dyn Series>>, StorageError>> {
        match &*self.stores {
            [only] => only.load(series, hints),
            _ => Box::pin(self.load_all(series, hints)),
        }
    }

    fn sample<'a>(
        &'a self,
        matchers: &'a [Matcher],
        hints: &'a SelectHints,
    ) -> BoxFuture<'a, Result<SelectionSample, StorageError>> {
        if let [only] = &*self.stores {
            return only.sample(matchers, hints);
        }
        Box::pin(async move {
            let set = self.select(matchers, hints).await?;
            let mut chosen = SelectionSample::chosen(set.series());
            if set.is_to_be_loaded() {
                chosen = self.load(&chosen, hints).await?;
            }
            SelectionSample::of_chosen(set.series().len(), &chosen, hints)
        })
    }

    fn label_names<'a>(
        &'a self,
        matchers: &'a [Matcher],
        time: TimeRange,
    ) -> BoxFuture<'a, Result<Vec<String>, StorageError>> {
        Box::pin(async move {
            Ok(united(try_join_all(self.stores.iter().map(|store| store.label_names(matchers, time))).await?))
        })
    }

    fn label_values<'a>(
        &'a self,
        name: &'a str,
        matchers: &'a [Matcher],
        time: TimeRange,
    ) -> BoxFuture<'a, Result<Vec<String>, StorageError>> {
        Box::pin(async move {
            let values = self.stores.iter().map(|store| store.label_values(name, matchers, time));
            Ok(united(try_join_all(values).await?))
        })
    }

    /// Of several stores that know a metric the first is asked.
    fn metadata<'a>(&'a self, metric: Option<&'a str>) -> BoxFuture<'a, Result<Vec<MetricMetadata>, StorageError>> {
        Box::pin(async move {
            let all = try_join_all(self.stores.iter().map(|store| store.metadata(metric))).await?;
            let mut seen = BTreeSet::new();
            Ok(all.into_iter().flatten().filter(|family| seen.insert(family.name.clone())).collect())
        })
    }
}

impl std::fmt::Debug for UnionStorage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UnionStorage").field("n_stores", &self.stores.len()).finish()
    }
}

/// Each text once, sorted.
fn united(lists: Vec<Vec<String>>) -> Vec<String> {
    lists.into_iter().flatten().collect::<BTreeSet<_>>().into_iter().collect()
}
