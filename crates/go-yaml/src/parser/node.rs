//! A node, with its anchor and its tag.

use super::super::error::{Scanned, YamlError};
use super::super::event::{CollectionStyle, Event, EventKind};
use super::super::mark::Mark;
use super::super::token::{ScalarStyle, TokenKind};
use super::{Parser, State};

/// The properties of a node.
struct Properties {
    start: Mark,
    end: Mark,
    anchor: Option<String>,
    /// Handle, suffix and position.
    tag: Option<(String, String, Mark)>,
}

impl Parser<'_> {
    pub(super) fn node(&mut self, block: bool, indentless: bool) -> Scanned<Event> {
        if let TokenKind::Alias(_) = self.peek_kind()? {
            return self.alias();
        }
        let properties = self.properties()?;
        let tag = self.resolve_tag(&properties)?;
        let token = self.peek()?.clone();
        let mut content = token.start;
        let (kind, end) = match token.kind {
            TokenKind::BlockEntry if indentless => {
                self.state = State::IndentlessSequenceEntry;
                (EventKind::SequenceStart(CollectionStyle::Block), token.end)
            }
            TokenKind::Scalar(text, style) => {
                self.take()?;
                self.pop_state();
                (EventKind::Scalar(text, style), token.end)
            }
            TokenKind::FlowSequenceStart => {
                self.begin(State::FlowSequenceFirstEntry, EventKind::SequenceStart(CollectionStyle::Flow), token.end)
            }
            TokenKind::FlowMappingStart => {
                self.begin(State::FlowMappingFirstKey, EventKind::MappingStart(CollectionStyle::Flow), token.end)
            }
            TokenKind::BlockSequenceStart if block => {
                self.begin(State::BlockSequenceFirstEntry, EventKind::SequenceStart(CollectionStyle::Block), token.end)
            }
            TokenKind::BlockMappingStart if block => {
                self.begin(State::BlockMappingFirstKey, EventKind::MappingStart(CollectionStyle::Block), token.end)
            }
            _ if properties.anchor.is_some() || !tag.is_empty() => {
                self.pop_state();
                content = properties.end;
                (EventKind::Scalar(String::new(), ScalarStyle::Plain), properties.end)
            }
            _ => {
                let problem = "did not find expected node content";
                return Err(YamlError::parser(properties.start, token.start, problem));
            }
        };
        Ok(Event { kind, start: properties.start, content, end, anchor: properties.anchor, tag })
    }

    fn begin(&mut self, state: State, kind: EventKind, end: Mark) -> (EventKind, Mark) {
        self.state = state;
        (kind, end)
    }

    fn alias(&mut self) -> Scanned<Event> {
        let token = self.take()?;
        self.pop_state();
        let TokenKind::Alias(name) = token.kind else {
            return Err(YamlError::plain(token.start, "unknown problem parsing YAML content"));
        };
        Ok(Event::new(EventKind::Alias(name), token.start, token.end))
    }

    /// An anchor, a tag, or both in any order.
    fn properties(&mut self) -> Scanned<Properties> {
        let start = self.peek()?.start;
        let mut properties = Properties { start, end: start, anchor: None, tag: None };
        for _ in 0..2 {
            let token = self.peek()?.clone();
            match token.kind {
                TokenKind::Anchor(name) if properties.anchor.is_none() => properties.anchor = Some(name),
                TokenKind::Tag { handle, suffix } if properties.tag.is_none() => {
                    properties.tag = Some((handle, suffix, token.start));
                }
                _ => break,
            }
            properties.end = token.end;
            self.take()?;
        }
        Ok(properties)
    }

    fn resolve_tag(&self, properties: &Properties) -> Scanned<String> {
        let Some((handle, suffix, mark)) = &properties.tag else { return Ok(String::new()) };
        if handle.is_empty() {
            return Ok(suffix.clone());
        }
        let directive = self.tag_directives.iter().find(|(other, _)| other == handle);
        let tag = directive.map(|(_, prefix)| format!("{prefix}{suffix}")).filter(|tag| !tag.is_empty());
        tag.ok_or_else(|| YamlError::parser(properties.start, *mark, "found undefined tag handle"))
    }
}
