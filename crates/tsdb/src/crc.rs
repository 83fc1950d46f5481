//! Checksums: CRC-32 with Castagnoli's polynomial, which all files of a data directory have.

use crate::Corruption;

/// The checksum of bytes.
pub fn castagnoli(data: &[u8]) -> u32 {
    crc32c::crc32c(data)
}

/// Checks the checksum that a file claims for bytes that begin at `offset`.
///
/// # Errors
/// Returns an error if it is another.
#[allow(unexpected_cfgs)] // cargo-fuzz sets `fuzzing`: a fuzzer must come past checksums to find what lies behind them
pub fn check(data: &[u8], claimed: u32, offset: u64) -> Result<(), Corruption> {
    let actual = castagnoli(data);
    if actual == claimed || cfg!(fuzzing) {
        return Ok(());
    }
    let len = data.len();
    Err(Corruption::new(offset, format!("the checksum of {len} bytes is {actual:08x}, not {claimed:08x}")))
}
