//! Finds the files below the paths that were given.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::compression::Compression;
use super::label::split_labels;
use super::shown;
use crate::errors::{DataError, Failure};

/// Something to read metrics from.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The standard input.
    Stdin {
        /// The labels that its series get.
        labels: Vec<(String, String)>,
    },
    /// A file.
    File {
        path: PathBuf,
        /// The labels that its series get.
        labels: Vec<(String, String)>,
        n_bytes: u64,
        /// Whether it was found in a directory rather than named.
        is_found: bool,
        /// That directory.
        below: Option<PathBuf>,
    },
}

impl Source {
    /// The name for messages.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdin { .. } => "<stdin>".to_owned(),
            Self::File { path, .. } => shown(path),
        }
    }

    /// Whether it was found in a directory rather than named.
    pub(crate) fn is_found(&self) -> bool {
        matches!(self, Self::File { is_found: true, .. })
    }

    /// What a label says of it: its path below the folder that was named, without an ending.
    pub(super) fn label(&self) -> String {
        match self {
            Self::Stdin { .. } => "stdin".to_owned(),
            Self::File { path, below, .. } => {
                let name = below.as_ref().and_then(|folder| path.strip_prefix(folder).ok());
                let name = name.or_else(|| path.file_name().map(Path::new)).unwrap_or(path);
                let is_compressed =
                    name.extension().is_some_and(|e| Compression::EXTENSIONS.iter().any(|known| e == *known));
                let name = if is_compressed { name.with_extension("") } else { name.to_owned() };
                name.with_extension("").to_string_lossy().replace('\\', "/")
            }
        }
    }

    /// The labels that were given for its path.
    pub(super) fn labels(&self) -> &[(String, String)] {
        match self {
            Self::Stdin { labels } | Self::File { labels, .. } => labels,
        }
    }

    /// Its size; `None` if it is not known before it is read.
    pub(super) fn n_bytes(&self) -> Option<u64> {
        match self {
            Self::Stdin { .. } => None,
            Self::File { n_bytes, .. } => Some(*n_bytes),
        }
    }
}

/// What to read, in the order of the paths, and below a directory in the order of the names. Everything that is wrong
/// with the paths is reported at once.
pub(super) fn sources(paths: &[PathBuf]) -> Result<Vec<Source>, Failure> {
    let (mut sources, mut errors) = (Vec::new(), Vec::new());
    for path in paths {
        let (labels, path) = split_labels(path).unwrap_or_else(|| (Vec::new(), path.clone()));
        if path.as_os_str() == "-" {
            if !sources.iter().any(|source| matches!(source, Source::Stdin { .. })) {
                sources.push(Source::Stdin { labels });
            }
            continue;
        }
        if let Err(error) = add(&path, &labels, &mut sources) {
            errors.push(error);
        }
    }
    if errors.is_empty() { Ok(sources) } else { Err(Failure::Data(errors)) }
}

fn add(path: &Path, labels: &[(String, String)], sources: &mut Vec<Source>) -> Result<(), DataError> {
    let metadata = fs::metadata(path).map_err(|error| DataError::unreadable(shown(path), &error))?;
    if !metadata.is_dir() {
        let (path, n_bytes) = (path.to_owned(), metadata.len());
        sources.push(Source::File { path, labels: labels.to_vec(), n_bytes, is_found: false, below: None });
        return Ok(());
    }
    if path.join("meta.json").is_file() && path.join("chunks").is_dir() {
        return Err(DataError::block(shown(path)));
    }
    let n_before = sources.len();
    walk(path, labels, sources).map_err(|(at, error)| DataError::unreadable(shown(&at), &error))?;
    if sources.len() == n_before { Err(DataError::empty_directory(shown(path))) } else { Ok(()) }
}

/// Adds the files below a directory. Links to files are followed, links to directories are not, as they could go in
/// circles.
fn walk(top: &Path, labels: &[(String, String)], sources: &mut Vec<Source>) -> Result<(), (PathBuf, io::Error)> {
    let mut pending = vec![top.to_owned()];
    while let Some(path) = pending.pop() {
        let at = |error| (path.clone(), error);
        let kind = fs::symlink_metadata(&path).map_err(at)?;
        if kind.is_dir() || path == top {
            let mut below = entries(&path).map_err(at)?;
            // The last is taken first.
            below.sort_unstable_by(|a, b| b.cmp(a));
            pending.append(&mut below);
            continue;
        }
        let metadata = fs::metadata(&path).map_err(at)?;
        if metadata.is_file() {
            let (n_bytes, labels) = (metadata.len(), labels.to_vec());
            sources.push(Source::File { path, labels, n_bytes, is_found: true, below: Some(top.to_owned()) });
        }
    }
    Ok(())
}

/// What lies in a directory, hidden names left out.
fn entries(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let entries: Vec<fs::DirEntry> = fs::read_dir(directory)?.collect::<io::Result<_>>()?;
    let is_hidden = |entry: &fs::DirEntry| entry.file_name().as_encoded_bytes().starts_with(b".");
    Ok(entries.iter().filter(|entry| !is_hidden(entry)).map(fs::DirEntry::path).collect())
}
