//! Selections over all blocks and the head.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use promenade_model::{Labels, Matcher};
use promenade_storage::{SelectHints, Series, SeriesSet, Storage, StorageError, TimeRange};

use super::Tsdb;
use crate::TsdbError;
use crate::block::Block;
use crate::cache::Selection;
use crate::series::{BlockPart, BlockSource, HeadPart, Part, TsdbSeries};

/// A part of a series that was found.
type Found = (Labels, Arc<dyn Part>);

impl Tsdb {
    pub(super) async fn select_series(
        &self,
        matchers: &[Matcher],
        hints: &SelectHints,
    ) -> Result<SeriesSet, StorageError> {
        let mut found: Vec<Found> = Vec::new();
        for block in self.blocks_in(hints.time) {
            self.select_of_block(block, matchers, hints.time, &mut found)?;
        }
        let Some(head) = &self.head else { return Ok(SeriesSet::from_sorted(stitch(found))) };
        let of_head = head.storage.select(matchers, hints).await?;
        if found.is_empty() {
            return Ok(of_head);
        }
        let part = |series: Arc<dyn Series>| (series.labels().clone(), Arc::new(HeadPart(series)) as Arc<dyn Part>);
        found.extend(of_head.into_series().into_iter().map(part));
        Ok(SeriesSet::from_sorted(stitch(found)))
    }

    fn select_of_block(
        &self,
        block: &Arc<Block>,
        matchers: &[Matcher],
        time: TimeRange,
        found: &mut Vec<Found>,
    ) -> Result<(), TsdbError> {
        let source = Arc::new(BlockSource { block: Arc::clone(block), caches: Arc::clone(&self.caches) });
        let cache = self.caches.selections.as_ref();
        let known = cache.and_then(|cache| cache.get(block, matchers));
        let ids = match &known {
            Some(known) => Cow::Borrowed(&known.ids),
            None => Cow::Owned(block.index().select(matchers)?),
        };
        let (mut chunks, mut labels_of_new) = (Vec::new(), Vec::new());
        for (i, id) in ids.iter().enumerate() {
            chunks.clear();
            let labels = match &known {
                Some(known) => {
                    block.index().chunks(*id, &mut chunks)?;
                    known.labels[i].clone()
                }
                None => block.index().series(*id, &mut chunks)?,
            };
            if known.is_none() && cache.is_some() {
                labels_of_new.push(labels.clone());
            }
            if let Some(part) = BlockPart::new(&source, *id, &chunks, time) {
                found.push((labels, Arc::new(part)));
            }
        }
        if let (None, Some(cache)) = (&known, cache) {
            cache.insert(block, matchers, Selection { ids: ids.into_owned(), labels: labels_of_new });
        }
        Ok(())
    }

    fn blocks_in(&self, time: TimeRange) -> impl Iterator<Item = &Arc<Block>> {
        self.blocks().iter().filter(move |block| block.meta().overlaps(time))
    }

    pub(super) async fn names(&self, matchers: &[Matcher], time: TimeRange) -> Result<Vec<String>, StorageError> {
        let mut names = BTreeSet::new();
        for block in self.blocks_in(time) {
            let ids = ids(block, matchers)?;
            names.extend(block.index().label_names(ids.as_deref())?);
        }
        if let Some(head) = &self.head {
            names.extend(head.storage.label_names(matchers, time).await?);
        }
        Ok(names.into_iter().collect())
    }

    pub(super) async fn values(
        &self,
        name: &str,
        matchers: &[Matcher],
        time: TimeRange,
    ) -> Result<Vec<String>, StorageError> {
        let mut values = BTreeSet::new();
        for block in self.blocks_in(time) {
            let ids = ids(block, matchers)?;
            values.extend(block.index().label_values(name, ids.as_deref())?);
        }
        if let Some(head) = &self.head {
            values.extend(head.storage.label_values(name, matchers, time).await?);
        }
        Ok(values.into_iter().collect())
    }
}

/// The series that match; none says all.
fn ids(block: &Block, matchers: &[Matcher]) -> Result<Option<Vec<u32>>, TsdbError> {
    if matchers.is_empty() { Ok(None) } else { block.index().select(matchers).map(Some) }
}

/// Makes one series of the parts with the same labels, in the order of labels.
fn stitch(mut found: Vec<Found>) -> Vec<Arc<dyn Series>> {
    // Those of a block are mostly in order already, which a stable sort makes use of.
    found.sort_by(|a, b| a.0.cmp(&b.0));
    let mut series: Vec<Arc<dyn Series>> = Vec::with_capacity(found.len());
    let mut found = found.into_iter().peekable();
    while let Some((labels, part)) = found.next() {
        let mut parts = vec![part];
        while let Some((_, part)) = found.next_if(|next| next.0 == labels) {
            parts.push(part);
        }
        series.push(Arc::new(TsdbSeries::new(labels, parts)));
    }
    series
}
