//! The head: what a server has in memory and in its logs, and not yet in blocks.
//!
//! It is what a Prometheus that starts on this directory would have, and nothing is written. Where a log is damaged,
//! Prometheus drops all that follows the damage; so does this, and says so in a warning. A log that ends inside of a record is being
//! written, or was when the server was killed: that is its end, and no damage. A damaged checkpoint is an error, as it is
//! for Prometheus.

mod compression;
mod folder;
mod framing;
mod mapped_chunks;
mod merge;
mod out_of_order;
mod record;
mod record_histogram;
mod replay;
mod sample_list;
mod series;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use promenade_model::histogram::RunGatherer;
use promenade_model::{Labels, TimestampMs};
use promenade_storage::{MetricMetadata, SampleBuffer};

use self::folder::{LogFiles, numbered_files};
use self::record::RefMetadata;
use self::replay::{Log, Replay, SegmentEnd};
use self::series::ReplayedSeries;
use crate::{TsdbError, chunk};

/// How often files are listed anew that a server deleted meanwhile.
const MAX_ATTEMPTS: usize = 5;

/// What is not yet in blocks.
#[derive(Debug, Default)]
pub struct Head {
    /// The series in the order of their labels, each labels once; those without a sample are left out.
    pub series: Vec<HeadSeries>,
    /// What is known of metrics, by name.
    pub metadata: Vec<MetricMetadata>,
    /// What could not be read, where Prometheus would drop it too.
    pub warnings: Vec<TsdbError>,
}

/// A series of the head.
#[derive(Debug)]
pub struct HeadSeries {
    /// The labels.
    pub labels: Labels,
    /// Samples in the order of time, no timestamp twice; those in order and those that came late are merged, and those that
    /// were deleted are gone.
    pub samples: SampleBuffer,
}

/// Reads the head of a data directory: `chunks_head`, `wal` and `wbl`. Where there is none of them it is empty.
///
/// In-order samples from before `min_valid_time` are left out: it is the highest end of the blocks that were not made of
/// out-of-order samples, the least time where there are none. So as to miss nothing of a directory that a server writes to, list
/// the blocks before, for this time, and again afterwards.
///
/// # Errors
/// Returns an error if a file cannot be read or the checkpoint is damaged. Files that vanish while they are read are met by listing
/// them again.
pub fn read(dir: &Path, min_valid_time: TimestampMs) -> Result<Head, TsdbError> {
    let mut attempt = 1;
    loop {
        match read_once(dir, min_valid_time) {
            Err(e) if e.is_not_found() && attempt < MAX_ATTEMPTS => attempt += 1,
            result => return result,
        }
    }
}

fn read_once(dir: &Path, min_valid_time: TimestampMs) -> Result<Head, TsdbError> {
    let mut replay = Replay::new(min_valid_time);
    let mut warnings = Vec::new();
    let files = read_chunks(&dir.join("chunks_head"), &mut replay, &mut warnings)?;
    read_log(&dir.join("wal"), Log::Wal, &mut replay, &mut warnings)?;
    read_log(&dir.join("wbl"), Log::Wbl, &mut replay, &mut warnings)?;
    let mut head = Head { warnings, ..Head::default() };
    let mut metadata = BTreeMap::new();
    let mut gatherer = RunGatherer::default();
    let min_valid_time = replay.min_valid_time;
    for series in replay.into_series() {
        if let Some(known) = &series.metadata {
            metadata.insert(series.labels.metric_name().to_owned(), known.clone());
        }
        let series = finish(series, &files, min_valid_time, &mut gatherer, &mut head.warnings);
        if !(series.samples.timestamps.is_empty() && series.samples.histograms.is_empty()) {
            head.series.push(series);
        }
    }
    head.series.sort_by(|a, b| a.labels.cmp(&b.labels));
    head.metadata = metadata.into_iter().map(|(name, known)| metric_metadata(name, known)).collect();
    Ok(head)
}

/// A file of chunks.
type ChunkFile = (PathBuf, Vec<u8>);

/// Reads the files of chunks up to the first damage.
fn read_chunks(folder: &Path, replay: &mut Replay, warnings: &mut Vec<TsdbError>) -> Result<Vec<ChunkFile>, TsdbError> {
    let mut files = Vec::new();
    for path in numbered_files(folder)? {
        let data = read_file(&path)?;
        let (chunks, damage) = mapped_chunks::read(&path, files.len(), &data);
        warnings.extend(replay.add_chunks(chunks).map(|problem| problem.in_file(&path)));
        let is_damaged = damage.is_some();
        warnings.extend(damage.map(|damage| damage.in_file(&path)));
        files.push((path, data));
        if is_damaged {
            break;
        }
    }
    Ok(files)
}

/// Replays a log up to the first damage.
fn read_log(folder: &Path, log: Log, replay: &mut Replay, warnings: &mut Vec<TsdbError>) -> Result<(), TsdbError> {
    let files = LogFiles::list(folder)?;
    for path in &files.checkpoint {
        match replay.segment(log, path, &read_file(path)?) {
            SegmentEnd::Whole => {}
            SegmentEnd::Torn(damage) | SegmentEnd::Damaged(damage) => return Err(damage),
        }
    }
    for (i, path) in files.segments.iter().enumerate() {
        let is_last = i + 1 == files.segments.len();
        match replay.segment(log, path, &read_file(path)?) {
            SegmentEnd::Whole => {}
            SegmentEnd::Torn(_) if is_last => {}
            SegmentEnd::Torn(damage) | SegmentEnd::Damaged(damage) => {
                warnings.push(damage);
                break;
            }
        }
    }
    Ok(())
}

fn read_file(path: &Path) -> Result<Vec<u8>, TsdbError> {
    fs::read(path).map_err(|e| TsdbError::io(path, e))
}

/// The samples of a series. A chunk that cannot be decoded is left out with a warning, as its checksum was right.
fn finish(
    series: ReplayedSeries,
    files: &[ChunkFile],
    min_valid_time: TimestampMs,
    gatherer: &mut RunGatherer,
    warnings: &mut Vec<TsdbError>,
) -> HeadSeries {
    let labels = series.labels.clone();
    let deleted = series.deleted.clone();
    let mut samples = series.into_samples(min_valid_time, |mapped, out| {
        let (path, file) = &files[mapped.file_idx];
        if let Err(damage) = chunk::decode(mapped.encoding, &file[mapped.data.clone()], out) {
            warnings.push(damage.behind(mapped.data.start as u64).in_file(path));
        }
    });
    sample_list::retain(&mut samples, |time| !deleted.iter().any(|(start, end)| (*start..=*end).contains(&time)));
    samples.histograms = gatherer.gather(&samples.histograms);
    HeadSeries { labels, samples }
}

fn metric_metadata(name: String, known: RefMetadata) -> MetricMetadata {
    MetricMetadata { name, metric_type: known.metric_type, help: known.help, unit: known.unit }
}
