//! Tombstones: ranges of time of series that were deleted and are still in the chunks.

use std::path::Path;

use promenade_model::TimestampMs;
use promenade_storage::TimeRange;
use rustc_hash::FxHashMap;

use crate::{ByteReader, Corruption, TsdbError, crc};

/// The file's name.
pub(super) const TOMBSTONES_FILE: &str = "tombstones";
const MAGIC: u32 = 0x0130_BA30;
const VERSION: u8 = 1;
const CRC_LEN: usize = 4;

/// What is deleted of a block.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tombstones {
    /// By series; sorted, without overlaps.
    deleted: FxHashMap<u64, Vec<TimeRange>>,
    n_bytes: u64,
}

impl Tombstones {
    /// Reads the file of a block's folder; there may be none.
    ///
    /// # Errors
    /// Returns an error if it cannot be read or is damaged.
    pub fn read(folder: &Path) -> Result<Self, TsdbError> {
        let path = folder.join(TOMBSTONES_FILE);
        match std::fs::read(&path) {
            Ok(file) => Self::parse(&file).map_err(|e| e.in_file(&path)),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(e) => Err(TsdbError::io(&path, e)),
        }
    }

    fn parse(file: &[u8]) -> Result<Self, Corruption> {
        let mut reader = ByteReader::new(file);
        let magic = reader.be_u32()?;
        if magic != MAGIC {
            return Err(Corruption::new(0, format!("the magic number is {magic:08x}, tombstones have {MAGIC:08x}")));
        }
        let version = reader.u8()?;
        if version != VERSION {
            return Err(Corruption::new(4, format!("version {version} of the format of tombstones is unknown")));
        }
        let n =
            reader.len().checked_sub(CRC_LEN).ok_or_else(|| reader.corruption("the file ends before its checksum"))?;
        let mut body = reader.sub(n)?;
        crc::check(body.rest(), reader.be_u32()?, body.offset())?;
        let mut deleted: FxHashMap<u64, Vec<TimeRange>> = FxHashMap::default();
        while !body.is_empty() {
            let (series, start_ms, end_ms) = (body.uvarint()?, body.varint()?, body.varint()?);
            deleted.entry(series).or_default().push(TimeRange { start_ms, end_ms });
        }
        deleted.values_mut().for_each(merge);
        Ok(Self { deleted, n_bytes: file.len() as u64 })
    }

    /// The size of the file in bytes.
    pub fn n_bytes(&self) -> u64 {
        self.n_bytes
    }

    /// The times of a series that are deleted, sorted, without overlaps.
    pub fn of_series(&self, series: u32) -> &[TimeRange] {
        self.deleted.get(&u64::from(series)).map_or(&[], Vec::as_slice)
    }
}

/// Sorts ranges and makes one of those that overlap or touch.
fn merge(ranges: &mut Vec<TimeRange>) {
    ranges.sort_unstable_by_key(|range| (range.start_ms, range.end_ms));
    ranges.dedup_by(|next, last| {
        let touches = next.start_ms <= last.end_ms.saturating_add(1);
        if touches {
            last.end_ms = last.end_ms.max(next.end_ms);
        }
        touches
    });
}

/// Whether a timestamp is in one of sorted ranges.
pub(crate) fn is_deleted(deleted: &[TimeRange], t: TimestampMs) -> bool {
    let i = deleted.partition_point(|range| range.end_ms < t);
    deleted.get(i).is_some_and(|range| range.contains(t))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start_ms: i64, end_ms: i64) -> TimeRange {
        TimeRange { start_ms, end_ms }
    }

    #[test]
    fn ranges_that_touch_become_one() {
        let mut ranges =
            vec![range(10, 20), range(i64::MIN, 3), range(21, 25), range(4, 4), range(30, i64::MAX), range(12, 15)];
        merge(&mut ranges);
        assert_eq!(ranges, [range(i64::MIN, 4), range(10, 25), range(30, i64::MAX)]);
        let deleted: Vec<i64> = (3..32).filter(|t| is_deleted(&ranges, *t)).collect();
        assert_eq!(deleted, [3, 4].into_iter().chain(10..=25).chain(30..32).collect::<Vec<_>>());
    }
}
