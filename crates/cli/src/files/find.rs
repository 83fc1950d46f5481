//! Finds files with queries below the paths that were given.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use ignore::{DirEntry, WalkBuilder, WalkState};

use super::FileError;
use crate::load::shown;

/// A file to work on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// The file, or what the standard input is called; `None` if it has no name.
    pub(crate) path: Option<PathBuf>,
    /// What it is called in messages.
    pub(crate) name: String,
    /// Whether somebody named it, rather than a folder above it.
    pub(crate) is_named: bool,
    /// Whether it comes from the standard input.
    pub(crate) is_stdin: bool,
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The files, each once, in the order of their paths.
    pub(crate) files: Vec<Wanted>,
    /// Paths that do not exist or may not be looked into.
    pub(crate) errors: Vec<FileError>,
}

/// The kinds of files that are looked for in folders.
const EXTENSIONS: [&str; 8] = ["yaml", "yml", "json", "md", "markdown", "promql", "rules", "rule"];

/// All files below the paths: those that are named, and in folders those of a kind that can hold queries. What is hidden
/// or named in a .gitignore is left out there.
pub(crate) fn find(paths: &[PathBuf], n_threads: usize) -> Found {
    let mut files = BTreeMap::new();
    let mut errors = Vec::new();
    for path in paths {
        match std::fs::metadata(path) {
            Err(error) => errors.push(FileError::unreadable(shown(path), &error)),
            Ok(metadata) if metadata.is_dir() => walk(path, n_threads, &mut files, &mut errors),
            Ok(_) => drop(files.insert(without_dot(path), true)),
        }
    }
    let wanted =
        |(path, is_named): (PathBuf, bool)| Wanted { name: shown(&path), path: Some(path), is_named, is_stdin: false };
    Found { files: files.into_iter().map(wanted).collect(), errors }
}

fn walk(folder: &Path, n_threads: usize, files: &mut BTreeMap<PathBuf, bool>, errors: &mut Vec<FileError>) {
    let found = Mutex::new((files, errors));
    let walker = WalkBuilder::new(folder).require_git(false).threads(n_threads).build_parallel();
    walker.run(|| {
        Box::new(|entry| {
            let Ok(mut found) = found.lock() else { return WalkState::Quit };
            match entry {
                Ok(entry) if is_wanted(&entry) => drop(found.0.entry(without_dot(entry.path())).or_insert(false)),
                Ok(_) => {}
                Err(error) => found.1.push(FileError::new(shown(folder), error.to_string())),
            }
            WalkState::Continue
        })
    });
}

fn is_wanted(entry: &DirEntry) -> bool {
    let extension = entry.path().extension().and_then(|extension| extension.to_str());
    let is_known = extension.is_some_and(|found| EXTENSIONS.iter().any(|known| found.eq_ignore_ascii_case(known)));
    let is_file = || match entry.file_type() {
        Some(kind) if kind.is_symlink() => entry.path().is_file(),
        Some(kind) => kind.is_file(),
        None => false,
    };
    is_known && is_file()
}

/// `a/b` for `./a/b`, so that a file has one name.
fn without_dot(path: &Path) -> PathBuf {
    match path.strip_prefix(".") {
        Ok(rest) if !rest.as_os_str().is_empty() => rest.to_owned(),
        _ => path.to_owned(),
    }
}
