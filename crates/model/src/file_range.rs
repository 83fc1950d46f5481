//! Byte ranges of files, a separate type because an offset in a query is not an offset in its file.

use std::ops::{Index, Range};

/// A byte range in the text of a file.
///
/// Ranges in a query are plain ranges of its text ([`SourceRange`](crate::value::SourceRange)).
/// `EmbeddedQuery::to_file` in `promenade-documents` converts them to ranges in the file; there is no implicit
/// conversion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct FileRange {
    /// The offset of the first byte.
    pub start: usize,
    /// The offset after the last byte.
    pub end: usize,
}

impl FileRange {
    /// The range from `start` up to `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The empty range before the byte at this offset.
    pub const fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// Converts a range of the file's text.
    pub fn of(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }

    /// Whether the range is empty.
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether the range contains the byte at this offset.
    pub const fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// The range for slicing the text.
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
