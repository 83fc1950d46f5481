//! Reads Arrow IPC files and streams without copying their columns.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::RecordBatch;
use arrow_buffer::Buffer;
use arrow_ipc::reader::StreamDecoder;
use arrow_schema::ArrowError;

use crate::StorageError;

/// The first and last bytes of a file. Between them: zero padding, a stream, a footer and the footer's length in four
/// bytes.
const FILE_MAGIC: &[u8; 6] = b"ARROW1";
/// The first bytes of a stream.
const STREAM_MAGIC: &[u8; 4] = &[0xff; 4];

/// Whether the bytes start like a file or a stream.
pub(super) fn is_ipc(beginning: &[u8]) -> bool {
    beginning.starts_with(FILE_MAGIC) || beginning.starts_with(STREAM_MAGIC)
}

/// The record batches of a file or a stream; their columns borrow its memory.
pub(super) fn batches(bytes: Vec<u8>) -> Result<Vec<RecordBatch>, StorageError> {
    let stream = stream_of(&bytes).ok_or_else(|| StorageError::Data {
        message: "this is neither an Arrow IPC file nor a stream, or its end is missing".to_owned(),
    })?;
    let stream = Buffer::from_vec(bytes).slice_with_length(stream.start, stream.len());
    let invalid = |reason: &str| StorageError::Data { message: format!("the Arrow IPC data cannot be read: {reason}") };
    // The decoder panics on some damaged data instead of returning an error.
    match catch_unwind(AssertUnwindSafe(|| decode(stream))) {
        Ok(Ok(batches)) => Ok(batches),
        Ok(Err(error)) => Err(invalid(&error.to_string())),
        Err(_) => Err(invalid("it is damaged")),
    }
}

fn decode(mut stream: Buffer) -> Result<Vec<RecordBatch>, ArrowError> {
    let (mut decoder, mut batches) = (StreamDecoder::new(), Vec::new());
    while let Some(batch) = decoder.decode(&mut stream)? {
        batches.push(batch);
    }
    decoder.finish()?;
    Ok(batches)
}

/// The range of the stream in the bytes of a stream or a file.
fn stream_of(bytes: &[u8]) -> Option<Range<usize>> {
    if bytes.starts_with(STREAM_MAGIC) {
        return Some(0..bytes.len());
    }
    let (rest, length) = bytes.strip_prefix(FILE_MAGIC)?.strip_suffix(FILE_MAGIC)?.split_last_chunk::<4>()?;
    let n_rest = rest.len().checked_sub(usize::try_from(i32::from_le_bytes(*length)).ok()?)?;
    let n_padding = rest.get(..n_rest)?.iter().position(|byte| *byte != 0)?;
    Some(FILE_MAGIC.len() + n_padding..FILE_MAGIC.len() + n_rest)
}
