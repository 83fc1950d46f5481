//! Which byte of a decoded text comes from which bytes of the file.

use promenade_model::value::SourceRange;

use promenade_model::FileRange;

/// A map from offsets of a decoded text to offsets of the text that it was decoded from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OffsetMap {
    /// In the order of the decoded text, which they cover without a gap.
    pieces: Vec<Piece>,
    /// Where an empty text stands.
    start: usize,
}

/// A part of the decoded text, and what it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    decoded: usize,
    decoded_len: usize,
    source: usize,
    source_len: usize,
    /// Whether each byte of the one is the same byte of the other. Else the piece is one escape or one fold.
    is_verbatim: bool,
}

impl OffsetMap {
    /// The map of a text that stands in the file as it is.
    pub fn verbatim(source: FileRange) -> Self {
        let mut map = Self { pieces: Vec::new(), start: source.start };
        map.push_verbatim(0, source.bytes());
        map
    }

    pub(crate) fn starting_at(start: usize) -> Self {
        Self { pieces: Vec::new(), start }
    }

    /// Adds bytes that stand in the file as they are.
    pub(crate) fn push_verbatim(&mut self, decoded: usize, source: SourceRange) {
        if source.is_empty() {
            return;
        }
        let goes_on = |last: &&mut Piece| last.is_verbatim && last.source + last.source_len == source.start;
        if let Some(last) = self.pieces.last_mut().filter(goes_on) {
            last.source_len += source.len();
            last.decoded_len += source.len();
            return;
        }
        let (len, source) = (source.len(), source.start);
        self.pieces.push(Piece { decoded, decoded_len: len, source, source_len: len, is_verbatim: true });
    }

    /// Adds bytes that come as one from these of the file: an escape, a fold, a line end.
    pub(crate) fn push_whole(&mut self, decoded: SourceRange, source: SourceRange) {
        let (decoded_len, source_len) = (decoded.len(), source.len());
        self.pieces.push(Piece {
            decoded: decoded.start,
            decoded_len,
            source: source.start,
            source_len,
            is_verbatim: false,
        });
    }

    /// The bytes of the file that a range of the decoded text comes from. An empty range gives an empty one, before the
    /// byte at its place, or after the last. What lies past the end counts as the end.
    pub fn to_source(&self, range: SourceRange) -> FileRange {
        let start = self.start_of(range.start);
        if range.end <= range.start {
            return FileRange::at(start);
        }
        FileRange::new(start, self.end_of(range.end).max(start))
    }

    /// The place where the byte at this offset begins.
    fn start_of(&self, at: usize) -> usize {
        let found = self.pieces.partition_point(|piece| piece.decoded + piece.decoded_len <= at);
        match self.pieces.get(found) {
            Some(piece) if piece.is_verbatim => piece.source + at.saturating_sub(piece.decoded),
            Some(piece) => piece.source,
            None => self.pieces.last().map_or(self.start, |piece| piece.source + piece.source_len),
        }
    }

    /// The place where the byte before this offset ends.
    fn end_of(&self, at: usize) -> usize {
        let found = self.pieces.partition_point(|piece| piece.decoded < at);
        match found.checked_sub(1).and_then(|found| self.pieces.get(found)) {
            Some(piece) if piece.is_verbatim => piece.source + (at - piece.decoded).min(piece.source_len),
            Some(piece) => piece.source + piece.source_len,
            None => self.start,
        }
    }

    /// The map of this text's source mapped on: from the decoded text to what `outer` leads to.
    #[must_use]
    pub(crate) fn through(&self, outer: &Self) -> Self {
        let mut map = Self::starting_at(outer.to_source(self.start..self.start).start);
        for piece in &self.pieces {
            let source = piece.source..piece.source + piece.source_len;
            if piece.is_verbatim {
                outer.copy_into(&mut map, piece.decoded, source);
            } else {
                map.push_whole(piece.decoded..piece.decoded + piece.decoded_len, outer.to_source(source).bytes());
            }
        }
        map
    }

    /// Adds the pieces of this map that cover a range of its decoded text, as from the offset `at` on.
    fn copy_into(&self, map: &mut Self, at: usize, range: SourceRange) {
        let first = self.pieces.partition_point(|piece| piece.decoded + piece.decoded_len <= range.start);
        for piece in self.pieces[first..].iter().take_while(|piece| piece.decoded < range.end) {
            let start = piece.decoded.max(range.start);
            let end = (piece.decoded + piece.decoded_len).min(range.end);
            let decoded = at + (start - range.start);
            if piece.is_verbatim {
                map.push_verbatim(decoded, self.to_source(start..end).bytes());
            } else {
                map.push_whole(decoded..decoded + (end - start), piece.source..piece.source + piece.source_len);
            }
        }
    }

    /// A map of a part of the decoded text, counted from the start of the part.
    #[must_use]
    pub(crate) fn part(&self, range: SourceRange) -> Self {
        let mut map = Self::starting_at(self.start_of(range.start));
        self.copy_into(&mut map, 0, range);
        map
    }
}

/// A decoded text that grows together with its map.
#[derive(Debug, Default)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) offsets: OffsetMap,
}

impl Decoded {
    pub(crate) fn starting_at(start: usize) -> Self {
        Self { text: String::new(), offsets: OffsetMap::starting_at(start) }
    }

    /// Adds a part of the file as it is.
    pub(crate) fn verbatim(&mut self, file: &str, source: SourceRange) {
        self.offsets.push_verbatim(self.text.len(), source.clone());
        self.text.push_str(&file[source]);
    }

    /// Adds a text that comes as a whole from a part of the file.
    pub(crate) fn whole(&mut self, text: &str, source: SourceRange) {
        let at = self.text.len();
        self.text.push_str(text);
        self.offsets.push_whole(at..self.text.len(), source);
    }

    /// Adds a text that was decoded apart.
    pub(crate) fn append(&mut self, other: Self) {
        let at = self.text.len();
        for piece in other.offsets.pieces {
            let (decoded, source) = (at + piece.decoded, piece.source..piece.source + piece.source_len);
            if piece.is_verbatim {
                self.offsets.push_verbatim(decoded, source);
            } else {
                self.offsets.push_whole(decoded..decoded + piece.decoded_len, source);
            }
        }
        self.text.push_str(&other.text);
    }
}
