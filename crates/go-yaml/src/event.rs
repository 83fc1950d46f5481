//! Events, which the parser makes of the tokens: the beginnings and ends of documents and collections, and what is between.

use super::mark::Mark;
use super::token::ScalarStyle;

/// An event with its place, that of its tag and anchor included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What begins, ends or is named.
    pub kind: EventKind,
    /// Where it begins, at its tag or anchor where it has one.
    pub start: Mark,
    /// Where its content begins, behind tag and anchor.
    pub content: Mark,
    /// Where it ends.
    pub end: Mark,
    /// The name of its anchor.
    pub anchor: Option<String>,
    /// Its tag, as its directive spells it out; empty where there is none.
    pub tag: String,
}

impl Event {
    pub(crate) fn new(kind: EventKind, start: Mark, end: Mark) -> Self {
        Event { kind, start, content: start, end, anchor: None, tag: String::new() }
    }
}

/// How a collection is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CollectionStyle {
    /// By lines and indentation.
    Block,
    /// Within brackets or braces.
    Flow,
}

/// What an event is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventKind {
    /// The beginning of the text.
    StreamStart,
    /// The end of the text.
    StreamEnd,
    /// The beginning of a document, with its directives and `---` where they are there.
    DocumentStart,
    /// The end of a document.
    DocumentEnd,
    /// `*name`
    Alias(String),
    /// A text.
    Scalar(String, ScalarStyle),
    /// `[`, or the first `-`.
    SequenceStart(CollectionStyle),
    /// `]`; without an extent for a sequence in block style.
    SequenceEnd,
    /// `{`, or the first key.
    MappingStart(CollectionStyle),
    /// `}`; without an extent for a mapping in block style, and for a pair within `[...]`.
    MappingEnd,
}
