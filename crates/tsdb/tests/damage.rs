//! Damaged blocks: whatever is cut off, changed or swapped, the answer is an error that names the file, or the right one.
#![allow(clippy::unwrap_used)] // test code

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use futures_executor::block_on;
use promenade_storage::{SampleBuffer, SelectHints, Storage, TimeRange};
use promenade_test_data::shared;
use promenade_tsdb::Tsdb;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// The files of a data directory, relative to it; `meta.json`, which has no checksum, left out.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut pending = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            pending.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.file_name().unwrap() != "meta.json" {
            files.push(path.strip_prefix(folder).unwrap().to_owned());
        }
    }
    files.sort();
    files
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::write(target, fs::read(&path).unwrap()).unwrap();
        }
    }
}

/// All that a directory holds as text.
fn everything(folder: &Path) -> Result<String, String> {
    let tsdb = Tsdb::open(folder).map_err(|e| e.to_string())?;
    let set = block_on(tsdb.select(&[], &SelectHints::over(TimeRange::ALL))).map_err(|e| e.to_string())?;
    let names = block_on(tsdb.label_names(&[], TimeRange::ALL)).map_err(|e| e.to_string())?;
    let mut text = names.join(",");
    let mut buffer = SampleBuffer::default();
    for series in set.series() {
        let samples = series.samples(TimeRange::ALL, &mut buffer).map_err(|e| e.to_string())?;
        let bits: Vec<u64> = samples.floats.values.iter().map(|v| v.to_bits()).collect();
        let histograms: Vec<String> = samples.histograms.histograms.iter().map(|h| h.to_float().to_string()).collect();
        let times = (samples.floats.timestamps, samples.histograms.timestamps, samples.floats.start_timestamps);
        writeln!(text, "\n{}: {times:?} {bits:?} {histograms:?}", series.labels()).unwrap();
    }
    Ok(text)
}

#[derive(Debug, Clone)]
enum Damage {
    Flip { at: prop::sample::Index, bit: u8 },
    Cut { at: prop::sample::Index },
    Swap { a: prop::sample::Index, b: prop::sample::Index, len: usize },
}

impl Damage {
    fn any() -> impl Strategy<Value = Self> {
        let index = any::<prop::sample::Index>;
        prop_oneof![
            4 => (index(), 0..8_u8).prop_map(|(at, bit)| Self::Flip { at, bit }),
            1 => index().prop_map(|at| Self::Cut { at }),
            1 => (index(), index(), 1..64_usize).prop_map(|(a, b, len)| Self::Swap { a, b, len }),
        ]
    }

    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Flip { at, bit } => {
                let at = at.index(bytes.len());
                bytes[at] ^= 1 << bit;
            }
            Self::Cut { at } => bytes.truncate(at.index(bytes.len())),
            Self::Swap { a, b, len } => {
                let (a, b) = (a.index(bytes.len()), b.index(bytes.len()));
                let (a, b) = (a.min(b), a.max(b));
                let len = (*len).min(b - a).min(bytes.len() - b);
                let (front, back) = bytes.split_at_mut(b);
                front[a..a + len].swap_with_slice(&mut back[..len]);
            }
        }
    }
}

fn check(directory: &str, cases: u32) {
    let Some(original) = shared(&format!("v3.16/tsdb/{directory}")) else { return };
    let copied = tempfile::tempdir().unwrap();
    copy(&original, copied.path());
    let files = files(&original);
    let expected = everything(&original).unwrap();
    let damages = (any::<prop::sample::Index>(), prop::collection::vec(Damage::any(), 1..3));
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&damages, |(file, damages)| {
        let file = file.get(&files);
        let whole = fs::read(original.join(file)).unwrap();
        let mut bytes = whole.clone();
        damages.iter().filter(|_| !whole.is_empty()).for_each(|damage| {
            if !bytes.is_empty() {
                damage.apply(&mut bytes);
            }
        });
        // A new file, since one that is mapped must not change.
        fs::remove_file(copied.path().join(file)).unwrap();
        fs::write(copied.path().join(file), &bytes).unwrap();
        let actual = everything(copied.path());
        fs::remove_file(copied.path().join(file)).unwrap();
        fs::write(copied.path().join(file), &whole).unwrap();
        match actual {
            Ok(text) => prop_assert!(text == expected, "{} gives another answer", file.display()),
            Err(error) => {
                let name = file.file_name().unwrap().to_str().unwrap();
                prop_assert!(error.contains(name) && error.contains("at byte"), "{}: {error}", file.display());
            }
        }
        Ok(())
    });
    outcome.unwrap();
}

#[test]
fn floats_with_tombstones() {
    check("deleted", 1500);
}

#[test]
fn blocks_that_overlap() {
    check("late-blocks", 500);
}

#[test]
fn start_timestamps() {
    check("start-timestamps-xor2", 500);
}

#[test]
fn native_histograms() {
    check("native-blocks", 500);
}

#[test]
fn what_a_block_says_of_itself() {
    let Some(original) = shared("v3.16/tsdb/deleted") else { return };
    let copied = tempfile::tempdir().unwrap();
    copy(&original, copied.path());
    let block = fs::read_dir(copied.path()).unwrap().next().unwrap().unwrap().path();
    let meta = fs::read(block.join("meta.json")).unwrap();
    for end in 0..meta.len() {
        fs::write(block.join("meta.json"), &meta[..end]).unwrap();
        let error = Tsdb::open(copied.path()).unwrap_err().to_string();
        assert!(error.contains("meta.json: at byte"), "{error}");
    }
}
