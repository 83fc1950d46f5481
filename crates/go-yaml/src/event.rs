//! Parser events: starts and ends of documents and collections, scalars and aliases.

use super::mark::Mark;
use super::token::ScalarStyle;

/// An event with its position, tag and anchor included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The kind.
    pub kind: EventKind,
    /// The start, at its tag or anchor if it has one.
    pub start: Mark,
    /// The start of its content, after tag and anchor.
    pub content: Mark,
    /// The end.
    pub end: Mark,
    /// The name of its anchor.
    pub anchor: Option<String>,
    /// Its tag, with the directive's prefix expanded; empty if there is none.
    pub tag: String,
}

impl Event {
    pub(crate) fn new(kind: EventKind, start: Mark, end: Mark) -> Self {
        Event { kind, start, content: start, end, anchor: None, tag: String::new() }
    }
}

/// The style of a collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CollectionStyle {
    /// Lines and indentation.
    Block,
    /// Brackets or braces.
    Flow,
}

/// The kind of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventKind {
    /// The start of the text.
    StreamStart,
    /// The end of the text.
    StreamEnd,
    /// The start of a document, with its directives and `---` if present.
    DocumentStart,
    /// The end of a document.
    DocumentEnd,
    /// `*name`
    Alias(String),
    /// A scalar.
    Scalar(String, ScalarStyle),
    /// `[`, or the first `-`.
    SequenceStart(CollectionStyle),
    /// `]`; empty for a sequence in block style.
    SequenceEnd,
    /// `{`, or the first key.
    MappingStart(CollectionStyle),
    /// `}`; empty for a mapping in block style, and for a pair within `[...]`.
    MappingEnd,
}
