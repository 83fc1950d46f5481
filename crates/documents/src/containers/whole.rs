//! A file that is one query.

use crate::document::{Document, ReadOptions, Source};
use crate::kind::DocumentKind;
use crate::offsets::Decoded;
use crate::query::{EmbeddedQuery, Layout, Origin, Place};
use promenade_model::FileRange;

/// Reads the file as a query, without a byte order mark and with `\n` as line ends. A file of white space has no query.
pub(super) fn read(document: &mut Document, options: &ReadOptions) {
    document.kind = DocumentKind::Query;
    document.source = Source::Whole;
    let text = document.text();
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    if text[start..].trim().is_empty() {
        return;
    }
    let range = start..text.len();
    let decoded = with_line_feeds(text, range.clone());
    document.queries.push(EmbeddedQuery {
        text: decoded.text,
        variables: options.variables,
        origin: Origin::Whole,
        range: FileRange::of(range),
        layout: Layout::Lines(0),
        offsets: decoded.offsets,
        place: Place::Whole,
    });
}

/// A part of a text, with `\n` for `\r\n`.
pub(super) fn with_line_feeds(text: &str, range: std::ops::Range<usize>) -> Decoded {
    let mut decoded = Decoded::starting_at(range.start);
    let mut at = range.start;
    while at < range.end {
        let len = text[at..range.end].find("\r\n").unwrap_or(range.end - at);
        decoded.verbatim(text, at..at + len);
        at += len;
        if at < range.end {
            decoded.whole("\n", at..at + 2);
            at += 2;
        }
    }
    decoded
}
