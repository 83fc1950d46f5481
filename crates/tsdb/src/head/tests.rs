//! Heads that Prometheus wrote, against what it reads from them, and against damage.

use std::fs;
use std::path::{Path, PathBuf};

use promenade_model::Labels;
use promenade_model::histogram::{FloatHistogram, Span};
use promenade_storage::SampleBuffer;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Head, HeadSeries, read};

fn testdata(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/tsdb").join(name)
}

fn hex(v: f64) -> Value {
    Value::from(format!("{:x}", v.to_bits()))
}

fn all(values: &[f64]) -> Value {
    values.iter().copied().map(hex).collect()
}

fn start(starts: &[i64], i: usize) -> i64 {
    starts.get(i).copied().unwrap_or(0)
}

/// A histogram without its hint: a log does not say where Prometheus would begin its chunks.
fn histogram(samples: &SampleBuffer, i: usize) -> Value {
    let mut histogram = samples.histograms[i].to_float();
    histogram.compact(0);
    let FloatHistogram { schema, zero_threshold, zero_count, count, sum, positive, negative, custom_values, .. } =
        histogram;
    let spans = |spans: &[Span]| -> Value {
        spans.iter().map(|span| json!([span.offset, span.length])).collect::<Vec<_>>().into()
    };
    json!([
        start(&samples.histogram_start_timestamps, i),
        samples.histogram_timestamps[i],
        schema,
        all(&[zero_threshold, zero_count, count, sum]),
        [spans(&positive.spans), spans(&negative.spans)],
        all(&positive.counts),
        all(&negative.counts),
        all(&custom_values),
    ])
}

/// All samples as text.
fn text(series: &HeadSeries) -> String {
    let samples = &series.samples;
    let float = |i: usize| json!([start(&samples.start_timestamps, i), samples.timestamps[i], hex(samples.values[i])]);
    let floats: Vec<Value> = (0..samples.timestamps.len()).map(float).collect();
    let histograms: Vec<Value> = (0..samples.histograms.len()).map(|i| histogram(samples, i)).collect();
    json!([floats, histograms]).to_string()
}

/// FNV-1a.
fn digest(text: &str) -> String {
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

/// A line for each series: labels, number of samples, digest of their text.
fn summary(series: &HeadSeries) -> Value {
    let labels: serde_json::Map<_, _> = series.labels.iter().map(|(n, v)| (n.to_owned(), v.into())).collect();
    json!({
        "labels": labels,
        "floats": series.samples.timestamps.len(),
        "histograms": series.samples.histograms.len(),
        "digest": digest(&text(series)),
    })
}

fn compare(dir: &Path, expected: &str) {
    let head = read(dir, i64::MIN).unwrap();
    assert!(head.warnings.is_empty(), "{}: {:?}", dir.display(), head.warnings);
    let expected: Vec<Value> = fs::read_to_string(testdata(expected))
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let actual: Vec<Value> = head.series.iter().map(summary).collect();
    assert_eq!(actual, expected, "{}", dir.display());
}

#[test]
fn heads_are_read_as_prometheus_reads_them() {
    compare(&testdata("head-snappy"), "head-snappy.jsonl");
    compare(&testdata("head-zstd"), "head-zstd.jsonl");
    for name in ["head", "late-head"] {
        if let Some(dir) = promenade_test_data::shared(&format!("v3.16/tsdb/{name}")) {
            compare(&dir, "head-shared.jsonl");
        }
    }
}

/// A head of the test data, its files changed.
fn changed(name: &str, change: impl Fn(&str, &mut Vec<u8>)) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for file in ["wal/00000000", "wbl/00000000", "chunks_head/000001"] {
        let mut data = fs::read(testdata(name).join(file)).unwrap();
        change(file, &mut data);
        let path = dir.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, data).unwrap();
    }
    dir
}

fn n_samples(head: &Head) -> usize {
    head.series.iter().map(|s| s.samples.timestamps.len() + s.samples.histograms.len()).sum()
}

#[test]
fn a_log_that_is_being_written_ends_where_it_ends() {
    let whole = n_samples(&read(&testdata("head-snappy"), i64::MIN).unwrap());
    for n in [1, 100, 5000, 20_000] {
        let dir = changed("head-snappy", |file, data| {
            if file.starts_with("wal") {
                data.truncate(data.len() - n);
            }
        });
        let head = read(dir.path(), i64::MIN).unwrap();
        assert!(head.warnings.is_empty(), "{:?}", head.warnings);
        assert!(n_samples(&head) <= whole);
    }
}

#[test]
fn damage_in_the_middle_is_a_warning_and_what_follows_is_dropped() {
    let dir = changed("head-snappy", |file, data| {
        if file.starts_with("wal") {
            data[10_000] ^= 1;
        }
    });
    let head = read(dir.path(), i64::MIN).unwrap();
    let [warning] = &head.warnings[..] else { panic!("{:?}", head.warnings) };
    let path = dir.path().join("wal/00000000");
    assert!(warning.to_string().starts_with(&format!("{}: at byte ", path.display())), "{warning}");
    assert!((1..n_samples(&read(&testdata("head-snappy"), i64::MIN).unwrap())).contains(&n_samples(&head)));
}

#[test]
fn a_damaged_checkpoint_is_an_error() {
    let dir = changed("head-snappy", |_, _| {});
    let wal = dir.path().join("wal");
    fs::create_dir(wal.join("checkpoint.00000000")).unwrap();
    fs::copy(wal.join("00000000"), wal.join("checkpoint.00000000/00000000")).unwrap();
    let whole = n_samples(&read(&testdata("head-snappy"), i64::MIN).unwrap());
    assert_eq!(n_samples(&read(dir.path(), i64::MIN).unwrap()), whole);
    fs::write(wal.join("checkpoint.00000000/00000000"), [1, 0, 1, 0, 0, 0, 0, 5]).unwrap();
    let error = read(dir.path(), i64::MIN).unwrap_err().to_string();
    let expected = "checkpoint.00000000/00000000: at byte 0: the checksum of 1 bytes is ";
    assert!(error.contains(expected), "{error}");
}

#[test]
fn a_missing_segment_is_an_error_and_a_missing_folder_is_none() {
    let dir = changed("head-snappy", |_, _| {});
    fs::write(dir.path().join("wal/00000002"), "").unwrap();
    assert!(read(dir.path(), i64::MIN).unwrap_err().is_not_found());
    assert_eq!(n_samples(&read(&dir.path().join("none"), i64::MIN).unwrap()), 0);
}

#[test]
fn samples_in_order_from_before_the_blocks_end_are_left_out() {
    let all = read(&testdata("head-zstd"), i64::MIN).unwrap();
    let times = |head: &Head| -> Vec<i64> {
        let labels = Labels::from_pairs([("__name__", "float_histogram"), ("id", "0")]);
        let found = head.series.iter().find(|series| series.labels == labels);
        found.map_or_else(Vec::new, |series| series.samples.histogram_timestamps.clone())
    };
    let all = times(&all);
    assert_eq!(all.len(), 40);
    assert_eq!(times(&read(&testdata("head-zstd"), all[7]).unwrap()), all[7..]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_damage_is_a_panic_and_times_ascend(
        name in prop::sample::select(vec!["head-snappy", "head-zstd"]),
        flips in prop::collection::vec((0..3_usize, any::<prop::sample::Index>(), 1_u8..), 1..4),
        cut in any::<prop::sample::Index>(),
    ) {
        let files = ["wal/00000000", "wbl/00000000", "chunks_head/000001"];
        let dir = changed(name, |file, data| {
            for (which, at, bits) in &flips {
                if files[*which] == file {
                    let at = at.index(data.len());
                    data[at] ^= bits;
                }
            }
            if files[flips[0].0] == file && flips.len() > 1 {
                data.truncate(cut.index(data.len()));
            }
        });
        if let Ok(head) = read(dir.path(), i64::MIN) {
            for series in &head.series {
                prop_assert!(series.samples.timestamps.is_sorted_by(|a, b| a < b));
                prop_assert!(series.samples.histogram_timestamps.is_sorted_by(|a, b| a < b));
            }
        }
    }
}
