//! Block collections.

use super::super::error::Scanned;
use super::super::event::{Event, EventKind};
use super::super::token::TokenKind;
use super::{Parser, State};

impl Parser<'_> {
    pub(super) fn block_sequence_entry(&mut self, is_first: bool) -> Scanned<Event> {
        if is_first {
            self.enter()?;
        }
        let token = self.peek()?.clone();
        match token.kind {
            TokenKind::BlockEntry => {
                self.take()?;
                match self.peek_kind()? {
                    TokenKind::BlockEntry | TokenKind::BlockEnd => {
                        Ok(self.empty_then(State::BlockSequenceEntry, token.end))
                    }
                    _ => self.node_then(State::BlockSequenceEntry, true, false),
                }
            }
            TokenKind::BlockEnd => self.leave(EventKind::SequenceEnd),
            _ => Err(self.collection_error(token.start, "did not find expected '-' indicator")),
        }
    }

    /// An entry of a sequence that is not indented further than the key before it.
    pub(super) fn indentless_sequence_entry(&mut self) -> Scanned<Event> {
        let token = self.peek()?.clone();
        if token.kind != TokenKind::BlockEntry {
            self.pop_state();
            return Ok(Event::new(EventKind::SequenceEnd, token.start, token.start));
        }
        self.take()?;
        match self.peek_kind()? {
            TokenKind::BlockEntry | TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd => {
                Ok(self.empty_then(State::IndentlessSequenceEntry, token.end))
            }
            _ => self.node_then(State::IndentlessSequenceEntry, true, false),
        }
    }

    pub(super) fn block_mapping_key(&mut self, is_first: bool) -> Scanned<Event> {
        if is_first {
            self.enter()?;
        }
        let token = self.peek()?.clone();
        match token.kind {
            TokenKind::Key => {
                self.take()?;
                match self.peek_kind()? {
                    TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd => {
                        Ok(self.empty_then(State::BlockMappingValue, token.end))
                    }
                    _ => self.node_then(State::BlockMappingValue, true, true),
                }
            }
            TokenKind::BlockEnd => self.leave(EventKind::MappingEnd),
            _ => Err(self.collection_error(token.start, "did not find expected key")),
        }
    }

    pub(super) fn block_mapping_value(&mut self) -> Scanned<Event> {
        let token = self.peek()?.clone();
        if token.kind != TokenKind::Value {
            return Ok(self.empty_then(State::BlockMappingKey, token.start));
        }
        self.take()?;
        match self.peek_kind()? {
            TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd => {
                Ok(self.empty_then(State::BlockMappingKey, token.end))
            }
            _ => self.node_then(State::BlockMappingKey, true, true),
        }
    }
}
