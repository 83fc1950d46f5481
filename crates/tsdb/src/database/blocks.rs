//! The blocks of a data directory, while a Prometheus may add and delete some.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::open_head;
use crate::TsdbError;
use crate::block::{Block, BlockMeta, Ulid};

/// How often the directory is looked at again where it changes meanwhile.
const MAX_ATTEMPTS: usize = 16;

/// Whether a folder is a data directory: it has a block or a head.
///
/// # Errors
/// Returns an error if it cannot be read.
pub fn is_data_directory(folder: &Path) -> Result<bool, TsdbError> {
    let has_head = open_head::FOLDERS.iter().any(|name| folder.join(name).is_dir());
    Ok(has_head || !list(folder)?.is_empty())
}

/// The blocks of a folder by name.
type Listing = BTreeMap<Ulid, PathBuf>;

/// The folders that are named as a block is and have a `meta.json`; one without is no complete block, and Prometheus
/// leaves it out too.
fn list(folder: &Path) -> Result<Listing, TsdbError> {
    let unreadable = |e| TsdbError::io(folder, e);
    let mut found = Listing::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let ulid = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.parse().ok());
        if let Some(ulid) = ulid.filter(|_| path.join("meta.json").is_file()) {
            found.insert(ulid, path);
        }
    }
    Ok(found)
}

/// Opens all blocks of a folder but those that are in `known` already.
///
/// Prometheus compacts blocks by adding one before it deletes those that it was made of. The list of a folder that is
/// changed while it is read may show neither, so that it is read until it is twice the same, with all blocks open.
pub(super) fn open_all(folder: &Path, known: &[Arc<Block>]) -> Result<Vec<Arc<Block>>, TsdbError> {
    let mut open: BTreeMap<Ulid, Arc<Block>> =
        known.iter().map(|block| (block.meta().ulid, Arc::clone(block))).collect();
    let mut listing = list(folder)?;
    let mut n_attempts = 0;
    loop {
        n_attempts += 1;
        let opened = open_listed(&listing, &mut open);
        let next = list(folder)?;
        match opened {
            Ok(()) if next == listing => break,
            Err(e) if next == listing || n_attempts == MAX_ATTEMPTS => return Err(e),
            _ if n_attempts == MAX_ATTEMPTS => break,
            _ => listing = next,
        }
    }
    open.retain(|ulid, _| listing.contains_key(ulid));
    let mut blocks: Vec<Arc<Block>> = open.into_values().collect();
    blocks.sort_by_key(|block| block.meta().min_time);
    Ok(blocks)
}

/// Opens the listed blocks that are not open, but those that a listed block was made of.
fn open_listed(listing: &Listing, open: &mut BTreeMap<Ulid, Arc<Block>>) -> Result<(), TsdbError> {
    let mut metas = Vec::with_capacity(listing.len());
    for (ulid, path) in listing {
        let meta = match open.get(ulid) {
            Some(block) => block.meta().clone(),
            None => BlockMeta::read(path)?,
        };
        metas.push((*ulid, path, meta));
    }
    let replaced: BTreeSet<Ulid> = metas.iter().flat_map(|(_, _, meta)| meta.parents()).collect();
    for (ulid, path, meta) in metas {
        if replaced.contains(&ulid) {
            open.remove(&ulid);
            continue;
        }
        let block = match open.get(&ulid) {
            Some(block) => block.changed()?,
            None => Some(Block::open(path, meta)?),
        };
        if let Some(block) = block {
            open.insert(ulid, Arc::new(block));
        }
    }
    Ok(())
}
