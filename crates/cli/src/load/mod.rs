//! Loads files of metrics, texts into memory and columns as they lie, and opens data directories of Prometheus servers.

mod arrow;
mod compression;
mod data;
mod files;
mod label;
#[cfg(any(feature = "playground", test))]
mod metrics_files;
mod progress;
mod tsdb;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use promenade::ArrowStorage;
use promenade::exposition::{self, ExpositionError, LoadOptions};
use promenade::model::TimestampMs;

use self::compression::Compression;
pub(crate) use self::data::Data;
use self::data::{Files, Sources};
use self::files::{Source, sources};
pub(crate) use self::label::{parse_label, split_labels};
#[cfg(any(feature = "playground", test))]
pub(crate) use self::metrics_files::{MetricsFile, metrics_files};
use self::progress::Progress;
pub(crate) use self::tsdb::open_tsdb;
use crate::args::DataArgs;
use crate::errors::{DataError, Failure, data_text, note, tell};
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
    /// Labels that all series get.
    labels: &'a [(String, String)],
    /// The label that gets the name of the file.
    file_label: Option<&'a str>,
}

impl How<'_> {
    /// The labels that series of a source get where they have none of these names.
    fn labels(&self, source: &Source) -> Vec<(String, String)> {
        let of_file = self.file_label.map(|name| (name.to_owned(), source.label()));
        source.labels().iter().chain(self.labels).cloned().chain(of_file).collect()
    }
}

/// Stands for the timestamp of samples that have none, until all is loaded.
const UNTIMED_MS: TimestampMs = TimestampMs::MIN;

/// How many mistakes are collected from a file: what cannot be read as metrics at all need not be read to its end.
const MAX_MISTAKES: usize = 1000;

/// Opens the data directory of a Prometheus server, or loads files and directories in their order.
pub(crate) fn load(data: &DataArgs, scrape_time: ScrapeTime, stderr: Stream) -> Result<Data, Failure> {
    match tsdb::open_named(data)? {
        Some(tsdb) => Ok(Data::Directory(tsdb)),
        None => load_files(data, scrape_time, stderr).map(Data::Files),
    }
}

fn load_files(data: &DataArgs, scrape_time: ScrapeTime, stderr: Stream) -> Result<Files, Failure> {
    let sources = sources(&data.data)?;
    let how = How { scrape_time, labels: &data.labels, file_label: data.file_label.as_deref() };
    let mut progress = Progress::new(&sources, stderr);
    let mut loaded = Sources::default();
    let (mut errors, mut skipped) = (Vec::new(), Vec::new());
    for source in &sources {
        match load_source(source, how, &mut progress, &mut loaded) {
            Ok(true) => loaded.keep(),
            Ok(false) => skipped.push(source.name()),
            Err(found) => {
                loaded.discard();
                errors.extend(if sources.len() > 1 { DataError::first_of(found, source.name()) } else { found });
            }
        }
        progress.loaded(loaded.n_samples());
    }
    progress.finish();
    if !errors.is_empty() && loaded.n_samples() == 0 {
        return Err(Failure::Data(errors));
    }
    if let [first, rest @ ..] = skipped.as_slice() {
        let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
        note(&format!("not metrics, left out: {first}{more}"));
    }
    set_time(&mut loaded, scrape_time);
    let mut files = build(loaded, data, sources.len())?;
    if !errors.is_empty() {
        tell(&data_text(&errors));
        note("files with errors are left out; the other files count");
        files.set_partial();
    }
    Ok(files)
}

fn build(loaded: Sources, data: &DataArgs, n_files: usize) -> Result<Files, Failure> {
    if loaded.n_samples() == 0 {
        return Err(Failure::Data(vec![DataError::no_samples(&data.data, n_files)]));
    }
    let storage = loaded.build().map_err(|error| Failure::Data(vec![DataError::storage(&error)]))?;
    let n_repeated = storage.n_repeated();
    if n_repeated > 0 {
        let samples =
            if n_repeated == 1 { "1 sample repeats".to_owned() } else { format!("{n_repeated} samples repeat") };
        let is_of_targets = n_files > 1 && data.file_label.is_none();
        let help = "; if each file is of another target, tell them apart with --file-label instance";
        let help = if is_of_targets { help } else { "" };
        note(&format!("{samples} the series and timestamp of another, of which the first counts{help}"));
    }
    Ok(storage)
}

/// Gives samples without a timestamp one.
fn set_time(loaded: &mut Sources, scrape_time: ScrapeTime) {
    if scrape_time.given_ms.is_none() {
        let newest_ms = loaded.newest_ms(UNTIMED_MS);
        loaded.move_samples(UNTIMED_MS, newest_ms.unwrap_or(scrape_time.otherwise_ms));
    }
}

/// Loads one source; false where it was found in a directory and holds no metrics.
fn load_source(
    source: &Source,
    how: How<'_>,
    progress: &mut Progress,
    loaded: &mut Sources,
) -> Result<bool, Vec<DataError>> {
    let unreadable = |error| vec![DataError::unreadable(source.name(), &error)];
    match source {
        Source::Stdin { .. } => load_text(source, io::stdin().lock(), how, progress, loaded),
        Source::File { path, is_found: true, .. } if is_prose(path) => Ok(false),
        Source::File { path, .. } => {
            let file = File::open(path).map_err(unreadable)?;
            load_text(source, BufReader::with_capacity(1 << 16, file), how, progress, loaded)
        }
    }
}

/// Loads text or Arrow's format, compressed or not.
fn load_text(
    source: &Source,
    mut input: impl BufRead,
    how: How<'_>,
    progress: &mut Progress,
    loaded: &mut Sources,
) -> Result<bool, Vec<DataError>> {
    let unreadable = |error| vec![DataError::unreadable(source.name(), &error)];
    let beginning = input.fill_buf().map_err(unreadable)?;
    if beginning.is_empty() && matches!(source, Source::Stdin { .. }) {
        return Err(vec![DataError::empty_input(source.name())]);
    }
    let compression = Compression::of(beginning);
    let n_samples = progress.n_samples();
    let input = progress.count(input);
    match compression {
        None => load_plain(source, input, how, n_samples, loaded),
        Some(compression) => {
            let input = compression.reader(input).map_err(unreadable)?;
            load_plain(source, input, how, n_samples, loaded)
        }
    }
}

fn load_plain(
    source: &Source,
    mut input: impl BufRead,
    how: How<'_>,
    n_samples: Arc<AtomicUsize>,
    loaded: &mut Sources,
) -> Result<bool, Vec<DataError>> {
    let beginning = input.fill_buf().map_err(|error| vec![DataError::unreadable(source.name(), &error)])?;
    if ArrowStorage::is_ipc(beginning) {
        loaded.push(arrow::open(source, input, &how.labels(source)).map_err(|error| vec![error])?);
        return Ok(true);
    }
    if beginning.contains(&0) {
        return if source.is_found() { Ok(false) } else { Err(vec![DataError::binary(source.name())]) };
    }
    let options = LoadOptions::default()
        .default_time_ms(how.scrape_time.given_ms.unwrap_or(UNTIMED_MS))
        .max_errors(MAX_MISTAKES)
        .more_labels(how.labels(source))
        .n_samples_so_far(Some(n_samples));
    let builder = &mut loaded.incoming;
    let mistakes = match exposition::load(input, &options, builder) {
        Ok(stats) => stats.errors,
        Err(error) => vec![error],
    };
    if source.is_found() && builder.n_samples() == 0 && !mistakes.is_empty() {
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

impl<R: BufRead> BufRead for Counted<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, n_bytes: usize) {
        self.inner.consume(n_bytes);
        self.progress.bytes(n_bytes);
    }
}
