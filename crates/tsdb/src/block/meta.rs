//! `meta.json`: what a block says of itself.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use promenade_model::TimestampMs;
use promenade_storage::TimeRange;
use serde::Deserialize;

use crate::{Corruption, TsdbError};

/// The file's name.
pub(super) const META_FILE: &str = "meta.json";
/// The only version of the file.
const VERSION: u32 = 1;

/// The name of a block: a time and a random number, which sort by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Ulid([u8; 26]);

impl Ulid {
    /// Digits to the base of 32.
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// When the block was made, in milliseconds.
    pub fn time_ms(&self) -> u64 {
        let digit = |c: &u8| Self::DIGITS.iter().position(|d| d == c).unwrap_or_default() as u64;
        self.0[..10].iter().fold(0, |time, c| time << 5 | digit(c))
    }
}

impl FromStr for Ulid {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let upper = text.to_ascii_uppercase();
        let digits = <[u8; 26]>::try_from(upper.as_bytes()).map_err(|_| "a name of a block has 26 characters")?;
        let is_valid = digits.iter().all(|c| Self::DIGITS.contains(c)) && digits[0] <= b'7';
        if is_valid { Ok(Self(digits)) } else { Err("a name of a block has digits to the base of 32") }
    }
}

impl TryFrom<String> for Ulid {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl fmt::Display for Ulid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&String::from_utf8_lossy(&self.0))
    }
}

/// What a block says of itself.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BlockMeta {
    /// Its name.
    pub ulid: Ulid,
    /// Time of the first sample.
    pub min_time: TimestampMs,
    /// The time before which all samples lie.
    pub max_time: TimestampMs,
    /// The version of the format.
    version: u32,
    /// Counts.
    #[serde(default)]
    pub stats: BlockStats,
    /// Where it came from.
    #[serde(default)]
    compaction: Compaction,
}

/// Counts of a block.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BlockStats {
    /// Samples, floats and histograms.
    pub num_samples: u64,
    /// Series.
    pub num_series: u64,
    /// Chunks.
    pub num_chunks: u64,
    /// Tombstones.
    pub num_tombstones: u64,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Compaction {
    parents: Vec<Parent>,
    hints: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
struct Parent {
    ulid: Ulid,
}

impl BlockMeta {
    /// Reads the file of a block's folder.
    ///
    /// # Errors
    /// Returns an error if it cannot be read, is not JSON of this form, or is of another version.
    pub fn read(folder: &Path) -> Result<Self, TsdbError> {
        let path = folder.join(META_FILE);
        let text = std::fs::read(&path).map_err(|e| TsdbError::io(&path, e))?;
        let meta: Self = serde_json::from_slice(&text).map_err(|e| place(&text, &e).in_file(&path))?;
        if meta.version != VERSION {
            let problem = format!("version {} of a block is unknown", meta.version);
            return Err(Corruption::new(0, problem).in_file(&path));
        }
        Ok(meta)
    }

    /// The blocks that this one was made of, which it takes the place of.
    pub fn parents(&self) -> impl Iterator<Item = Ulid> {
        self.compaction.parents.iter().map(|parent| parent.ulid)
    }

    /// Whether it holds samples that came late, so that the head may still hold samples of its time.
    pub fn is_out_of_order(&self) -> bool {
        self.compaction.hints.iter().any(|hint| hint == "from-out-of-order")
    }

    /// Whether a sample of the block may lie in a range of time.
    pub const fn overlaps(&self, time: TimeRange) -> bool {
        self.min_time <= time.end_ms && time.start_ms < self.max_time
    }
}

/// A problem of JSON with the byte instead of line and column.
fn place(text: &[u8], error: &serde_json::Error) -> Corruption {
    let before = text.split_inclusive(|byte| *byte == b'\n').take(error.line().saturating_sub(1));
    let offset = before.map(<[u8]>::len).sum::<usize>() + error.column().saturating_sub(1);
    Corruption::new(offset as u64, error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_blocks() {
        let ulid: Ulid = "01M82VESV82J3DTSXR67S8B5G7".parse().unwrap();
        assert_eq!((ulid.to_string().as_str(), ulid.time_ms()), ("01M82VESV82J3DTSXR67S8B5G7", 1_795_392_235_368));
        for wrong in
            ["", "wal", "01M82VESV82J3DTSXR67S8B5G", "81M82VESV82J3DTSXR67S8B5G7", "01M82VESV82J3DTSXR67S8B5GU"]
        {
            assert!(wrong.parse::<Ulid>().is_err(), "{wrong}");
        }
    }
}
