//! The data of `testdata` as stores in memory, and a store that is written as one outside of the project would be.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;

use promenade::exposition::{self, LoadOptions};
use promenade::model::Matcher;
use promenade::storage::{BoxFuture, SampleBuffer, Samples, SelectHints, Series, SeriesSet, StorageError, TimeRange};
use promenade::{Labels, MemoryStorage, MemoryStorageBuilder, Storage};
use promenade_testkit::{Script, load};

use crate::shared::{files, name, read, root};

/// A store with the names that queries over it can be made of.
#[derive(Debug)]
pub struct TestStore {
    /// Where the data came from.
    pub name: String,
    /// The store.
    pub storage: MemoryStorage,
    /// Names of metrics.
    pub metrics: Vec<String>,
    /// Names and values of labels.
    pub labels: Vec<(String, String)>,
    /// Time of the first sample.
    pub start_ms: i64,
    /// Time of the last sample.
    pub end_ms: i64,
}

impl TestStore {
    /// A store that is not empty.
    pub fn new(name: String, storage: MemoryStorage) -> Self {
        let pairs = storage.series().iter().flat_map(|s| s.labels().iter());
        let pairs: BTreeSet<_> = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let (metrics, labels): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(name, _)| name == "__name__");
        let metrics = metrics.into_iter().map(|(_, value)| value).collect();
        let time = storage.time().expect("a test store has samples");
        Self { name, storage, metrics, labels, start_ms: time.start_ms, end_ms: time.end_ms }
    }
}

/// The recorded node, and the data of each script of our own that has labels to draw matchers of.
pub fn test_stores() -> Vec<TestStore> {
    let scripts = files(&root().join("testdata/promqltest"), "test").into_iter().map(|path| {
        let script = Script::parse(&read(&path)).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        TestStore::new(name(&path), load::load_script(&script).unwrap())
    });
    std::iter::once(node()).chain(scripts.filter(|store| !store.labels.is_empty())).collect()
}

/// The recorded node.
pub fn node() -> TestStore {
    let mut builder = MemoryStorageBuilder::new();
    for file in ["metadata.prom", "node.jsonl"] {
        load_file(&root().join("testdata/node").join(file), &mut builder);
    }
    TestStore::new("node.jsonl".to_owned(), builder.build())
}

fn load_file(path: &Path, builder: &mut MemoryStorageBuilder) {
    let file = File::open(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    exposition::load(BufReader::new(file), &LoadOptions::default(), builder).unwrap();
}

/// The series of a store that all matchers match, as a store of its own.
pub fn only(storage: &MemoryStorage, matchers: &[Matcher]) -> MemoryStorage {
    let mut builder = MemoryStorageBuilder::new();
    for series in storage.series().iter().filter(|s| matches_all(s.labels(), matchers)) {
        builder.append_series(series.labels(), columns(series.samples_in(TimeRange::ALL))).unwrap();
    }
    builder.build()
}

/// A store as an afternoon's work would make it: it looks at each series, and copies the samples asked for.
#[derive(Debug, Clone, Default)]
pub struct PlainStorage(Vec<Arc<PlainSeries>>);

/// A series of a [`PlainStorage`].
#[derive(Debug)]
struct PlainSeries {
    labels: Labels,
    columns: SampleBuffer,
}

impl PlainStorage {
    /// A copy of a store.
    pub fn copy(storage: &MemoryStorage) -> Self {
        let copy = |series: &Arc<promenade::storage::MemorySeries>| PlainSeries {
            labels: series.labels().clone(),
            columns: columns(series.samples_in(TimeRange::ALL)),
        };
        Self(storage.series().iter().map(copy).map(Arc::new).collect())
    }
}

impl Storage for PlainStorage {
    fn select<'a>(
        &'a self,
        matchers: &'a [Matcher],
        _: &'a SelectHints,
    ) -> BoxFuture<'a, Result<SeriesSet, StorageError>> {
        Box::pin(async move {
            let chosen = self.0.iter().filter(|series| matches_all(&series.labels, matchers));
            let series = chosen.map(|series| Arc::clone(series) as Arc<dyn Series>).collect();
            SeriesSet::new(series)
        })
    }
}

impl Series for PlainSeries {
    fn labels(&self) -> &Labels {
        &self.labels
    }

    fn samples<'a>(&'a self, range: TimeRange, buffer: &'a mut SampleBuffer) -> Result<Samples<'a>, StorageError> {
        let all = &self.columns;
        let rows = |times: &[i64]| {
            let start = times.partition_point(|t| *t < range.start_ms);
            start..times.partition_point(|t| *t <= range.end_ms).max(start)
        };
        let (floats, histograms) = (rows(&all.timestamps), rows(&all.histogram_timestamps));
        buffer.clear();
        buffer.timestamps.extend(&all.timestamps[floats.clone()]);
        buffer.values.extend(&all.values[floats.clone()]);
        buffer.start_timestamps.extend(all.start_timestamps.get(floats).unwrap_or_default());
        buffer.histogram_timestamps.extend(&all.histogram_timestamps[histograms.clone()]);
        buffer.histograms.extend_from_slice(&all.histograms[histograms.clone()]);
        buffer.histogram_start_timestamps.extend(all.histogram_start_timestamps.get(histograms).unwrap_or_default());
        Ok(buffer.as_samples())
    }
}

fn columns(samples: Samples<'_>) -> SampleBuffer {
    SampleBuffer {
        timestamps: samples.floats.timestamps.to_vec(),
        values: samples.floats.values.to_vec(),
        start_timestamps: samples.floats.start_timestamps.to_vec(),
        histogram_timestamps: samples.histograms.timestamps.to_vec(),
        histograms: samples.histograms.histograms.to_vec(),
        histogram_start_timestamps: samples.histograms.start_timestamps.to_vec(),
    }
}

fn matches_all(labels: &Labels, matchers: &[Matcher]) -> bool {
    matchers.iter().all(|matcher| matcher.matches(labels.get(matcher.name())))
}
