//! Lines and columns of places in a text.

use std::ops::Range;

/// Where the lines of a text begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    starts: Vec<usize>,
}

/// A line and a column, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// In characters.
    pub column: usize,
    /// In units of UTF-16.
    pub column_utf16: usize,
}

impl Lines {
    /// The lines of a text.
    pub fn new(text: &str) -> Self {
        let after = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { starts: std::iter::once(0).chain(after).collect() }
    }

    /// The place of an offset in bytes. One beyond the text is at its end, one within a character at its start.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = text.floor_char_boundary(offset.min(text.len()));
        let line = self.starts.partition_point(|start| *start <= offset);
        let before = &text[self.starts[line - 1]..offset];
        let column_utf16 = before.encode_utf16().count() + 1;
        Position { line, column: before.chars().count() + 1, column_utf16 }
    }

    /// The bytes of a line, counted from 1, without its end.
    pub fn range(&self, text: &str, line: usize) -> Range<usize> {
        let start = self.starts.get(line - 1).copied().unwrap_or(text.len());
        let end = self.starts.get(line).map_or(text.len(), |next| next - 1);
        let line = text[start..end].strip_suffix('\r').unwrap_or(&text[start..end]);
        start..start + line.len()
    }

    /// How many lines there are; a line end at the end of the text begins none.
    pub fn n_lines(&self, text: &str) -> usize {
        if text.ends_with('\n') { self.starts.len() - 1 } else { self.starts.len() }
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, Position};

    #[test]
    fn columns_count_characters_and_utf16() {
        let text = "a\r\nä😀b\n";
        let lines = Lines::new(text);
        let at = |line, column, column_utf16| Position { line, column, column_utf16 };
        assert_eq!(lines.position(text, 0), at(1, 1, 1));
        assert_eq!(lines.position(text, text.find('b').unwrap()), at(2, 3, 4));
        assert_eq!(lines.position(text, 6), at(2, 2, 2), "within a character");
        assert_eq!(lines.position(text, 99), at(3, 1, 1));
        assert_eq!(&text[lines.range(text, 1)], "a");
        assert_eq!(&text[lines.range(text, 2)], "ä😀b");
        assert_eq!(lines.n_lines(text), 2);
        assert_eq!(Lines::new("").n_lines(""), 1);
    }
}
