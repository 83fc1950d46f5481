//! A result as an Arrow IPC stream.

use std::io::Write;

use arrow_ipc::writer::StreamWriter;
use promenade::QueryResult;

use super::output_error;
use crate::errors::Failure;

/// Writes the record batches of the result: dictionary columns for the labels, `timestamp`, `value`.
pub(super) fn write(result: &QueryResult, out: &mut dyn Write) -> Result<(), Failure> {
    let encoding = |error| output_error(anyhow::Error::new(error));
    let batches = result.record_batches();
    let mut writer = StreamWriter::try_new(out, &batches.schema()).map_err(encoding)?;
    for batch in batches {
        writer.write(&batch.map_err(encoding)?).map_err(encoding)?;
    }
    writer.finish().map_err(encoding)
}
