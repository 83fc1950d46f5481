//! Records that are compressed, with snappy or with zstd.

use std::io::Read;

/// Snappy makes at most 64 bytes of 3.
const MAX_SNAPPY_RATIO: usize = 22;
/// The largest window of zstd that is taken; Prometheus writes at most 8 MiB.
const MAX_ZSTD_WINDOW: u64 = 1 << 26;
/// The longest record that is taken: no server writes one that is near it.
const MAX_RECORD_LEN: u64 = 1 << 29;

/// How a record is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compression {
    None,
    Snappy,
    Zstd,
}

impl Compression {
    /// What the first byte of a fragment says.
    pub(super) fn of(flags: u8) -> Self {
        match flags {
            _ if flags & 0b1000 != 0 => Self::Snappy,
            _ if flags & 0b1_0000 != 0 => Self::Zstd,
            _ => Self::None,
        }
    }
}

/// The record. What is allocated is bounded by the data, not by the length that it claims.
pub(super) fn decompress(compression: Compression, data: Vec<u8>) -> Result<Vec<u8>, String> {
    match compression {
        _ if data.is_empty() => Ok(data),
        Compression::None => Ok(data),
        Compression::Snappy => snappy(&data).map_err(|e| format!("the record's snappy data: {e}")),
        Compression::Zstd => zstd(&data).map_err(|e| format!("the record's zstd data: {e}")),
    }
}

fn snappy(data: &[u8]) -> Result<Vec<u8>, String> {
    let len = snap::raw::decompress_len(data).map_err(|e| e.to_string())?;
    if len > data.len().saturating_mul(MAX_SNAPPY_RATIO) {
        return Err(format!("{} bytes cannot hold {len}", data.len()));
    }
    snap::raw::Decoder::new().decompress_vec(data).map_err(|e| e.to_string())
}

fn zstd(data: &[u8]) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let decoder = ruzstd::decoding::StreamingDecoder::new_with_max_window_size(data, MAX_ZSTD_WINDOW)
        .map_err(|e| e.to_string())?;
    decoder.take(MAX_RECORD_LEN).read_to_end(&mut out).map_err(|e| e.to_string())?;
    if out.len() as u64 == MAX_RECORD_LEN {
        return Err(format!("it has more than {MAX_RECORD_LEN} bytes"));
    }
    Ok(out)
}
