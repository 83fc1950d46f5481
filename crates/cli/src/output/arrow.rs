//! A result as an Arrow IPC stream.

use std::io::Write;

use arrow_ipc::writer::StreamWriter;
use promenade::QueryResult;

use crate::errors::Failure;

/// Writes the record batch of the result: dictionary columns for the labels, `timestamp`, `value`.
pub(super) fn write(result: &QueryResult, out: &mut dyn Write) -> Result<(), Failure> {
    let encoding = |error| Failure::Encoding(anyhow::Error::new(error));
    let batch = result.to_record_batch().map_err(encoding)?;
    let mut bytes = Vec::new();
    let mut writer = StreamWriter::try_new(&mut bytes, &batch.schema()).map_err(encoding)?;
    writer.write(&batch).map_err(encoding)?;
    writer.finish().map_err(encoding)?;
    out.write_all(&bytes).map_err(Failure::Output)
}
