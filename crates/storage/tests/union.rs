//! Several stores as one: which samples count, what is handed on as it is, what is loaded from which store.
#![allow(clippy::unwrap_used)] // they are tests

use std::sync::Arc;

use futures_executor::block_on;
use promenade_model::{Labels, MatchOp, Matcher};
use promenade_storage::{
    BoxFuture, MemoryStorage, MemoryStorageBuilder, SampleBuffer, Samples, SelectHints, Series, SeriesSet,
    StartTimestamp, Storage, StorageError, TimeRange, UnionStorage,
};

fn labels(job: &str) -> Labels {
    Labels::from_pairs([("__name__", "x"), ("job", job)])
}

/// Series by job with samples of time and value.
fn store(series: &[(&str, &[(i64, f64)])]) -> MemoryStorage {
    let mut builder = MemoryStorageBuilder::new();
    for (job, samples) in series {
        let id = builder.series(&labels(job));
        for (t, v) in *samples {
            builder.append_float(id, *t, *v, StartTimestamp::UNKNOWN);
        }
    }
    builder.build()
}

/// A store whose series are handles, which it loads from another.
struct Remote(MemoryStorage);

struct Handle(Labels);

impl Series for Handle {
    fn labels(&self) -> &Labels {
        &self.0
    }

    fn samples<'a>(&'a self, _: TimeRange, _: &'a mut SampleBuffer) -> Result<Samples<'a>, StorageError> {
        Err(StorageError::Data { message: "not loaded".to_owned() })
    }
}

impl Storage for Remote {
    fn select<'a>(
        &'a self,
        matchers: &'a [Matcher],
        hints: &'a SelectHints,
    ) -> BoxFuture<'a, Result<SeriesSet, StorageError>> {
        Box::pin(async move {
            let here = self.0.select(matchers, hints).await?;
            let handle = |one: &Arc<dyn Series>| Arc::new(Handle(one.labels().clone())) as Arc<dyn Series>;
            Ok(SeriesSet::new(here.series().iter().map(handle).collect())?.to_be_loaded())
        })
    }

    fn load<'a>(
        &'a self,
        series: &'a [Arc<dyn Series>],
        hints: &'a SelectHints,
    ) -> BoxFuture<'a, Result<Vec<Arc<dyn Series>>, StorageError>> {
        Box::pin(async move {
            let here = self.0.select(&[], hints).await?.into_series();
            let find = |one: &Arc<dyn Series>| here.iter().find(|other| other.labels() == one.labels()).cloned();
            Ok(series.iter().filter_map(find).collect())
        })
    }
}

fn hints() -> SelectHints {
    SelectHints::over(TimeRange::ALL)
}

/// Each series with its samples.
fn show(series: &[Arc<dyn Series>]) -> Vec<String> {
    let show = |one: &Arc<dyn Series>| {
        let mut buffer = SampleBuffer::default();
        let samples = one.samples(TimeRange::ALL, &mut buffer).unwrap().floats;
        let samples: Vec<_> = samples.timestamps.iter().zip(samples.values).map(|(t, v)| format!("{v}@{t}")).collect();
        format!("{}: {}", one.labels().get("job"), samples.join(" "))
    };
    series.iter().map(show).collect()
}

const EXPECTED: [&str; 3] = ["a: 1@1", "b: 1@1 9@2 3@3 4@4", "c: 7@7"];

fn stores() -> (MemoryStorage, MemoryStorage) {
    let first = store(&[("a", &[(1, 1.0)]), ("b", &[(1, 1.0), (2, 2.0), (3, 3.0)])]);
    (first, store(&[("b", &[(2, 9.0), (4, 4.0)]), ("c", &[(7, 7.0)])]))
}

#[test]
fn series_of_equal_labels_are_one_and_the_later_store_counts() {
    let (first, second) = stores();
    let union = UnionStorage::new([Arc::new(first.clone()) as Arc<dyn Storage>, Arc::new(second)]);
    let set = block_on(union.select(&[], &hints())).unwrap();
    assert_eq!(show(set.series()), EXPECTED);
    let own = block_on(first.select(&[], &hints())).unwrap();
    assert!(Arc::ptr_eq(&set.series()[0], &own.series()[0]), "a series of one store is handed on as it is");
    let job = Matcher::new(MatchOp::Regex, "job", "b|c").unwrap();
    assert_eq!(block_on(union.select(&[job], &hints())).unwrap().series().len(), 2);
    assert_eq!(block_on(union.label_values("job", &[], TimeRange::ALL)).unwrap(), ["a", "b", "c"]);
    assert_eq!(block_on(union.label_names(&[], TimeRange::ALL)).unwrap(), ["__name__", "job"]);
    assert_eq!(block_on(union.sample(&[], &hints())).unwrap().n_series, 3);
}

#[test]
fn handles_are_loaded_from_their_stores() {
    let (first, second) = stores();
    for is_remote in [[true, false], [false, true], [true, true]] {
        let as_store = |is_remote: bool, store: &MemoryStorage| -> Arc<dyn Storage> {
            if is_remote { Arc::new(Remote(store.clone())) } else { Arc::new(store.clone()) }
        };
        let union = UnionStorage::new([as_store(is_remote[0], &first), as_store(is_remote[1], &second)]);
        let set = block_on(union.select(&[], &hints())).unwrap();
        assert!(set.is_to_be_loaded());
        let loaded = block_on(union.load(set.series(), &hints())).unwrap();
        assert_eq!(show(&loaded), EXPECTED);
        let some = block_on(union.load(&set.series()[1..2], &hints())).unwrap();
        assert_eq!(show(&some), EXPECTED[1..2]);
    }
}
