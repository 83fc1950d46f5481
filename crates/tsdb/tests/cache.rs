//! Caches change no answer: stores with caches of any size give what a store without them gives.
#![allow(clippy::unwrap_used)] // test code

use std::fmt::Write;
use std::path::Path;

use futures_executor::block_on;
use promenade_model::{MatchOp, Matcher};
use promenade_storage::{SampleBuffer, SelectHints, Storage, TimeRange};
use promenade_test_data::shared;
use promenade_tsdb::{Tsdb, TsdbOptions};

const FOLDERS: [&str; 5] = ["cluster-2.42", "deleted", "late-blocks", "native-blocks", "start-timestamps-xor2"];

fn selections() -> [Vec<Matcher>; 4] {
    let matcher = |name, op, value| Matcher::new(op, name, value).unwrap();
    [
        vec![],
        vec![matcher("__name__", MatchOp::Regex, ".*(total|count|h).*")],
        vec![matcher("job", MatchOp::NotEqual, "")],
        vec![matcher("instance", MatchOp::NotRegex, ".*0")],
    ]
}

/// All samples of a range of time as text.
fn samples(tsdb: &Tsdb, matchers: &[Matcher], time: TimeRange) -> String {
    let set = block_on(tsdb.select(matchers, &SelectHints::over(time))).unwrap();
    let (mut text, mut buffer) = (String::new(), SampleBuffer::default());
    for series in set.series() {
        let samples = series.samples(time, &mut buffer).unwrap();
        let bits = samples.floats.values.iter().map(|v| v.to_bits());
        let floats: Vec<_> = samples.floats.timestamps.iter().zip(bits).collect();
        let histograms = samples.histograms.histograms.iter().map(|h| format!("{:?}", h.to_float()));
        let histograms: Vec<_> = samples.histograms.timestamps.iter().zip(histograms).collect();
        let starts = (samples.floats.start_timestamps, samples.histograms.start_timestamps);
        writeln!(text, "{} {floats:?} {histograms:?} {starts:?}", series.labels()).unwrap();
    }
    text
}

/// Ranges of all lengths, as a dashboard asks for them: the same again, and wider and narrower ones.
fn ranges(all: TimeRange) -> Vec<TimeRange> {
    let span = all.end_ms - all.start_ms;
    let part = |from: i64, to: i64| TimeRange {
        start_ms: all.start_ms + span * from / 100,
        end_ms: all.start_ms + span * to / 100,
    };
    [(0, 100), (40, 45), (40, 45), (30, 70), (0, 10), (44, 44), (90, 100), (0, 100)].map(|(a, b)| part(a, b)).into()
}

fn check(folder: &Path) {
    let open = |options| Tsdb::open_with(folder, options).unwrap();
    let uncached = open(TsdbOptions::UNCACHED);
    let stores = [
        open(TsdbOptions::default()),
        open(TsdbOptions::default().chunk_cache_bytes(20_000).selection_cache_bytes(2_000)),
        open(TsdbOptions::UNCACHED.chunk_cache_bytes(1 << 20)),
        open(TsdbOptions::UNCACHED.selection_cache_bytes(1 << 20)),
    ];
    for matchers in &selections() {
        for range in ranges(uncached.time().unwrap()) {
            let expected = samples(&uncached, matchers, range);
            for store in &stores {
                assert!(samples(store, matchers, range) == expected, "{} {range:?} {store:?}", folder.display());
            }
        }
    }
    for (store, has) in stores.iter().zip([[true, true], [true, true], [true, false], [false, true]]) {
        let stats = store.cache_stats();
        for (counts, has) in [stats.chunks, stats.selections].iter().zip(has) {
            assert_eq!(counts.misses > 0, has, "{stats:?}");
        }
    }
    let [full, small, ..] = stores.map(|store| store.cache_stats());
    assert!(full.chunks.hits > 0 && full.selections.hits > 0, "{full:?}");
    assert!(small.chunks.bytes <= 20_000 && small.selections.bytes <= 2_000, "{small:?}");
    assert_eq!(uncached.cache_stats(), promenade_tsdb::CacheStats::default());
}

#[test]
fn caches_change_no_answer() {
    let Some(root) = shared("v3.16/tsdb") else { return };
    for folder in FOLDERS {
        check(&root.join(folder));
    }
}

#[test]
fn caches_outlive_a_reopening() {
    let Some(root) = shared("v3.16/tsdb") else { return };
    let tsdb = Tsdb::open(root.join("native-blocks")).unwrap();
    let before = samples(&tsdb, &[], TimeRange::ALL);
    let misses = tsdb.cache_stats().chunks.misses;
    let again = tsdb.reopen().unwrap();
    assert_eq!(samples(&again, &[], TimeRange::ALL), before);
    assert_eq!(again.cache_stats().chunks.misses, misses);
}
