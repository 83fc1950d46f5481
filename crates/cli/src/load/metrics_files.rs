//! Files of metrics as bytes, for a program that reads them itself.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::PathBuf;

use super::compression::Compression;
use super::files::{Source, sources};
use super::{is_prose, shown, tsdb};
use crate::errors::{DataError, Failure};

/// A file, or what came from the standard input.
#[derive(Debug)]
pub(crate) struct MetricsFile {
    /// The name for people.
    pub(crate) name: String,
    /// Labels that series get which have none of these names.
    pub(crate) labels: Vec<(String, String)>,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Stdin(Vec<u8>),
    File(PathBuf),
}

/// The files at and below the paths; the standard input is read to its end.
pub(crate) fn metrics_files(paths: &[PathBuf]) -> Result<Vec<MetricsFile>, Failure> {
    if let Some(path) = paths.iter().find(|path| tsdb::is_tsdb(path)) {
        return Err(Failure::Data(vec![DataError::directory_not_served(shown(path))]));
    }
    let mut files = Vec::new();
    for source in sources(paths)? {
        let name = source.name();
        match source {
            Source::File { path, is_found: true, .. } if is_prose(&path) => {}
            Source::File { path, labels, .. } => {
                files.push(MetricsFile { name, labels, content: Content::File(path) });
            }
            Source::Stdin { labels } => {
                let mut bytes = Vec::new();
                let read = io::stdin().lock().read_to_end(&mut bytes);
                read.map_err(|error| Failure::Data(vec![DataError::unreadable(name.clone(), &error)]))?;
                files.push(MetricsFile { name, labels, content: Content::Stdin(bytes) });
            }
        }
    }
    Ok(files)
}

impl MetricsFile {
    /// The bytes, unpacked where they are compressed.
    pub(crate) fn read(&self) -> io::Result<Vec<u8>> {
        match &self.content {
            Content::Stdin(bytes) => unpacked(bytes.as_slice()),
            Content::File(path) => unpacked(BufReader::new(File::open(path)?)),
        }
    }
}

fn unpacked(mut input: impl BufRead) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match Compression::of(input.fill_buf()?) {
        Some(compression) => compression.reader(input)?.read_to_end(&mut bytes)?,
        None => input.read_to_end(&mut bytes)?,
    };
    Ok(bytes)
}
