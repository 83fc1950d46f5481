//! A part of a file, as a type of its own: an offset in a query is no offset in its file.

use std::ops::{Index, Range};

/// A part of a file, in bytes of its text.
///
/// The parts of a query are plain ranges of its text ([`SourceRange`](crate::value::SourceRange)).
/// `EmbeddedQuery::to_file` in `promenade-documents` maps one to the other; nothing converts between them
/// silently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct FileRange {
    /// The offset of its first byte.
    pub start: usize,
    /// The offset after its last byte.
    pub end: usize,
}

impl FileRange {
    /// The part from `start` up to `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The place before the byte at this offset.
    pub const fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// A range that was counted in the text of the file.
    pub fn of(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }

    /// Whether it has no bytes.
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether the byte at this offset is in it.
    pub const fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// It as a range, for slices of the text.
    pub const fn bytes(self) -> Range<usize> {
        self.start..self.end
    }
}

impl From<FileRange> for Range<usize> {
    fn from(range: FileRange) -> Self {
        range.bytes()
    }
}

impl Index<FileRange> for str {
    type Output = str;

    fn index(&self, range: FileRange) -> &str {
        &self[range.bytes()]
    }
}

impl Index<FileRange> for String {
    type Output = str;

    fn index(&self, range: FileRange) -> &str {
        &self[range.bytes()]
    }
}
