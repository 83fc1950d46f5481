//! Byte offsets as lines and UTF-16 columns, and back.

/// A place as editors and the language server protocol count: both from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Utf16Position {
    /// The line.
    pub line: usize,
    /// The column in UTF-16 code units.
    pub column: usize,
}

/// Where the lines of a text begin. Lines end with `\n`, `\r\n` or `\r`.
#[derive(Debug, Clone)]
pub struct LineIndex<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> LineIndex<'a> {
    /// The index of a text.
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let ends = |i: &usize| bytes[*i] == b'\n' || bytes[*i] == b'\r' && bytes.get(i + 1) != Some(&b'\n');
        let starts = std::iter::once(0).chain((0..bytes.len()).filter(ends).map(|i| i + 1)).collect();
        Self { text, starts }
    }

    /// The place of a byte offset. One beyond the text or inside of a character is moved back.
    pub fn position(&self, offset: usize) -> Utf16Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        Utf16Position { line, column: utf16_len(&self.text[self.starts[line]..offset]) }
    }

    /// The byte offset of a place. A column beyond the line is its end, a line beyond the text is the text's end, and the
    /// second half of a pair is moved back to the first.
    pub fn offset(&self, position: Utf16Position) -> usize {
        let Some(&start) = self.starts.get(position.line) else { return self.text.len() };
        let end = self.starts.get(position.line + 1).copied().unwrap_or(self.text.len());
        let line = self.text[start..end].trim_end_matches(['\n', '\r']);
        start + byte_offset(line, position.column)
    }

    /// A byte offset in UTF-16 code units from the start of the text.
    pub fn utf16_offset(&self, offset: usize) -> usize {
        utf16_len(&self.text[..self.text.floor_char_boundary(offset)])
    }

    /// The byte offset of so many UTF-16 code units from the start of the text.
    pub fn offset_of_utf16(&self, units: usize) -> usize {
        byte_offset(self.text, units)
    }
}

fn utf16_len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The bytes before the character in which the unit of this index is.
fn byte_offset(text: &str, units: usize) -> usize {
    let mut passed = 0;
    for (at, c) in text.char_indices() {
        passed += c.len_utf16();
        if passed > units {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{LineIndex, Utf16Position};

    #[test]
    fn places_are_counted_both_ways() {
        let index = LineIndex::new("a𝒳b\r\né\nx\ry");
        for (offset, line, column, units) in
            [(0, 0, 0, 0), (1, 0, 1, 1), (5, 0, 3, 3), (8, 1, 0, 6), (10, 1, 1, 7), (11, 2, 0, 8), (13, 3, 0, 10)]
        {
            let position = Utf16Position { line, column };
            assert_eq!(index.position(offset), position, "{offset}");
            assert_eq!(index.offset(position), offset, "{offset}");
            assert_eq!(index.utf16_offset(offset), units, "{offset}");
            assert_eq!(index.offset_of_utf16(units), offset, "{offset}");
        }
    }

    #[test]
    fn places_outside_are_moved_into_the_text() {
        let index = LineIndex::new("a𝒳\nb");
        assert_eq!(index.position(3), Utf16Position { line: 0, column: 1 });
        assert_eq!(index.position(99), Utf16Position { line: 1, column: 1 });
        for (line, column, offset) in [(0, 2, 1), (0, 99, 5), (7, 0, 7), (1, 9, 7)] {
            assert_eq!(index.offset(Utf16Position { line, column }), offset, "{line}:{column}");
        }
        assert_eq!(index.offset_of_utf16(99), 7);
    }
}
