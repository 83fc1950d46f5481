//! Loads files of metrics into a store in memory, and opens data directories of Prometheus servers.

mod arrow;
mod data;
mod files;
mod progress;
mod tsdb;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use promenade::exposition::{self, ExpositionError, LoadOptions};
use promenade::model::TimestampMs;
use promenade::{ArrowStorage, MemoryStorage, MemoryStorageBuilder};

pub(crate) use self::data::Data;
use self::files::{Source, sources};
use self::progress::Progress;
pub(crate) use self::tsdb::open_tsdb;
use crate::args::DataArgs;
use crate::errors::{DataError, Failure, note};
use crate::terminal::Stream;

/// When samples without a timestamp were taken.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ScrapeTime {
    /// What the user says.
    pub(crate) given_ms: Option<TimestampMs>,
    /// What counts where the user says nothing and no sample has a timestamp.
    pub(crate) otherwise_ms: TimestampMs,
}

/// How files are loaded.
#[derive(Debug, Clone, Copy)]
struct How<'a> {
    scrape_time: ScrapeTime,
    /// The label that gets the name of the file.
    file_label: Option<&'a str>,
}

/// Stands for the timestamp of samples that have none, until all is loaded.
const UNTIMED_MS: TimestampMs = TimestampMs::MIN;

/// How many mistakes are collected from a file, and after how many no further file is read.
const MAX_MISTAKES: usize = 1000;

/// Opens the data directory of a Prometheus server, or loads files and directories in their order.
pub(crate) fn load(data: &DataArgs, scrape_time: ScrapeTime, stderr: Stream) -> Result<Data, Failure> {
    match tsdb::open_named(data)? {
        Some(tsdb) => Ok(Data::Directory(tsdb)),
        None => load_files(data, scrape_time, stderr).map(Data::Files),
    }
}

fn load_files(data: &DataArgs, scrape_time: ScrapeTime, stderr: Stream) -> Result<MemoryStorage, Failure> {
    let sources = sources(&data.data)?;
    let how = How { scrape_time, file_label: data.file_label.as_deref() };
    let mut progress = Progress::new(&sources, stderr);
    let mut builder = MemoryStorageBuilder::new();
    let (mut errors, mut skipped) = (Vec::new(), Vec::new());
    for source in &sources {
        match load_source(source, how, &mut progress, &mut builder) {
            Ok(true) => {}
            Ok(false) => skipped.push(source.name()),
            Err(found) => errors.extend(found),
        }
        // What cannot be read as metrics at all need not be read to its end.
        if errors.len() >= MAX_MISTAKES {
            break;
        }
    }
    progress.finish();
    if !errors.is_empty() {
        return Err(Failure::Data(errors));
    }
    if let [first, rest @ ..] = skipped.as_slice() {
        let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
        note(&format!("not metrics, left out: {first}{more}"));
    }
    set_time(&mut builder, scrape_time);
    build(builder, data, sources.len())
}

fn build(builder: MemoryStorageBuilder, data: &DataArgs, n_files: usize) -> Result<MemoryStorage, Failure> {
    let n_appended = builder.n_samples();
    let storage = builder.build();
    if n_appended == 0 {
        return Err(Failure::Data(vec![DataError::no_samples(&data.data, n_files)]));
    }
    let n_repeated = n_appended - storage.n_samples();
    if n_repeated > 0 {
        let samples =
            if n_repeated == 1 { "1 sample repeats".to_owned() } else { format!("{n_repeated} samples repeat") };
        let is_of_targets = n_files > 1 && data.file_label.is_none();
        let help = "; if each file is of another target, tell them apart with --file-label instance";
        let help = if is_of_targets { help } else { "" };
        note(&format!("{samples} the series and timestamp of another, of which the last counts{help}"));
    }
    Ok(storage)
}

/// Gives samples without a timestamp one.
fn set_time(builder: &mut MemoryStorageBuilder, scrape_time: ScrapeTime) {
    if scrape_time.given_ms.is_none() {
        let newest_ms = builder.newest_ms().filter(|&ms| ms != UNTIMED_MS);
        builder.move_samples(UNTIMED_MS, newest_ms.unwrap_or(scrape_time.otherwise_ms));
    }
}

/// Loads one source; false where it was found in a directory and holds no metrics.
fn load_source(
    source: &Source,
    how: How<'_>,
    progress: &mut Progress,
    builder: &mut MemoryStorageBuilder,
) -> Result<bool, Vec<DataError>> {
    let unreadable = |error| vec![DataError::unreadable(source.name(), &error)];
    match source {
        Source::Stdin => load_text(source, io::stdin().lock(), how, progress, builder),
        Source::File { path, is_found: true, .. } if is_prose(path) => Ok(false),
        Source::File { path, .. } => {
            let file = File::open(path).map_err(unreadable)?;
            load_text(source, BufReader::with_capacity(1 << 16, file), how, progress, builder)
        }
    }
}

fn load_text(
    source: &Source,
    mut text: impl BufRead,
    how: How<'_>,
    progress: &mut Progress,
    builder: &mut MemoryStorageBuilder,
) -> Result<bool, Vec<DataError>> {
    let beginning = text.fill_buf().map_err(|error| vec![DataError::unreadable(source.name(), &error)])?;
    if ArrowStorage::is_ipc(beginning) {
        return arrow::load(source, progress.count(text), how.file_label, builder)
            .map(|()| true)
            .map_err(|error| vec![error]);
    }
    if let Some(kind) = binary_kind(beginning) {
        return if source.is_found() && kind == Binary::Other {
            Ok(false)
        } else {
            Err(vec![DataError::binary(source.name(), kind)])
        };
    }
    let options = LoadOptions {
        default_time_ms: how.scrape_time.given_ms.unwrap_or(UNTIMED_MS),
        max_errors: MAX_MISTAKES,
        more_labels: how.file_label.map(|name| (name.to_owned(), source.label())).into_iter().collect(),
        n_samples_so_far: Some(progress.n_samples()),
        ..LoadOptions::default()
    };
    let n_before = builder.n_samples();
    let mistakes = match exposition::load(progress.count(text), &options, builder) {
        Ok(stats) => stats.errors,
        Err(error) => vec![error],
    };
    if source.is_found() && builder.n_samples() == n_before && !mistakes.is_empty() {
        return Ok(false);
    }
    let error = |mistake: &ExpositionError| DataError::mistake(&source.name(), source.is_found(), mistake);
    if mistakes.is_empty() { Ok(true) } else { Err(mistakes.iter().map(error).collect()) }
}

/// Whether a file is meant for people; it may well show a line of metrics.
fn is_prose(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    ["md", "markdown", "rst", "adoc", "html"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// What a file is that is not text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Binary {
    Gzip,
    Zstd,
    Other,
}

fn binary_kind(beginning: &[u8]) -> Option<Binary> {
    match beginning {
        [0x1f, 0x8b, ..] => Some(Binary::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Binary::Zstd),
        _ if beginning.contains(&0) => Some(Binary::Other),
        _ => None,
    }
}

/// The path as it is shown.
pub(crate) fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// A reader that tells the progress what was read.
struct Counted<'a, R> {
    inner: R,
    progress: &'a mut Progress,
}

impl Progress {
    fn count<R: Read>(&mut self, inner: R) -> Counted<'_, R> {
        Counted { inner, progress: self }
    }
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_bytes = self.inner.read(buffer)?;
        self.progress.bytes(n_bytes);
        Ok(n_bytes)
    }
}
