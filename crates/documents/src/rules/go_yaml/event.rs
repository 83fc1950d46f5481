//! What the parser makes of the tokens: the beginnings and ends of documents and collections, and what is between.

use super::mark::Mark;
use super::token::ScalarStyle;

/// An event with its place, that of its tag and anchor included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) kind: EventKind,
    pub(crate) start: Mark,
    pub(crate) end: Mark,
    pub(crate) anchor: Option<String>,
    /// As its directive spells it out; empty where there is none.
    pub(crate) tag: String,
}

impl Event {
    pub(crate) fn new(kind: EventKind, start: Mark, end: Mark) -> Self {
        Event { kind, start, end, anchor: None, tag: String::new() }
    }
}

/// What an event is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EventKind {
    StreamStart,
    StreamEnd,
    DocumentStart,
    DocumentEnd,
    Alias(String),
    Scalar(String, ScalarStyle),
    SequenceStart,
    SequenceEnd,
    MappingStart,
    MappingEnd,
}
