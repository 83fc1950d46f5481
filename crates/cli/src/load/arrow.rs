//! Opens Arrow IPC files and streams, such as what `--output arrow` wrote. Their columns are queried where they lie.

use std::io::Read;

use promenade::ArrowStorage;

use super::files::Source;
use crate::errors::DataError;

/// The store over a file, with these labels where series have none of these names.
pub(super) fn open(
    source: &Source,
    mut input: impl Read,
    labels: &[(String, String)],
) -> Result<ArrowStorage, DataError> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes).map_err(|error| DataError::unreadable(source.name(), &error))?;
    let storage = ArrowStorage::from_ipc(bytes).map_err(|error| DataError::invalid(source.name(), &error))?;
    Ok(labels.iter().fold(storage, |storage, (name, value)| storage.with_label(name, value)))
}
