//! The parser: turns tokens into events by the states of libyaml's grammar.

mod block;
mod document;
mod flow;
mod node;

use std::ops::Range;

use super::error::{Scanned, YamlError};
use super::event::{Event, EventKind};
use super::mark::Mark;
use super::scanner::Scanner;
use super::token::{ScalarStyle, Token, TokenKind};

/// Parses a YAML text into events.
pub struct Parser<'a> {
    scanner: Scanner<'a>,
    state: State,
    /// The states to return to.
    states: Vec<State>,
    /// The starts of the surrounding collections.
    marks: Vec<Mark>,
    /// Tag handles and their prefixes.
    tag_directives: Vec<(String, String)>,
}

/// What is expected next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    StreamStart,
    ImplicitDocumentStart,
    DocumentStart,
    DocumentContent,
    DocumentEnd,
    BlockNode,
    BlockSequenceFirstEntry,
    BlockSequenceEntry,
    IndentlessSequenceEntry,
    BlockMappingFirstKey,
    BlockMappingKey,
    BlockMappingValue,
    FlowSequenceFirstEntry,
    FlowSequenceEntry,
    FlowSequencePairKey,
    FlowSequencePairValue,
    FlowSequencePairEnd,
    FlowMappingFirstKey,
    FlowMappingKey,
    FlowMappingValue,
    FlowMappingEmptyValue,
    End,
}

impl<'a> Parser<'a> {
    /// A parser of this text.
    pub fn new(text: &'a str) -> Self {
        Parser {
            scanner: Scanner::new(text),
            state: State::StreamStart,
            states: Vec::new(),
            marks: Vec::new(),
            tag_directives: Vec::new(),
        }
    }

    /// The next event. After the end of the stream it keeps returning the end.
    ///
    /// # Errors
    /// Returns an error if the text is not YAML; later events are meaningless.
    pub fn next_event(&mut self) -> Scanned<Event> {
        match self.state {
            State::StreamStart => self.stream_start(),
            State::ImplicitDocumentStart => self.document_start(true),
            State::DocumentStart => self.document_start(false),
            State::DocumentContent => self.document_content(),
            State::DocumentEnd => self.document_end(),
            State::BlockNode => self.node(true, false),
            State::BlockSequenceFirstEntry => self.block_sequence_entry(true),
            State::BlockSequenceEntry => self.block_sequence_entry(false),
            State::IndentlessSequenceEntry => self.indentless_sequence_entry(),
            State::BlockMappingFirstKey => self.block_mapping_key(true),
            State::BlockMappingKey => self.block_mapping_key(false),
            State::BlockMappingValue => self.block_mapping_value(),
            State::FlowSequenceFirstEntry => self.flow_sequence_entry(true),
            State::FlowSequenceEntry => self.flow_sequence_entry(false),
            State::FlowSequencePairKey => self.flow_sequence_pair_key(),
            State::FlowSequencePairValue => self.flow_sequence_pair_value(),
            State::FlowSequencePairEnd => self.flow_sequence_pair_end(),
            State::FlowMappingFirstKey => self.flow_mapping_key(true),
            State::FlowMappingKey => self.flow_mapping_key(false),
            State::FlowMappingValue => self.flow_mapping_value(false),
            State::FlowMappingEmptyValue => self.flow_mapping_value(true),
            State::End => Ok(Event::new(EventKind::StreamEnd, Mark::default(), Mark::default())),
        }
    }

    /// The comments read so far, in the order of the text: byte ranges from `#` to the end of the line, without the
    /// line break.
    pub fn comments(&self) -> &[Range<usize>] {
        self.scanner.comments()
    }

    fn stream_start(&mut self) -> Scanned<Event> {
        let token = self.take()?;
        self.state = State::ImplicitDocumentStart;
        Ok(Event::new(EventKind::StreamStart, token.start, token.end))
    }

    fn peek(&mut self) -> Scanned<&Token> {
        self.scanner.peek()
    }

    fn peek_kind(&mut self) -> Scanned<&TokenKind> {
        Ok(&self.scanner.peek()?.kind)
    }

    fn take(&mut self) -> Scanned<Token> {
        let place = self.scanner.peek()?.start;
        self.scanner.take().ok_or_else(|| YamlError::plain(place, "unknown problem parsing YAML content"))
    }

    /// Records the start of a collection, and consumes its token.
    fn enter(&mut self) -> Scanned<()> {
        let token = self.take()?;
        self.marks.push(token.start);
        Ok(())
    }

    /// Consumes the token that ends a collection.
    fn leave(&mut self, kind: EventKind) -> Scanned<Event> {
        let token = self.take()?;
        self.pop_state();
        self.marks.pop();
        Ok(Event::new(kind, token.start, token.end))
    }

    fn pop_state(&mut self) {
        self.state = self.states.pop().unwrap_or(State::End);
    }

    /// Parses a node, and continues with `then`.
    fn node_then(&mut self, then: State, block: bool, indentless: bool) -> Scanned<Event> {
        self.states.push(then);
        self.node(block, indentless)
    }

    /// An empty node; continues with `then`.
    fn empty_then(&mut self, then: State, mark: Mark) -> Event {
        self.state = then;
        empty_scalar(mark)
    }

    /// An error in the current collection.
    fn collection_error(&mut self, place: Mark, problem: &str) -> YamlError {
        YamlError::parser(self.marks.pop().unwrap_or_default(), place, problem)
    }
}

fn empty_scalar(mark: Mark) -> Event {
    Event::new(EventKind::Scalar(String::new(), ScalarStyle::Plain), mark, mark)
}
