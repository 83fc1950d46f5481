//! The data directory of a Prometheus server among the paths after `--data`.

use std::path::Path;

use promenade::Tsdb;
use promenade::tsdb::{TsdbOptions, is_data_directory};

use super::label::split_labels;
use super::shown;
use crate::args::DataArgs;
use crate::errors::{DataError, Failure, note};

/// Opens a data directory, and says what of its head cannot be read.
pub(crate) fn open_tsdb(path: &Path) -> Result<Tsdb, Failure> {
    // There is one query, which reads what it needs once.
    let tsdb =
        Tsdb::open_with(path, TsdbOptions::UNCACHED).map_err(|error| Failure::Data(vec![DataError::tsdb(&error)]))?;
    for warning in tsdb.warnings() {
        note(&format!("{warning}; what follows there is left out, as Prometheus does"));
    }
    Ok(tsdb)
}

/// Opens the data directory that the arguments name; `None` if they name no such directory.
pub(super) fn open_named(data: &DataArgs) -> Result<Option<Tsdb>, Failure> {
    let named = data.data.iter().map(|path| split_labels(path).unwrap_or_else(|| (Vec::new(), path.clone())));
    let Some((labels, path)) = named.into_iter().find(|(_, path)| is_tsdb(path)) else { return Ok(None) };
    if data.data.len() > 1 {
        let message = format!(
            "{} is the data directory of a Prometheus server and cannot be joined with other data",
            shown(&path)
        );
        return Err(Failure::usage(message, "name it alone after --data"));
    }
    let has_labels = !labels.is_empty() || !data.labels.is_empty();
    let flags = [
        ("--label", has_labels),
        ("--file-label", data.file_label.is_some()),
        ("--scrape-time", data.scrape_time.is_some()),
    ];
    if let Some((flag, _)) = flags.iter().find(|(_, is_given)| *is_given) {
        let help = "leave it out: the samples have their labels and times";
        return Err(Failure::usage(format!("{flag} is for files of metrics, not for a data directory"), help));
    }
    open_tsdb(&path).map(Some)
}

/// Whether it is the data directory of a server. A path that cannot be read is none, and is reported where it is loaded.
pub(super) fn is_tsdb(path: &Path) -> bool {
    path.is_dir() && is_data_directory(path).unwrap_or(false)
}
