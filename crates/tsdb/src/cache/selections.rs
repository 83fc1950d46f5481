//! Selections: the series of a block that matchers select.

use std::sync::Arc;

use promenade_model::{Labels, Matcher};
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::CacheCounts;
use crate::block::Block;

/// About how many bytes a selection takes, to size the table.
const EXPECTED_BYTES: u64 = 64 << 10;

/// Some series of a block, in the order of the index.
#[derive(Debug)]
pub(crate) struct Selection {
    /// Their positions in the index.
    pub(crate) ids: Vec<u32>,
    /// Their labels.
    pub(crate) labels: Vec<Labels>,
}

/// A block and the matchers.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Key {
    block: u64,
    matchers: Box<[Matcher]>,
}

/// Selections, bounded in bytes.
pub(crate) struct SelectionCache(Cache<Key, Arc<Selection>, Bytes>);

impl Key {
    fn new(block: &Block, matchers: &[Matcher]) -> Self {
        Self { block: block.id(), matchers: matchers.into() }
    }
}

impl Selection {
    fn n_bytes(&self) -> usize {
        let of_labels: usize = self.labels.iter().map(|labels| size_of::<Labels>() + labels.n_bytes()).sum();
        size_of::<Self>() + size_of_val(&*self.ids) + of_labels
    }
}

impl SelectionCache {
    pub(super) fn new(max_bytes: u64) -> Self {
        let n_entries = usize::try_from(max_bytes / EXPECTED_BYTES).unwrap_or(usize::MAX).max(1);
        Self(Cache::with_weighter(n_entries, max_bytes, Bytes))
    }

    pub(crate) fn get(&self, block: &Block, matchers: &[Matcher]) -> Option<Arc<Selection>> {
        self.0.get(&Key::new(block, matchers))
    }

    pub(crate) fn insert(&self, block: &Block, matchers: &[Matcher], selection: Selection) {
        self.0.insert(Key::new(block, matchers), Arc::new(selection));
    }

    pub(super) fn counts(&self) -> CacheCounts {
        super::counts(&self.0)
    }
}

impl std::fmt::Debug for SelectionCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("SelectionCache").field(&self.counts()).finish()
    }
}

/// Weighs selections by their memory.
#[derive(Debug, Clone, Copy)]
struct Bytes;

impl Weighter<Key, Arc<Selection>> for Bytes {
    fn weight(&self, key: &Key, selection: &Arc<Selection>) -> u64 {
        let of_matchers: usize =
            key.matchers.iter().map(|m| size_of::<Matcher>() + m.name().len() + m.value().len()).sum();
        (size_of::<Key>() + of_matchers + selection.n_bytes()) as u64
    }
}
