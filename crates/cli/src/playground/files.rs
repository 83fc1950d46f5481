//! The files that the page opens with.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::errors::Failure;
use crate::load::{MetricsFile, metrics_files};

/// A file as the page sees it.
#[derive(Debug)]
pub(super) struct ServedFile(MetricsFile);

impl ServedFile {
    /// All files at and below the paths.
    pub(super) fn all(paths: &[PathBuf]) -> Result<Vec<Self>, Failure> {
        Ok(metrics_files(paths)?.into_iter().map(Self).collect())
    }

    /// Its name for people.
    pub(super) fn name(&self) -> &str {
        &self.0.name
    }

    /// Its content as it is now, unpacked where the browser could not.
    pub(super) fn read(&self) -> std::io::Result<Vec<u8>> {
        self.0.read()
    }
}

/// The list of the files, as the page reads it: names, addresses relative to the page, and labels that series get.
pub(super) fn list(files: &[ServedFile]) -> Vec<u8> {
    let row = |(index, ServedFile(file)): (usize, &ServedFile)| {
        let labels: BTreeMap<_, _> = file.labels.iter().cloned().collect();
        serde_json::json!({ "name": file.name, "url": format!("data/{index}"), "labels": labels })
    };
    let rows: serde_json::Value = files.iter().enumerate().map(row).collect();
    rows.to_string().into_bytes()
}
