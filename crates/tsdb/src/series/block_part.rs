//! What a block has of a series.

use std::sync::Arc;

use promenade_storage::{SampleBuffer, StorageError, TimeRange};

use super::Part;
use super::columns::{self, Mark};
use crate::block::{Block, is_deleted};
use crate::cache::Caches;
use crate::chunk::Encoding;
use crate::index::ChunkMeta;
use crate::{Corruption, TsdbError, chunk};

/// A block and what is kept of it.
#[derive(Debug)]
pub(crate) struct BlockSource {
    pub(crate) block: Arc<Block>,
    pub(crate) caches: Arc<Caches>,
}

/// Some chunks of a series of a block.
#[derive(Debug)]
pub(crate) struct BlockPart {
    source: Arc<BlockSource>,
    /// The series in the index.
    id: u32,
    /// At least one, in the order of time, without overlaps.
    chunks: Box<[ChunkMeta]>,
}

impl BlockPart {
    /// The chunks of a series that are in a range of time and not deleted as a whole; `None` if there are no such.
    pub(crate) fn new(source: &Arc<BlockSource>, id: u32, chunks: &[ChunkMeta], time: TimeRange) -> Option<Self> {
        let deleted = source.block.tombstones().of_series(id);
        let is_gone = |chunk: &ChunkMeta| {
            deleted.iter().any(|range| range.start_ms <= chunk.min_ms && chunk.max_ms <= range.end_ms)
        };
        let chunks: Box<[_]> = chunks.iter().filter(|chunk| chunk.overlaps(time) && !is_gone(chunk)).copied().collect();
        (!chunks.is_empty()).then(|| Self { source: Arc::clone(source), id, chunks })
    }

    fn read_chunk(&self, meta: ChunkMeta, range: TimeRange, out: &mut SampleBuffer) -> Result<(), TsdbError> {
        let BlockSource { block, caches } = &*self.source;
        let mark = Mark::end_of(out);
        let is_inside = range.start_ms <= meta.min_ms && meta.max_ms <= range.end_ms;
        let kept = caches.chunks.as_ref().and_then(|cache| cache.get(block.id(), meta.reference));
        let is_cut = if let Some(samples) = kept {
            columns::append(out, &columns::rows_in(&samples.as_samples(), range));
            false
        } else {
            decode(block, meta, mark, out)?;
            if let Some(cache) = &caches.chunks {
                cache.insert(block.id(), meta.reference, &mark.samples(out));
            }
            !is_inside
        };
        let deleted = block.tombstones().of_series(self.id);
        if is_cut || !deleted.is_empty() {
            mark.retain(out, |t| range.contains(t) && !is_deleted(deleted, t));
        }
        Ok(())
    }
}

/// Appends the samples of a chunk behind the mark, which is the end of the buffer.
fn decode(block: &Block, meta: ChunkMeta, mark: Mark, out: &mut SampleBuffer) -> Result<(), TsdbError> {
    let raw = block.chunk(meta.reference)?;
    chunk::decode(raw.encoding, raw.data, out).map_err(|e| raw.error(e))?;
    check_times(mark.times(out), meta).map_err(|e| raw.error(e))
}

fn is_of_histograms(encoding: u8) -> bool {
    Encoding::try_from(encoding).is_ok_and(|encoding| !encoding.has_floats())
}

/// Times must grow and lie where the index says, or samples of different chunks would not be in order.
fn check_times(columns: [&[i64]; 2], meta: ChunkMeta) -> Result<(), Corruption> {
    for times in columns {
        if !times.is_sorted_by(|a, b| a < b) {
            return Err(Corruption::new(0, "the samples of the chunk are not in the order of time"));
        }
        if times.first().is_some_and(|t| *t < meta.min_ms) || times.last().is_some_and(|t| *t > meta.max_ms) {
            let ChunkMeta { min_ms, max_ms, .. } = meta;
            let problem =
                format!("the chunk has samples outside of {min_ms} to {max_ms}, where the index says they are");
            return Err(Corruption::new(0, problem));
        }
    }
    Ok(())
}

impl Part for BlockPart {
    fn time(&self) -> TimeRange {
        let (first, last) = (self.chunks.first(), self.chunks.last());
        TimeRange {
            start_ms: first.map_or(i64::MAX, |chunk| chunk.min_ms),
            end_ms: last.map_or(i64::MIN, |chunk| chunk.max_ms),
        }
    }

    fn has_histograms(&self) -> bool {
        self.chunks.iter().any(|c| self.source.block.encoding(c.reference).is_some_and(is_of_histograms))
    }

    fn read(&self, range: TimeRange, out: &mut SampleBuffer) -> Result<(), StorageError> {
        let first = self.chunks.partition_point(|chunk| chunk.max_ms < range.start_ms);
        for chunk in self.chunks[first..].iter().take_while(|chunk| chunk.min_ms <= range.end_ms) {
            self.read_chunk(*chunk, range, out)?;
        }
        Ok(())
    }
}
