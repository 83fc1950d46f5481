//! Reads files as text.

use std::fs;
use std::io::{self, ErrorKind, Read};

use super::Wanted;

/// A file that cannot be worked on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileError {
    /// The file, with line and column where they are known.
    pub(crate) place: String,
    /// Why.
    pub(crate) reason: String,
    /// What to do about it.
    pub(crate) help: Option<String>,
    /// Whether there is no such path.
    pub(crate) is_missing: bool,
}

impl FileError {
    pub(crate) fn new(place: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { place: place.into(), reason: reason.into(), help: None, is_missing: false }
    }

    /// A path that cannot be read.
    pub(crate) fn unreadable(place: String, error: &io::Error) -> Self {
        let reason = match error.kind() {
            ErrorKind::NotFound => "there is no such file or folder".to_owned(),
            ErrorKind::PermissionDenied => "it may not be read".to_owned(),
            _ => format!("it cannot be read: {error}"),
        };
        let is_missing = error.kind() == ErrorKind::NotFound;
        let help = Some(&place).filter(|place| is_missing && is_query(place));
        let help = help.map(|query| format!("to read a query, pipe it in: echo {} | promenade fmt -", quoted(query)));
        Self { place, reason, help, is_missing }
    }

    /// A file that cannot be written.
    pub(crate) fn unwritable(place: String, error: &io::Error) -> Self {
        Self::new(place, format!("it cannot be written: {error}"))
    }

    /// A line that says it.
    pub(crate) fn line(&self) -> String {
        let help = self.help.as_ref().map_or_else(String::new, |help| format!("  help: {help}\n"));
        format!("error: {}: {}\n{help}", self.place, self.reason)
    }
}

/// Whether a path looks like a query rather than a name: it has a sign that names of files seldom have.
fn is_query(path: &str) -> bool {
    path.contains(['(', '{', '[', ' ']) && !promenade::parse(path).has_errors()
}

/// A text as a shell takes it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// The largest file that is read, in bytes.
const MAX_BYTES: u64 = 256 << 20;

/// The text of a file or of the standard input.
///
/// # Errors
/// Returns an error if it cannot be read, is very large, or is not UTF-8.
pub(crate) fn read(file: &Wanted) -> Result<String, FileError> {
    let bytes = match &file.path {
        Some(path) if !file.is_stdin => fs::File::open(path).and_then(bounded),
        _ => bounded(io::stdin().lock()),
    };
    let bytes = bytes.map_err(|error| FileError::unreadable(file.name.clone(), &error))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(FileError::new(file.name.clone(), format!("it is larger than {} MiB", MAX_BYTES >> 20)));
    }
    String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.split(|byte| *byte == b'\n').count();
        FileError::new(format!("{}:{line}", file.name), "it is not UTF-8")
    })
}

fn bounded(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
