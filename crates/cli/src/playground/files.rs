//! The files that the page opens with.

use std::path::PathBuf;

use crate::errors::Failure;
use crate::load::{MetricsFile, metrics_files};

/// A file as the page sees it.
#[derive(Debug)]
pub(super) struct ServedFile {
    pub(super) name: String,
    file: MetricsFile,
}

impl ServedFile {
    /// All files at and below the paths.
    pub(super) fn all(paths: &[PathBuf]) -> Result<Vec<Self>, Failure> {
        Ok(metrics_files(paths)?.into_iter().map(|file| Self { name: file.name(), file }).collect())
    }

    /// Its content as it is now, unpacked where the browser could not.
    pub(super) fn read(&self) -> std::io::Result<Vec<u8>> {
        self.file.read()
    }
}

/// The list of the files, as the page reads it: names, and addresses relative to the page.
pub(super) fn list(files: &[ServedFile]) -> Vec<u8> {
    let rows = files.iter().enumerate();
    let rows: Vec<_> =
        rows.map(|(index, file)| serde_json::json!({ "name": file.name, "url": format!("data/{index}") })).collect();
    serde_json::Value::from(rows).to_string().into_bytes()
}
