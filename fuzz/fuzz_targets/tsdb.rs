//! Any bytes are read as the files of a block: index, segment of chunks and tombstones.
#![no_main]

use std::fs;

use libfuzzer_sys::fuzz_target;
use promenade::storage::{SampleBuffer, SelectHints, TimeRange};
use promenade::{Storage, Tsdb};
use promenade_fuzz::memory::{Counting, peak_of};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What files may take beside what belongs to their length.
const FREE_BYTES: usize = 1 << 20;
const BLOCK: &str = "01M82VESV82J3DTSXR67S8B5G7";
const META: &str = r#"{"ulid":"01M82VESV82J3DTSXR67S8B5G7","minTime":-1000000000000000,"maxTime":1000000000000000,"version":1}"#;

// The lengths of the index and of the segment come first, in 32 bits each; tombstones are the rest.
fuzz_target!(|bytes: &[u8]| {
    let Some((index_len, rest)) = bytes.split_first_chunk::<4>() else { return };
    let Some((segment_len, files)) = rest.split_first_chunk::<4>() else { return };
    let len = |bytes: &[u8; 4]| u32::from_be_bytes(*bytes) as usize;
    let a = len(index_len).min(files.len());
    let b = a.saturating_add(len(segment_len)).min(files.len());
    let folder = tempfile::tempdir().expect("a temporary folder");
    let block = folder.path().join(BLOCK);
    fs::create_dir_all(block.join("chunks")).expect("a folder");
    for (name, content) in [
        ("meta.json", META.as_bytes()),
        ("index", &files[..a]),
        ("chunks/000001", &files[a..b]),
        ("tombstones", &files[b..]),
    ] {
        fs::write(block.join(name), content).expect("a file");
    }
    let ((), peak) = peak_of(|| read(folder.path()));
    assert!(peak < FREE_BYTES + 256 * bytes.len(), "{} bytes of files take {peak} bytes of memory", bytes.len());
});

fn read(folder: &std::path::Path) {
    let Ok(tsdb) = Tsdb::open(folder) else { return };
    let _ = futures_executor::block_on(tsdb.label_names(&[], TimeRange::ALL));
    let hints = SelectHints::over(TimeRange::ALL);
    let Ok(set) = futures_executor::block_on(tsdb.select(&[], &hints)) else { return };
    let mut buffer = SampleBuffer::default();
    for series in set.series() {
        if let Ok(samples) = series.samples(TimeRange::ALL, &mut buffer) {
            assert!(samples.floats.timestamps.is_sorted_by(|a, b| a < b));
            assert!(samples.histograms.timestamps.is_sorted_by(|a, b| a < b));
        }
    }
}
