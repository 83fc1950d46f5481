//! Flow collections.

use super::super::error::Scanned;
use super::super::event::{CollectionStyle, Event, EventKind};
use super::super::token::TokenKind;
use super::{Parser, State};

impl Parser<'_> {
    pub(super) fn flow_sequence_entry(&mut self, is_first: bool) -> Scanned<Event> {
        if is_first {
            self.enter()?;
        }
        if *self.peek_kind()? != TokenKind::FlowSequenceEnd {
            self.flow_entry(is_first, "did not find expected ',' or ']'")?;
            match self.peek_kind()? {
                TokenKind::Key => {
                    let token = self.take()?;
                    self.state = State::FlowSequencePairKey;
                    return Ok(Event::new(EventKind::MappingStart(CollectionStyle::Flow), token.start, token.end));
                }
                TokenKind::FlowSequenceEnd => {}
                _ => return self.node_then(State::FlowSequenceEntry, false, false),
            }
        }
        self.leave(EventKind::SequenceEnd)
    }

    /// The comma before every entry except the first.
    fn flow_entry(&mut self, is_first: bool, problem: &str) -> Scanned<()> {
        if is_first {
            return Ok(());
        }
        let token = self.peek()?;
        let place = token.start;
        if token.kind != TokenKind::FlowEntry {
            return Err(self.collection_error(place, problem));
        }
        self.take()?;
        Ok(())
    }

    pub(super) fn flow_sequence_pair_key(&mut self) -> Scanned<Event> {
        match self.peek_kind()? {
            TokenKind::Value | TokenKind::FlowEntry | TokenKind::FlowSequenceEnd => {
                // Like libyaml, consumes the token although it is not part of the key.
                let token = self.take()?;
                Ok(self.empty_then(State::FlowSequencePairValue, token.end))
            }
            _ => self.node_then(State::FlowSequencePairValue, false, false),
        }
    }

    pub(super) fn flow_sequence_pair_value(&mut self) -> Scanned<Event> {
        let mark = self.peek()?.start;
        if *self.peek_kind()? == TokenKind::Value {
            self.take()?;
            if !matches!(self.peek_kind()?, TokenKind::FlowEntry | TokenKind::FlowSequenceEnd) {
                return self.node_then(State::FlowSequencePairEnd, false, false);
            }
        }
        Ok(self.empty_then(State::FlowSequencePairEnd, mark))
    }

    pub(super) fn flow_sequence_pair_end(&mut self) -> Scanned<Event> {
        let mark = self.peek()?.start;
        self.state = State::FlowSequenceEntry;
        Ok(Event::new(EventKind::MappingEnd, mark, mark))
    }

    pub(super) fn flow_mapping_key(&mut self, is_first: bool) -> Scanned<Event> {
        if is_first {
            self.enter()?;
        }
        if *self.peek_kind()? != TokenKind::FlowMappingEnd {
            self.flow_entry(is_first, "did not find expected ',' or '}'")?;
            match self.peek_kind()? {
                TokenKind::Key => {
                    self.take()?;
                    let mark = self.peek()?.start;
                    return match self.peek_kind()? {
                        TokenKind::Value | TokenKind::FlowEntry | TokenKind::FlowMappingEnd => {
                            Ok(self.empty_then(State::FlowMappingValue, mark))
                        }
                        _ => self.node_then(State::FlowMappingValue, false, false),
                    };
                }
                TokenKind::FlowMappingEnd => {}
                _ => return self.node_then(State::FlowMappingEmptyValue, false, false),
            }
        }
        self.leave(EventKind::MappingEnd)
    }

    pub(super) fn flow_mapping_value(&mut self, is_empty: bool) -> Scanned<Event> {
        let mut mark = self.peek()?.start;
        if !is_empty && *self.peek_kind()? == TokenKind::Value {
            self.take()?;
            if !matches!(self.peek_kind()?, TokenKind::FlowEntry | TokenKind::FlowMappingEnd) {
                return self.node_then(State::FlowMappingKey, false, false);
            }
            mark = self.peek()?.start;
        }
        Ok(self.empty_then(State::FlowMappingKey, mark))
    }
}
