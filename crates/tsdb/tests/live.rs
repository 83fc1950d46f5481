//! A directory that changes while it is open: blocks come and go as Prometheus adds and deletes them.
#![allow(clippy::unwrap_used)] // test code

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures_executor::block_on;
use promenade_storage::{SampleBuffer, SelectHints, Series, Storage, TimeRange};
use promenade_test_data::shared;
use promenade_tsdb::{Tsdb, TsdbError};

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

fn blocks(folder: &Path) -> Vec<PathBuf> {
    let mut blocks: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    blocks.sort();
    blocks
}

fn n_samples(tsdb: &Tsdb) -> usize {
    let set = block_on(tsdb.select(&[], &SelectHints::over(TimeRange::ALL))).unwrap();
    let mut buffer = SampleBuffer::default();
    let count = |series: &Arc<dyn Series>, buffer: &mut SampleBuffer| {
        series.samples(TimeRange::ALL, buffer).unwrap().floats.timestamps.len()
    };
    set.series().iter().map(|series| count(series, &mut buffer)).sum()
}

#[test]
fn blocks_come_and_go() {
    let Some(original) = shared("v3.16/tsdb/cluster-2.42") else { return };
    let folder = tempfile::tempdir().unwrap();
    let all = blocks(&original);
    let place = |block: &Path| folder.path().join(block.file_name().unwrap());
    copy(&all[0], &place(&all[0]));
    let first = Tsdb::open(folder.path()).unwrap();
    let n_first = n_samples(&first);
    // A block is written under another name, which is none of a block.
    let temporary = folder.path().join(format!("{}.tmp-for-creation", all[1].file_name().unwrap().display()));
    copy(&all[1], &temporary);
    assert_eq!(first.reopen().unwrap().blocks().len(), 1);
    fs::rename(&temporary, place(&all[1])).unwrap();
    let second = first.reopen().unwrap();
    assert_eq!(second.blocks().len(), 2);
    assert!(Arc::ptr_eq(&first.blocks()[0], &second.blocks()[0]), "an open block is kept");
    let n_second = n_samples(&second);
    assert!(n_second > n_first);
    // What is open stays readable when it is deleted.
    fs::remove_dir_all(place(&all[0])).unwrap();
    let third = second.reopen().unwrap();
    assert_eq!(third.blocks().len(), 1);
    assert_eq!((n_samples(&first), n_samples(&second)), (n_first, n_second));
    assert_eq!(n_samples(&third), n_second - n_first);
}

#[test]
fn tombstones_that_are_new_are_seen() {
    let (Some(floats), Some(deleted)) = (shared("v3.16/tsdb/late-blocks"), shared("v3.16/tsdb/deleted")) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    copy(&deleted, folder.path());
    let block = blocks(folder.path()).remove(0);
    let tombstones = fs::read(block.join("tombstones")).unwrap();
    fs::remove_file(block.join("tombstones")).unwrap();
    let before = Tsdb::open(folder.path()).unwrap();
    assert_eq!(n_samples(&before), n_samples(&Tsdb::open(floats).unwrap()));
    fs::write(block.join("tombstones"), tombstones).unwrap();
    let after = before.reopen().unwrap();
    assert!(n_samples(&after) < n_samples(&before));
    assert_eq!(n_samples(&after), n_samples(&Tsdb::open(deleted).unwrap()));
}

#[test]
fn a_folder_without_blocks_is_no_data_directory() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(Tsdb::open(folder.path()), Err(TsdbError::NotADataDirectory { .. })));
    assert!(Tsdb::open(folder.path().join("missing")).unwrap_err().is_not_found());
}

#[test]
fn compacted_blocks_take_the_place_of_those_they_were_made_of() {
    let Some(original) = shared("v3.16/tsdb/cluster-2.42") else { return };
    let folder = tempfile::tempdir().unwrap();
    copy(&original, folder.path());
    let all = blocks(folder.path());
    let meta = fs::read_to_string(all[2].join("meta.json")).unwrap();
    let parent = all[0].file_name().unwrap().display();
    let parents =
        format!("\"compaction\": {{ \"parents\": [{{\"ulid\": \"{parent}\", \"minTime\": 0, \"maxTime\": 0}}],");
    fs::write(all[2].join("meta.json"), meta.replace("\"compaction\": {", &parents)).unwrap();
    // One that was replaced may be damaged.
    fs::write(all[0].join("index"), "").unwrap();
    let tsdb = Tsdb::open(folder.path()).unwrap();
    assert_eq!(tsdb.blocks().len(), 2);
}
