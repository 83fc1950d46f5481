//! Implements the storage trait for pointers to stores.

use std::sync::Arc;

use promenade_model::Matcher;

use crate::{
    BoxFuture, MetricMetadata, SelectHints, SelectionSample, Series, SeriesSet, Storage, StorageError, TimeRange,
};

macro_rules! storage_behind {
    ($($pointer:ty),*) => {$(
        impl<S: Storage + ?Sized> Storage for $pointer {
            fn select<'a>(
                &'a self,
                matchers: &'a [Matcher],
                hints: &'a SelectHints,
            ) -> BoxFuture<'a, Result<SeriesSet, StorageError>> {
                (**self).select(matchers, hints)
            }

            fn load<'a>(
                &'a self,
                series: &'a [Arc<dyn Series>],
                hints: &'a SelectHints,
            ) -> BoxFuture<'a, Result<Vec<Arc<dyn Series>>, StorageError>> {
                (**self).load(series, hints)
            }

            fn sample<'a>(
                &'a self,
                matchers: &'a [Matcher],
                hints: &'a SelectHints,
            ) -> BoxFuture<'a, Result<SelectionSample, StorageError>> {
                (**self).sample(matchers, hints)
            }

            fn label_names<'a>(
                &'a self,
                matchers: &'a [Matcher],
                time: TimeRange,
            ) -> BoxFuture<'a, Result<Vec<String>, StorageError>> {
                (**self).label_names(matchers, time)
            }

            fn label_values<'a>(
                &'a self,
                name: &'a str,
                matchers: &'a [Matcher],
                time: TimeRange,
            ) -> BoxFuture<'a, Result<Vec<String>, StorageError>> {
                (**self).label_values(name, matchers, time)
            }

            fn metadata<'a>(
                &'a self,
                metric: Option<&'a str>,
            ) -> BoxFuture<'a, Result<Vec<MetricMetadata>, StorageError>> {
                (**self).metadata(metric)
            }
        }
    )*};
}

storage_behind!(&S, Box<S>, Arc<S>);
