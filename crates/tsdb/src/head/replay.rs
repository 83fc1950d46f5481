//! The records of a log, one after the other, as a server that starts replays them.

use std::path::Path;

use promenade_model::{Labels, TimestampMs};
use rustc_hash::FxHashMap;

use super::framing::{Next, RecordReader};
use super::mapped_chunks::MappedChunk;
use super::record::{Record, RefSample, SeriesRef, Tombstone};
use super::series::{ReplayedSeries, is_known};
use crate::{Corruption, TsdbError};

/// Which log a record is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Log {
    /// Samples in order, and all else.
    Wal,
    /// Samples out of order.
    Wbl,
}

/// How reading a segment ended.
#[derive(Debug)]
pub(super) enum SegmentEnd {
    /// Behind a record.
    Whole,
    /// Inside of a record.
    Torn(TsdbError),
    /// Before bytes that are damaged.
    Damaged(TsdbError),
}

/// Chunks of a series number: in order, and out of order.
type ChunksOfSeries = (Vec<MappedChunk>, Vec<MappedChunk>);

/// What was replayed.
#[derive(Debug)]
pub(super) struct Replay {
    /// Samples in order from before this time lie in blocks.
    pub(super) min_valid_time: TimestampMs,
    /// The series by their place; those that were deleted are gone.
    series: Vec<Option<ReplayedSeries>>,
    by_labels: FxHashMap<Labels, usize>,
    by_ref: FxHashMap<SeriesRef, usize>,
    chunks: FxHashMap<SeriesRef, ChunksOfSeries>,
    /// Number of the last chunk that was read.
    last_chunk: u64,
}

impl Replay {
    pub(super) fn new(min_valid_time: TimestampMs) -> Self {
        Self {
            min_valid_time,
            series: Vec::new(),
            by_labels: FxHashMap::default(),
            by_ref: FxHashMap::default(),
            chunks: FxHashMap::default(),
            last_chunk: 0,
        }
    }

    /// Adds chunks of the files, in the order of writing. Those out of sequence are left out, and the last of them is
    /// returned.
    pub(super) fn add_chunks(&mut self, chunks: Vec<MappedChunk>) -> Option<Corruption> {
        let mut problem = None;
        for chunk in chunks {
            self.last_chunk = self.last_chunk.max(chunk.reference);
            if !is_known(&chunk) || (!chunk.is_out_of_order && chunk.max_time < self.min_valid_time) {
                continue;
            }
            let (in_order, out_of_order) = self.chunks.entry(chunk.series).or_default();
            if chunk.is_out_of_order {
                out_of_order.push(chunk);
            } else if in_order.last().is_some_and(|last| last.max_time >= chunk.min_time) {
                problem = Some(Corruption::new(
                    chunk.data.start as u64,
                    format!("a chunk of series {} begins before the one before it ends", chunk.series),
                ));
            } else {
                in_order.push(chunk);
            }
        }
        problem
    }

    /// Replays a segment up to its end or to the first damage.
    pub(super) fn segment(&mut self, log: Log, path: &Path, data: &[u8]) -> SegmentEnd {
        let mut reader = RecordReader::new(data);
        loop {
            let read = match reader.next() {
                Ok(Next::Record(record, offset)) => {
                    Record::read(&record).map_err(|e| Corruption::new(offset, format!("the record: {e}")))
                }
                Ok(Next::End) => return SegmentEnd::Whole,
                Ok(Next::Torn(torn)) => return SegmentEnd::Torn(torn.in_file(path)),
                Err(damage) => Err(damage),
            };
            match read {
                Ok(record) if log == Log::Wal => self.wal_record(record),
                Ok(record) => self.wbl_record(record),
                Err(damage) => return SegmentEnd::Damaged(damage.in_file(path)),
            }
        }
    }

    fn wal_record(&mut self, record: Record) {
        match record {
            Record::Series(all) => all.into_iter().for_each(|(number, labels)| self.begin_series(number, labels)),
            Record::Samples(samples) => samples.into_iter().for_each(|sample| self.append(sample)),
            Record::Tombstones(tombstones) => tombstones.into_iter().for_each(|tombstone| self.delete(tombstone)),
            Record::Metadata(all) => {
                for metadata in all {
                    if let Some(series) = self.series_of(metadata.series) {
                        series.metadata = Some(metadata);
                    }
                }
            }
            Record::MinValidTime(time) => self.min_valid_time = self.min_valid_time.max(time),
            Record::MmapMarkers(_) | Record::Other => {}
        }
    }

    fn wbl_record(&mut self, record: Record) {
        match record {
            Record::Samples(samples) => {
                for sample in samples {
                    if let Some(series) = self.series_of(sample.series) {
                        series.insert(sample);
                    }
                }
            }
            Record::MmapMarkers(markers) => {
                for (number, chunk) in markers {
                    if chunk > self.last_chunk {
                        continue;
                    }
                    if let Some(series) = self.series_of(number) {
                        series.close_out_of_order();
                    }
                }
            }
            _ => {}
        }
    }

    fn begin_series(&mut self, number: SeriesRef, labels: Labels) {
        let idx = *self.by_labels.entry(labels).or_insert_with_key(|labels| {
            self.series.push(Some(ReplayedSeries::new(labels.clone())));
            self.series.len() - 1
        });
        self.by_ref.insert(number, idx);
        let (in_order, out_of_order) = self.chunks.get(&number).cloned().unwrap_or_default();
        if let Some(Some(series)) = self.series.get_mut(idx) {
            series.begin(in_order, out_of_order);
        }
    }

    fn append(&mut self, sample: RefSample) {
        if sample.time < self.min_valid_time {
            return;
        }
        if let Some(series) = self.series_of(sample.series) {
            series.append(sample);
        }
    }

    /// All time is the whole series, which another of the same labels may follow.
    fn delete(&mut self, tombstone: Tombstone) {
        if (tombstone.start, tombstone.end) == (TimestampMs::MIN, TimestampMs::MAX) {
            let idx = self.by_ref.get(&tombstone.series).copied();
            if let Some(series) = idx.and_then(|idx| self.series.get_mut(idx)?.take()) {
                self.by_labels.remove(&series.labels);
            }
        } else if tombstone.end >= self.min_valid_time
            && let Some(series) = self.series_of(tombstone.series)
        {
            series.deleted.push((tombstone.start, tombstone.end));
        }
    }

    fn series_of(&mut self, number: SeriesRef) -> Option<&mut ReplayedSeries> {
        let idx = *self.by_ref.get(&number)?;
        self.series.get_mut(idx)?.as_mut()
    }

    /// The series that are left.
    pub(super) fn into_series(self) -> impl Iterator<Item = ReplayedSeries> {
        self.series.into_iter().flatten()
    }
}
