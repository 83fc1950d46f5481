//! What the paths after `--data` hold: a data directory, or files whose stores are queried as one.

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;
use std::sync::Arc;

use promenade::model::TimestampMs;
use promenade::storage::{SampleBuffer, Series, StorageError, TimeRange, UnionStorage};
use promenade::{ArrowStorage, Labels, MemoryStorage, MemoryStorageBuilder, Storage, Tsdb};

/// Stores that are being filled, in the order of their sources. Texts are loaded into memory; columns stay where they are.
#[derive(Default)]
pub(super) struct Sources {
    closed: Vec<Filled>,
    /// Texts that were loaded.
    builder: MemoryStorageBuilder,
    /// Where a text is loaded: it counts once all of it was read.
    pub(super) incoming: MemoryStorageBuilder,
}

enum Filled {
    Memory(MemoryStorageBuilder),
    Arrow(ArrowStorage),
}

/// Samples to query.
pub(crate) enum Data {
    /// Files of metrics.
    Files(Files),
    /// The data directory of a Prometheus server.
    Directory(Tsdb),
}

/// Files that were loaded. Of several samples of a series at one time that of the last source counts.
#[derive(Default)]
pub(crate) struct Files {
    stores: Vec<Store>,
    union: UnionStorage,
    n_repeated: usize,
    is_partial: bool,
}

enum Store {
    Memory(MemoryStorage),
    Arrow(ArrowStorage),
}

impl Sources {
    /// Adds columns, which come after all that was loaded before.
    pub(super) fn push(&mut self, storage: ArrowStorage) {
        if self.builder.n_samples() > 0 {
            self.closed.push(Filled::Memory(std::mem::take(&mut self.builder)));
        }
        self.closed.push(Filled::Arrow(storage));
    }

    /// Adds the text that was loaded.
    pub(super) fn keep(&mut self) {
        self.builder.append_all(std::mem::take(&mut self.incoming));
    }

    /// Drops what was loaded of a text that is at fault.
    pub(super) fn discard(&mut self) {
        self.incoming.clear();
    }

    /// Samples so far.
    pub(super) fn n_samples(&self) -> usize {
        let n_closed = self.closed.iter().map(|filled| match filled {
            Filled::Memory(builder) => builder.n_samples(),
            Filled::Arrow(storage) => storage.n_samples(),
        });
        n_closed.sum::<usize>() + self.builder.n_samples()
    }

    /// The time of the newest sample; samples at `untimed_ms` have none.
    pub(super) fn newest_ms(&self, untimed_ms: TimestampMs) -> Option<TimestampMs> {
        let newest = self.closed.iter().filter_map(|filled| match filled {
            Filled::Memory(builder) => builder.newest_ms(),
            Filled::Arrow(storage) => storage.time().map(|time| time.end_ms),
        });
        newest.chain(self.builder.newest_ms()).filter(|ms| *ms != untimed_ms).max()
    }

    /// Moves samples of texts from one time to another.
    pub(super) fn move_samples(&mut self, from_ms: TimestampMs, to_ms: TimestampMs) {
        for filled in &mut self.closed {
            if let Filled::Memory(builder) = filled {
                builder.move_samples(from_ms, to_ms);
            }
        }
        self.builder.move_samples(from_ms, to_ms);
    }

    /// The stores.
    ///
    /// # Errors
    /// Returns an error if a store cannot be read.
    pub(super) fn build(mut self) -> Result<Files, StorageError> {
        self.closed.push(Filled::Memory(self.builder));
        let (mut stores, mut n_repeated) = (Vec::new(), 0);
        for filled in self.closed {
            stores.push(match filled {
                Filled::Memory(builder) => {
                    let n_appended = builder.n_samples();
                    let storage = builder.build();
                    n_repeated += n_appended - storage.n_samples();
                    Store::Memory(storage)
                }
                Filled::Arrow(storage) => Store::Arrow(storage),
            });
        }
        n_repeated += n_repeated_across(&stores)?;
        let union = UnionStorage::new(stores.iter().map(Store::shared));
        Ok(Files { stores, union, n_repeated, is_partial: false })
    }
}

impl Default for Data {
    fn default() -> Self {
        Self::Files(Files::default())
    }
}

impl Data {
    /// The store to query.
    pub(crate) fn storage(&self) -> &dyn Storage {
        match self {
            Self::Files(files) => &files.union,
            Self::Directory(tsdb) => tsdb,
        }
    }

    /// Whether some of the files are at fault and were left out.
    pub(crate) fn is_partial(&self) -> bool {
        matches!(self, Self::Files(files) if files.is_partial)
    }

    /// The exit code of a command that has its answer.
    pub(crate) fn exit_code(&self) -> ExitCode {
        if self.is_partial() { ExitCode::from(1) } else { ExitCode::SUCCESS }
    }

    /// From the oldest sample to the newest; `None` if there is no sample.
    pub(crate) fn time(&self) -> Option<TimeRange> {
        match self {
            Self::Files(files) => files.time(),
            Self::Directory(tsdb) => tsdb.time(),
        }
    }
}

impl Files {
    fn time(&self) -> Option<TimeRange> {
        let times = self.stores.iter().filter_map(Store::time);
        times.reduce(|a, b| TimeRange { start_ms: a.start_ms.min(b.start_ms), end_ms: a.end_ms.max(b.end_ms) })
    }

    /// Says that some of the files were left out.
    pub(super) fn set_partial(&mut self) {
        self.is_partial = true;
    }

    /// Samples that have the series and the time of another, which counts.
    pub(super) fn n_repeated(&self) -> usize {
        self.n_repeated
    }
}

impl Store {
    fn shared(&self) -> Arc<dyn Storage> {
        match self {
            Self::Memory(storage) => Arc::new(storage.clone()),
            Self::Arrow(storage) => Arc::new(storage.clone()),
        }
    }

    fn series(&self) -> Box<dyn Iterator<Item = &dyn Series> + '_> {
        match self {
            Self::Memory(storage) => Box::new(storage.series().iter().map(|one| one.as_ref() as &dyn Series)),
            Self::Arrow(storage) => Box::new(storage.series()),
        }
    }

    fn time(&self) -> Option<TimeRange> {
        match self {
            Self::Memory(storage) => storage.time(),
            Self::Arrow(storage) => storage.time(),
        }
    }
}

/// Samples that have the series and the time of a sample in another store. Series of one store alone are not read.
fn n_repeated_across(stores: &[Store]) -> Result<usize, StorageError> {
    if stores.len() < 2 {
        return Ok(0);
    }
    let mut by_labels: BTreeMap<&Labels, Vec<&dyn Series>> = BTreeMap::new();
    for series in stores.iter().flat_map(Store::series) {
        by_labels.entry(series.labels()).or_default().push(series);
    }
    let mut n_repeated = 0;
    let mut buffer = SampleBuffer::default();
    for parts in by_labels.into_values().filter(|parts| parts.len() > 1) {
        let mut seen = BTreeSet::new();
        for part in parts {
            let samples = part.samples(TimeRange::ALL, &mut buffer)?;
            let times = samples.floats.timestamps.iter().chain(samples.histograms.timestamps);
            n_repeated += times.filter(|t| !seen.insert(**t)).count();
        }
    }
    Ok(n_repeated)
}
