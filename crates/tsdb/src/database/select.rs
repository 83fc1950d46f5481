//! Selections over all blocks and the head.

use std::collections::BTreeSet;
use std::sync::Arc;

use promenade_model::{Labels, Matcher};
use promenade_storage::{Series, SeriesSet, TimeRange};

use super::Tsdb;
use crate::TsdbError;
use crate::block::Block;
use crate::series::{BlockPart, Part, TsdbSeries};

/// A part of a series that was found.
type Found = (Labels, Arc<dyn Part>);

impl Tsdb {
    pub(super) fn select_series(&self, matchers: &[Matcher], time: TimeRange) -> Result<SeriesSet, TsdbError> {
        let mut found: Vec<Found> = Vec::new();
        for block in self.blocks_in(time) {
            select_of_block(block, matchers, time, &mut found)?;
        }
        Ok(SeriesSet::from_sorted(stitch(found)))
    }

    fn blocks_in(&self, time: TimeRange) -> impl Iterator<Item = &Arc<Block>> {
        self.blocks().iter().filter(move |block| block.meta().overlaps(time))
    }

    pub(super) fn names(&self, matchers: &[Matcher], time: TimeRange) -> Result<Vec<String>, TsdbError> {
        let mut names = BTreeSet::new();
        for block in self.blocks_in(time) {
            let ids = ids(block, matchers)?;
            names.extend(block.index().label_names(ids.as_deref())?);
        }
        Ok(names.into_iter().collect())
    }

    pub(super) fn values(&self, name: &str, matchers: &[Matcher], time: TimeRange) -> Result<Vec<String>, TsdbError> {
        let mut values = BTreeSet::new();
        for block in self.blocks_in(time) {
            let ids = ids(block, matchers)?;
            values.extend(block.index().label_values(name, ids.as_deref())?);
        }
        Ok(values.into_iter().collect())
    }
}

/// The series that match; none says all.
fn ids(block: &Block, matchers: &[Matcher]) -> Result<Option<Vec<u32>>, TsdbError> {
    if matchers.is_empty() { Ok(None) } else { block.index().select(matchers).map(Some) }
}

fn select_of_block(
    block: &Arc<Block>,
    matchers: &[Matcher],
    time: TimeRange,
    found: &mut Vec<Found>,
) -> Result<(), TsdbError> {
    let mut chunks = Vec::new();
    for id in block.index().select(matchers)? {
        chunks.clear();
        let labels = block.index().series(id, &mut chunks)?;
        if let Some(part) = BlockPart::new(block, id, &chunks, time) {
            found.push((labels, Arc::new(part)));
        }
    }
    Ok(())
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
