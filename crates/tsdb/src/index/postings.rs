//! Postings: sorted lists of series, and what is made of them.

use super::{Index, section};
use crate::Corruption;

const ENTRY_LEN: usize = 4;

/// The series that have a value of a label, sorted: big-endian numbers of 32 bits in the file.
#[derive(Debug, Clone, Copy)]
pub struct Postings<'a>(&'a [[u8; ENTRY_LEN]]);

impl Index {
    /// The postings at an offset.
    pub(super) fn postings_at(&self, offset: u64) -> Result<Postings<'_>, Corruption> {
        let mut body = section(&self.file, offset)?;
        let start = body.offset();
        let n_entries = body.be_u32()? as usize;
        let (entries, rest) = body.rest().as_chunks::<ENTRY_LEN>();
        if entries.len() != n_entries || !rest.is_empty() {
            let n_bytes = body.len();
            return Err(Corruption::new(start, format!("{n_bytes} bytes cannot be a list of {n_entries} series")));
        }
        Ok(Postings(entries))
    }
}

impl<'a> Postings<'a> {
    /// No series.
    pub const EMPTY: Self = Self(&[]);

    /// How many series there are.
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The series.
    pub fn iter(&self) -> impl Iterator<Item = u32> + use<'a> {
        self.0.iter().map(|entry| u32::from_be_bytes(*entry))
    }

    fn at(&self, i: usize) -> u32 {
        u32::from_be_bytes(self.0[i])
    }
}

/// Keeps of `ids` those that are in `list`, both sorted. The list is searched in growing steps, so that a long one costs
/// little where few series are left.
pub(super) fn intersect(ids: &mut Vec<u32>, list: Postings<'_>) {
    let mut from = 0;
    ids.retain(|&id| {
        let mut step = 1;
        while from + step < list.len() && list.at(from + step) < id {
            step *= 2;
        }
        let (mut low, mut high) = (from + step / 2, (from + step + 1).min(list.len()));
        while low < high {
            let middle = low.midpoint(high);
            if list.at(middle) < id {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        from = low;
        from < list.len() && list.at(from) == id
    });
}

/// All series of some lists, sorted, each once.
pub(super) fn union(lists: &[Postings<'_>]) -> Vec<u32> {
    let mut ids = Vec::with_capacity(lists.iter().map(Postings::len).sum());
    ids.extend(lists.iter().flat_map(Postings::iter));
    if lists.len() > 1 {
        ids.sort_unstable();
        ids.dedup();
    }
    ids
}

/// Keeps of `ids` those that are in `other`, or those that are not; both sorted.
pub(super) fn retain(ids: &mut Vec<u32>, other: &[u32], is_in: bool) {
    let mut rest = other;
    ids.retain(|id| {
        while let [first, tail @ ..] = rest
            && first < id
        {
            rest = tail;
        }
        (rest.first() == Some(id)) == is_in
    });
}
