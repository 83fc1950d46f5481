//! Loads Arrow IPC files and streams, such as what `--output arrow` wrote.

use std::io::Read;

use promenade::storage::{SampleBuffer, TimeRange};
use promenade::{ArrowStorage, MemoryStorageBuilder};

use super::files::Source;
use crate::errors::DataError;

/// Adds the samples of a file; `file_label` is the label that gets its name.
pub(super) fn load(
    source: &Source,
    mut input: impl Read,
    file_label: Option<&str>,
    builder: &mut MemoryStorageBuilder,
) -> Result<(), DataError> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes).map_err(|error| DataError::unreadable(source.name(), &error))?;
    let invalid = |error| DataError::invalid(source.name(), &error);
    let storage = ArrowStorage::from_ipc(bytes).map_err(invalid)?;
    let mut buffer = SampleBuffer::default();
    for series in storage.series() {
        let labels =
            file_label.map_or_else(|| series.labels().clone(), |name| series.labels().with(name, &source.label()));
        let floats = series.samples(TimeRange::ALL, &mut buffer).map_err(invalid)?.floats;
        let (timestamps, values) = (floats.timestamps.to_vec(), floats.values.to_vec());
        builder
            .append_series(&labels, SampleBuffer { timestamps, values, ..SampleBuffer::default() })
            .map_err(invalid)?;
    }
    Ok(())
}
