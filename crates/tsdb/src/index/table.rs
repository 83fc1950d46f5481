//! The postings offset table: for each label name its values, sorted, and where the postings of each value are.

use super::{Version, section};
use crate::{ByteReader, Corruption};

/// Of so many neighbouring values of a label the first is known by its place; the others are found by walking on.
const GROUP_LEN: usize = 32;

/// The table of an index.
#[derive(Debug)]
pub(super) struct PostingsTable {
    /// Offset of the section's body in the file, and its length.
    start: u64,
    len: usize,
    /// Sorted by name.
    names: Vec<Name>,
}

/// What is known of a label name.
#[derive(Debug)]
struct Name {
    text: Box<str>,
    n_values: usize,
    /// Offsets in the body of the entries of each `group_len`-th value.
    groups: Vec<u32>,
    group_len: usize,
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
struct Entry<'f> {
    name: &'f str,
    value: &'f str,
    postings: u64,
}

impl PostingsTable {
    pub(super) fn read(file: &[u8], version: Version, offset: u64) -> Result<Self, Corruption> {
        if offset == 0 {
            return Ok(Self { start: 0, len: 0, names: Vec::new() });
        }
        let mut body = section(file, offset)?;
        let (start, len) = (body.offset(), body.len());
        let n_entries = body.be_u32()?;
        let names = match version {
            Version::V1 => names_of_unsorted(body, start, n_entries)?,
            Version::V2 => names_of_sorted(body, start, n_entries)?,
        };
        Ok(Self { start, len, names })
    }

    /// The names of labels, sorted; that of the list of all series is none.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|name| &*name.text).filter(|name| !name.is_empty())
    }

    /// The values of a label; `None` if no series has it.
    pub(super) fn values<'a>(&'a self, file: &'a [u8], name: &str) -> Option<Values<'a>> {
        let i = self.names.binary_search_by(|known| (*known.text).cmp(name)).ok()?;
        let start = self.start as usize;
        Some(Values { body: file.get(start..start + self.len)?, start: self.start, name: &self.names[i] })
    }
}

/// The values of a label in the order of the table, each with its postings.
#[derive(Debug, Clone, Copy)]
pub struct Values<'a> {
    body: &'a [u8],
    start: u64,
    name: &'a Name,
}

impl<'a> Values<'a> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.name.n_values
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.name.n_values == 0
    }

    fn group(&self, group: usize) -> ByteReader<'a> {
        let at = self.name.groups.get(group).copied().unwrap_or(u32::MAX) as usize;
        let rest = self.body.get(at..).unwrap_or_default();
        ByteReader::at(rest, self.start + at as u64)
    }

    /// Visits values with the offset of their postings, from the first that is not less than `first` on, until `visit`
    /// says that it is enough.
    ///
    /// # Errors
    /// Returns an error if the table is damaged, and those of `visit`.
    pub fn each_from(
        &self,
        first: &str,
        mut visit: impl FnMut(&'a str, u64) -> Result<bool, Corruption>,
    ) -> Result<(), Corruption> {
        let mut group = self.last_group_before(first)?;
        while group < self.name.groups.len() {
            let mut reader = self.group(group);
            let n_left = self.name.n_values - group * self.name.group_len;
            for _ in 0..self.name.group_len.min(n_left) {
                let entry = Entry::read(&mut reader)?;
                if entry.value >= first && !visit(entry.value, entry.postings)? {
                    return Ok(());
                }
            }
            group += 1;
        }
        Ok(())
    }

    /// The last group whose first value is not greater than a value; else the first.
    fn last_group_before(&self, value: &str) -> Result<usize, Corruption> {
        let (mut low, mut high) = (0, self.name.groups.len());
        while high - low > 1 {
            let middle = low.midpoint(high);
            if Entry::read(&mut self.group(middle))?.value <= value {
                low = middle;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }

    /// Where the postings of a value are.
    ///
    /// # Errors
    /// Returns an error if the table is damaged.
    pub fn find(&self, value: &str) -> Result<Option<u64>, Corruption> {
        let mut found = None;
        self.each_from(value, |other, postings| {
            found = (other == value).then_some(postings);
            Ok(false)
        })?;
        Ok(found)
    }
}

impl<'f> Entry<'f> {
    fn read(reader: &mut ByteReader<'f>) -> Result<Self, Corruption> {
        let at = *reader;
        let n_keys = reader.uvarint()?;
        if n_keys != 2 {
            return Err(at.corruption(format!("an entry has {n_keys} texts, not a name and a value")));
        }
        Ok(Self { name: reader.uvarint_str()?, value: reader.uvarint_str()?, postings: reader.uvarint()? })
    }
}

fn names_of_sorted(mut body: ByteReader<'_>, start: u64, n_entries: u32) -> Result<Vec<Name>, Corruption> {
    let mut names: Vec<Name> = Vec::new();
    let mut last: Option<(&str, &str)> = None;
    for _ in 0..n_entries {
        let at = body;
        let entry = Entry::read(&mut body)?;
        if last.is_some_and(|last| last >= (entry.name, entry.value)) {
            return Err(at.corruption(format!("the value {:?} of {:?} is not in order", entry.value, entry.name)));
        }
        if last.is_none_or(|(name, _)| name != entry.name) {
            names.push(Name { text: entry.name.into(), n_values: 0, groups: Vec::new(), group_len: GROUP_LEN });
        }
        last = Some((entry.name, entry.value));
        if let Some(name) = names.last_mut() {
            if name.n_values.is_multiple_of(GROUP_LEN) {
                name.groups.push((at.offset() - start) as u32);
            }
            name.n_values += 1;
        }
    }
    Ok(names)
}

/// In version 1 each value is a group of its own, since those in the file are in any order.
fn names_of_unsorted(mut body: ByteReader<'_>, start: u64, n_entries: u32) -> Result<Vec<Name>, Corruption> {
    let mut entries: Vec<(&str, &str, u32)> = Vec::new();
    for _ in 0..n_entries {
        let at = (body.offset() - start) as u32;
        let entry = Entry::read(&mut body)?;
        entries.push((entry.name, entry.value, at));
    }
    entries.sort_unstable();
    let is_repeated = |pair: &&[(&str, &str, u32)]| (pair[0].0, pair[0].1) == (pair[1].0, pair[1].1);
    if let Some(pair) = entries.windows(2).find(is_repeated) {
        let (name, value, at) = pair[1];
        return Err(Corruption::new(start + u64::from(at), format!("the value {value:?} of {name:?} occurs twice")));
    }
    let of_name = entries.chunk_by(|a, b| a.0 == b.0);
    let names = of_name.map(|rows| {
        let groups = rows.iter().map(|row| row.2).collect();
        Name { text: rows[0].0.into(), n_values: rows.len(), groups, group_len: 1 }
    });
    Ok(names.collect())
}
