//! Positions in a YAML text, and the cursor.

/// A position in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mark {
    /// Bytes before it.
    pub offset: usize,
    /// Characters before it.
    pub index: usize,
    /// Lines before it.
    pub line: usize,
    /// Characters before it on its line.
    pub column: usize,
}

/// The text and the current position. Beyond the end it reads zeros, which do not occur in a text.
pub(crate) struct Cursor<'a> {
    bytes: &'a [u8],
    pub(crate) mark: Mark,
    /// Line breaks since the last nonblank character.
    pub(crate) n_breaks: usize,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        // A byte order mark does not count as a character of the first line.
        let offset = if text.starts_with('\u{feff}') { 3 } else { 0 };
        Cursor { bytes: text.as_bytes(), mark: Mark { offset, ..Mark::default() }, n_breaks: 0 }
    }

    /// The byte `ahead` bytes after the current position.
    pub(crate) fn at(&self, ahead: usize) -> u8 {
        self.bytes.get(self.mark.offset + ahead).copied().unwrap_or(0)
    }

    pub(crate) fn is(&self, byte: u8) -> bool {
        self.at(0) == byte
    }

    pub(crate) fn is_end(&self) -> bool {
        self.at(0) == 0
    }

    pub(crate) fn is_blank(&self, ahead: usize) -> bool {
        matches!(self.at(ahead), b' ' | b'\t')
    }

    pub(crate) fn is_break(&self, ahead: usize) -> bool {
        self.bytes.get(self.mark.offset + ahead..).is_some_and(|rest| line_break_len(rest) > 0)
    }

    /// A line break or the end.
    pub(crate) fn is_break_or_end(&self, ahead: usize) -> bool {
        self.at(ahead) == 0 || self.is_break(ahead)
    }

    /// A space, a tab, a line break or the end.
    pub(crate) fn is_white(&self, ahead: usize) -> bool {
        self.is_blank(ahead) || self.is_break_or_end(ahead)
    }

    pub(crate) fn is_byte_order_mark(&self) -> bool {
        (self.at(0), self.at(1), self.at(2)) == (0xef, 0xbb, 0xbf)
    }

    /// A letter, a digit, `_` or `-`.
    pub(crate) fn is_word(&self) -> bool {
        self.at(0).is_ascii_alphanumeric() || matches!(self.at(0), b'_' | b'-')
    }

    /// Whether `---` or `...` is at the start of a line here.
    pub(crate) fn is_document_indicator(&self, sign: u8) -> bool {
        self.mark.column == 0 && (0..3).all(|i| self.at(i) == sign) && self.is_white(3)
    }

    /// Skips a character that is not a line break.
    pub(crate) fn skip(&mut self) {
        if !self.is_blank(0) {
            self.n_breaks = 0;
        }
        self.mark.offset += width(self.at(0));
        self.mark.index += 1;
        self.mark.column += 1;
    }

    pub(crate) fn skip_blanks(&mut self) {
        while self.is_blank(0) {
            self.skip();
        }
    }

    pub(crate) fn skip_to_break(&mut self) {
        while !self.is_break_or_end(0) {
            self.skip();
        }
    }

    /// Skips a line break, if there is one here.
    pub(crate) fn skip_line(&mut self) {
        let len = self.bytes.get(self.mark.offset..).map_or(0, line_break_len);
        if len == 0 {
            return;
        }
        let n_chars = if self.is(b'\r') { len } else { 1 };
        self.mark.offset += len;
        self.mark.index += n_chars;
        self.mark.column = 0;
        self.mark.line += 1;
        self.n_breaks += 1;
    }

    /// Moves a character to `text`.
    pub(crate) fn read(&mut self, text: &mut Vec<u8>) {
        let start = self.mark.offset;
        self.skip();
        text.extend_from_slice(self.bytes.get(start..self.mark.offset).unwrap_or_default());
    }

    /// Moves a line break to `text`, as a line feed unless it is a line or paragraph separator.
    pub(crate) fn read_line(&mut self, text: &mut Vec<u8>) {
        let start = self.mark.offset;
        self.skip_line();
        match self.bytes.get(start) {
            Some(0xe2) => text.extend_from_slice(self.bytes.get(start..self.mark.offset).unwrap_or_default()),
            Some(_) if self.mark.offset > start => text.push(b'\n'),
            _ => {}
        }
    }
}

/// The length in bytes of the line break at the start of a text; 0 if there is none. Includes those of YAML 1.1:
/// U+0085, U+2028 and U+2029.
pub fn line_break_len(text: &[u8]) -> usize {
    match text {
        [b'\r', b'\n', ..] | [0xc2, 0x85, ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        [0xe2, 0x80, 0xa8 | 0xa9, ..] => 3,
        _ => 0,
    }
}

/// The length in bytes of the character that starts with `byte`.
pub(crate) fn width(byte: u8) -> usize {
    match byte {
        0..0x80 => 1,
        0x80..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    }
}
