//! The files of a write-ahead log: a checkpoint, and segments behind it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::TsdbError;

/// What stands in front of the number of a checkpoint.
const CHECKPOINT: &str = "checkpoint.";

/// What there is to be read, in this order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct LogFiles {
    /// Segments of the last checkpoint.
    pub(super) checkpoint: Vec<PathBuf>,
    /// Segments behind it.
    pub(super) segments: Vec<PathBuf>,
}

impl LogFiles {
    /// Lists the files of a log; nothing where there is no such folder.
    ///
    /// # Errors
    /// Returns an error if the folder cannot be read, or a segment is missing.
    pub(super) fn list(folder: &Path) -> Result<Self, TsdbError> {
        let names = names(folder)?;
        let checkpoint = names.iter().filter_map(|name| number(name.strip_prefix(CHECKPOINT)?)).max();
        let first = checkpoint.map_or(0, |n| n + 1);
        let numbered = |name: &String| Some((number(name)?, folder.join(name)));
        let mut segments: Vec<_> = names.iter().filter_map(numbered).filter(|(n, _)| *n >= first).collect();
        segments.sort();
        check_sequence(folder, &segments, checkpoint.map(|n| n + 1))?;
        let checkpoint = match checkpoint {
            Some(n) => numbered_files(&folder.join(format!("{CHECKPOINT}{n:08}")))?,
            None => Vec::new(),
        };
        Ok(Self { checkpoint, segments: segments.into_iter().map(|(_, path)| path).collect() })
    }
}

/// The files whose names are numbers, in the order of the numbers; `None` if there is no such folder.
///
/// # Errors
/// Returns an error if the folder cannot be read, or a number is missing.
pub(super) fn numbered_files(folder: &Path) -> Result<Vec<PathBuf>, TsdbError> {
    let mut files: Vec<_> = names(folder)?.iter().filter_map(|name| Some((number(name)?, folder.join(name)))).collect();
    files.sort();
    check_sequence(folder, &files, None)?;
    Ok(files.into_iter().map(|(_, path)| path).collect())
}

/// The number of a file.
pub(super) fn number(name: &str) -> Option<u64> {
    let is_number = !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit());
    if is_number { name.parse().ok() } else { None }
}

fn names(folder: &Path) -> Result<Vec<String>, TsdbError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(TsdbError::io(folder, e)),
    };
    let name = |entry: std::io::Result<fs::DirEntry>| Ok(entry?.file_name().into_string().ok());
    entries.filter_map(|entry| name(entry).transpose()).collect::<Result<_, _>>().map_err(|e| TsdbError::io(folder, e))
}

fn check_sequence(folder: &Path, files: &[(u64, PathBuf)], first: Option<u64>) -> Result<(), TsdbError> {
    let first = first.or(files.first().map(|(n, _)| *n)).unwrap_or(0);
    for (expected, (n, _)) in (first..).zip(files) {
        if *n != expected {
            let missing =
                std::io::Error::new(std::io::ErrorKind::NotFound, "the file is missing, and later ones are there");
            return Err(TsdbError::io(&folder.join(format!("{expected:08}")), missing));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_checkpoint_and_what_follows_are_listed() {
        let dir = tempfile::tempdir().unwrap();
        let wal = dir.path();
        for folder in ["checkpoint.00000002", "checkpoint.00000004", "checkpoint.00000007.tmp"] {
            fs::create_dir(wal.join(folder)).unwrap();
        }
        let files = ["checkpoint.00000004/00000000", "00000003", "00000004", "00000005", "00000006", "other"];
        for file in files {
            fs::write(wal.join(file), "").unwrap();
        }
        let listed = LogFiles::list(wal).unwrap();
        assert_eq!(listed.checkpoint, [wal.join("checkpoint.00000004/00000000")]);
        assert_eq!(listed.segments, [wal.join("00000005"), wal.join("00000006")]);
        fs::remove_file(wal.join("00000005")).unwrap();
        let error = LogFiles::list(wal).unwrap_err();
        assert!(error.is_not_found());
        assert!(error.to_string().ends_with("/00000005: the file is missing, and later ones are there"), "{error}");
        assert_eq!(LogFiles::list(&wal.join("none")).unwrap(), LogFiles::default());
    }
}
